"""Places: how many are taken, how many are left and how many more are wanted, counted from rows.

Whoever gives one away locks them first.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ...models import Intake, State, Submission
from ...models.prepared import Prepared, PreparedIn
from ...models.submission import holds_place


def lock(intake: Intake) -> Intake:
    """Lock the rows of this intake in every language until the transaction ends.

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


class Usage(NamedTuple):
    """What submissions for an intake take up, whichever language they were sent in.

    ``waiting`` is submissions in line. An organisation has one place, however many it sends.
    """

    participants: int = 0
    organisations: int = 0
    waiting: int = 0

    def taken(self, intake: Intake) -> int:
        """Places taken, in the unit that the intake counts in."""
        return getattr(self, intake.unit)


def usage_at(now: dt.datetime) -> dict[str, Count]:
    """The annotations that give a query the fields of ``Usage`` at ``now``."""
    holding = holds_place(now)
    return {
        "participants": Count("participants", filter=holding),
        "organisations": Count("organisation_key", filter=holding, distinct=True),
        "waiting": Count("pk", filter=Q(state=State.WAITING), distinct=True),
    }


def count_usage(
    intakes: Iterable[Intake], now: dt.datetime | None = None
) -> dict[uuid.UUID, Usage]:
    """The usage at ``now`` by ``translation_key``, counted from the rows in one query."""
    usage = {intake.translation_key: Usage() for intake in intakes}
    if usage:
        rows = _usage_rows(usage, now=now or timezone.now())
        usage |= {key: Usage(*counts) for key, *counts in rows}
    return usage


def _usage(intake_keys: list[uuid.UUID], now: dt.datetime) -> QuerySet:
    concerned = holds_place(now) | Q(state=State.WAITING)
    rows = Submission.objects.filter(concerned, intake_key__in=intake_keys).order_by()
    return rows.values_list("intake_key").annotate(**usage_at(now))


_usage_rows = PreparedIn(
    _usage,
    Submission._meta.get_field("intake_key"),
    now=Submission._meta.get_field("offered_until"),
)


class Occupancy(NamedTuple):
    """How many have a place, how many wait, and how many people the largest group in line has."""

    taken: int
    waiting: int
    largest_group: int


def count_occupancy(intakes: Iterable[Intake]) -> dict[uuid.UUID, Occupancy]:
    """Who has a place in each intake or waits for one, by ``translation_key``."""
    intakes = list(intakes)
    usage, largest = count_usage(intakes), Counter()
    keys = [key for key, counts in usage.items() if counts.waiting]
    if keys:
        for key, people in _groups_in_line(keys, bigger_than=0):
            largest[key] = max(largest[key], people)
    return {
        i.translation_key: Occupancy(
            usage[i.translation_key].taken(i),
            usage[i.translation_key].waiting,
            largest[i.translation_key],
        )
        for i in intakes
    }


def count_claims(intakes: Iterable[Intake], usage: dict[uuid.UUID, Usage]) -> dict[uuid.UUID, int]:
    """How many of those in line a free place is for, by ``translation_key``.

    Without a waiting list, or a limit, nobody's turn is waited for, and who can never fit withholds
    nothing.
    """
    kept = [i for i in intakes if i.keeps_a_line and usage[i.translation_key].waiting]
    too_big = count_too_big(kept)
    claims = dict.fromkeys(usage, 0)
    for key in {intake.translation_key for intake in kept}:
        claims[key] = usage[key].waiting - too_big[key]
    return claims


def count_too_big(intakes: Iterable[Intake]) -> Counter[uuid.UUID]:
    """How many in line bring more people than there are places; one query, or none."""
    most = {i.translation_key: i.most_together for i in intakes if i.most_together}
    if not most:
        return Counter()
    bigger = _groups_in_line(most, bigger_than=min(most.values()))
    return Counter(key for key, people in bigger if people > most[key])


def _groups_in_line(keys: Iterable[uuid.UUID], bigger_than: int) -> QuerySet:
    """The key of the intake and the number of people of those in line that bring more than this."""
    line = Submission.objects.filter(intake_key__in=keys, state=State.WAITING)
    return line.bigger_than(bigger_than).order_by().values_list("intake_key", "people")


def count_left(intake: Intake, taken: int) -> int | None:
    """The free places when this many are ``taken``, never below 0; None without a limit."""
    return None if intake.capacity is None else max(intake.capacity - taken, 0)


def can_ever_fit(intake: Intake, people: int) -> bool:
    """Whether this many people would get places if nobody else had any.

    Those who would not must not wait, as nobody in line behind them is let past.
    """
    return intake.most_together is None or people <= intake.most_together


class Room:
    """The places of an intake as they are given out one after the other, before it is written.

    A sign-up, a place offer, preparing, the preview of it and the release ask here. ``taken`` is
    counted at ``now``, the current moment, unless given; a free place is for those in line while
    they have ``claims``. For whatever is written then, the intake is locked.
    """

    def __init__(
        self,
        intake: Intake,
        taken: int | None = None,
        *,
        claims: int = 0,
        now: dt.datetime | None = None,
    ) -> None:
        self.intake, self._claims = intake, claims
        if taken is None:
            taken = count_usage([intake], now)[intake.translation_key].taken(intake)
        self.left = count_left(intake, taken)
        """Places that nobody holds yet; None without a limit."""

    @cached_property
    def holders(self) -> set[str]:
        """The keys of the organisations that hold a place; none where people are counted."""
        if self.intake.unit == Intake.Unit.PARTICIPANTS:
            return set()
        holding = Submission.objects.for_intake(self.intake).holding_places()
        return set(holding.order_by().values_list("organisation_key", flat=True).distinct())

    def wanted(self, people: int, organisation_key: str) -> int:
        """Places that this many people take up beyond those their organisation already has.

        What an organisation sends beside its one place needs no other.
        """
        if self.intake.unit == Intake.Unit.PARTICIPANTS:
            return people
        return 0 if organisation_key in self.holders else 1

    def admits(self, people: int, organisation_key: str) -> bool:
        """Whether this many people who come now get places; a group that needs none takes none."""
        if self._claims:
            return not self.wanted(people, organisation_key)
        return self.fits(people, organisation_key)

    def fits(self, people: int, organisation_key: str) -> bool:
        """Whether there are enough places for them when it is their turn."""
        return self.left is None or self.wanted(people, organisation_key) <= self.left

    def take(self, people: int, organisation_key: str) -> bool:
        """Give them places if there are enough; returns whether they got them."""
        if not self.fits(people, organisation_key):
            return False
        if self.left is not None:
            self.left -= self.wanted(people, organisation_key)
        self.holders.add(organisation_key)
        return True
