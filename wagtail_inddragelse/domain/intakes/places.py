"""Places: who takes them is decided under a lock, from rows."""

from __future__ import annotations

import uuid
from collections.abc import Container, Iterable

from ...models import Intake, Submission
from ...models.prepared import Prepared
from .intakes import IntakeStatus, get_statuses


def lock(intake: Intake) -> Intake:
    """Lock the rows of this intake in every language, until the transaction ends.

    The rows are taken in primary-key order, so that two transactions never wait for each other.
    Returns the row of ``intake`` itself, freshly read. SQLite has no row locks: there the
    transaction itself must be IMMEDIATE, which a system check asks for.
    """
    rows = _locked(key=intake.translation_key)
    return next(row for row in rows if row.pk == intake.pk)


def lock_all(keys: Iterable[uuid.UUID]) -> None:
    """Lock the rows of several intakes, named by ``translation_key``, until the transaction ends.

    One key after the other and always in the same order, each with the query that ``lock`` makes:
    so whoever wants several waits for those before him, and never they for him.
    """
    for key in sorted(set(keys)):
        _locked(key=key)


_locked = Prepared(
    lambda key: Intake.objects.sharing_places_with(Intake(translation_key=key)).select_for_update(),
    key=Intake._meta.get_field("translation_key"),
)


def has_room(status: IntakeStatus, people: int, organisation_key: str) -> bool:
    """Whether this many people get places now; call it with the intake locked.

    While somebody waits who can have it, a free place is theirs; who needs none takes none.
    """
    if status.claims:
        return not _room(status).wanted(people, organisation_key)
    return _fits(status, people, organisation_key)


def has_room_for_next(status: IntakeStatus, submission: Submission) -> bool:
    """Whether the one first in line would get places now; call it with the intake locked."""
    return _fits(status, submission.participants.count(), submission.organisation_key)


def can_ever_fit(intake: Intake, people: int) -> bool:
    """Whether this many people would get places if nobody else had any.

    Those who would not must not wait, as nobody in line behind them is let past.
    """
    return intake.most_together is None or people <= intake.most_together


def holders(intake: Intake) -> set[str]:
    """The keys of the organisations that hold a place; none where places are people's."""
    if intake.unit == Intake.Unit.PARTICIPANTS:
        return set()
    holding = Submission.objects.for_intake(intake).holding_places()
    return set(holding.order_by().values_list("organisation_key", flat=True).distinct())


def wanted(intake: Intake, people: int, organisation_key: str, holding: Container[str]) -> int:
    """How many more places ``people`` take, where ``holding`` are the ``holders``.

    An organisation has one place, however many it sends: what it sends besides needs no other.
    """
    if intake.unit == Intake.Unit.PARTICIPANTS:
        return people
    return 0 if organisation_key in holding else 1


def _fits(status: IntakeStatus, people: int, organisation_key: str) -> bool:
    return status.intake.capacity is None or _room(status).take(people, organisation_key)


def _room(status: IntakeStatus) -> Room:
    return Room(status.intake, status.taken)


class Room:
    """The places of an intake as they are given out one after the other, before it is written.

    A sign-up, an offer, preparing, the preview of it and the release ask here. ``taken`` is counted
    now unless given. For whatever is written then, the intake is locked.
    """

    def __init__(self, intake: Intake, taken: int | None = None) -> None:
        self.intake = intake
        if taken is None:
            taken = get_statuses([intake])[0].taken
        self.left = None if intake.capacity is None else max(intake.capacity - taken, 0)
        """Places that nobody holds yet; None without a limit."""
        self._holding = holders(intake)

    def wanted(self, people: int, organisation_key: str) -> int:
        """Places that this many people take up beyond those their organisation has by now."""
        return wanted(self.intake, people, organisation_key, self._holding)

    def take(self, people: int, organisation_key: str) -> bool:
        """Give them places when there are enough; whether they got them."""
        more = self.wanted(people, organisation_key)
        if self.left is not None and more > self.left:
            return False
        self._holding.add(organisation_key)
        self.left = None if self.left is None else self.left - more
        return True
