"""How an intake stands right now: one function of its data, the places taken and the clock.

Pages, blocks, the admin, JSON-LD and sign-up all ask here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ...conf import get_setting
from ...models import Intake, Session, State, Submission
from ...models.prepared import PreparedIn
from ...models.submission import takes_place


class IntakeState(TextChoices):
    """What people can do about an intake now."""

    ANNOUNCED = "announced", _("Announced for later")
    NOT_OPEN = "not_open", _("Not open yet")
    OPEN = "open", _("Open")
    FEW_LEFT = "few_left", _("Few places left")
    LINE_FIRST = "line_first", _("The last places are for those on the waiting list")
    FULL_WAITING = "full_waiting", _("Full, with a waiting list")
    FULL = "full", _("Full")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Held")
    NO_FORM = "no_form", _("Not open for sign-up")


TO_THE_LINE = frozenset({IntakeState.LINE_FIRST, IntakeState.FULL_WAITING})
"""Who signs up is put on the waiting list."""
NONE_TO_BE_HAD = TO_THE_LINE | {IntakeState.FULL}
"""Who signs up gets no place, for want of places alone."""
OPEN_FOR_SUBMISSIONS = TO_THE_LINE | {IntakeState.OPEN, IntakeState.FEW_LEFT}


def get_state(intake: Intake, taken: int, now: dt.datetime, claims: int = 0) -> IntakeState:
    """The public state of ``intake`` at the moment ``now``.

    ``taken`` is the number of places taken, ``claims`` of how many in line a free place is.
    """
    return (
        _state_by_publication(intake)
        or _state_by_clock(intake, now)
        or _state_by_places(intake, taken, claims)
    )


def _state_by_publication(intake: Intake) -> IntakeState | None:
    return {
        Intake.Publication.CANCELLED: IntakeState.CANCELLED,
        Intake.Publication.ANNOUNCED: IntakeState.ANNOUNCED,
    }.get(intake.publication)


def _state_by_clock(intake: Intake, now: dt.datetime) -> IntakeState | None:
    if is_held(intake, now):
        return IntakeState.HELD
    if intake.deadline and intake.deadline <= now:
        return IntakeState.CLOSED
    if intake.opens_at and now < intake.opens_at:
        return IntakeState.NOT_OPEN
    return None


def is_held(intake: Intake, now: dt.datetime) -> bool:
    """Whether its last session has ended; never where none is set."""
    return intake.is_held(now)


def _state_by_places(intake: Intake, taken: int, claims: int) -> IntakeState:
    """Places bind only where they are given to those who come first."""
    if intake.is_assessed or intake.capacity is None:
        return IntakeState.OPEN
    left = intake.capacity - taken
    if left <= 0:
        return IntakeState.FULL_WAITING if intake.has_waiting_list else IntakeState.FULL
    if claims:
        return IntakeState.LINE_FIRST
    return IntakeState.FEW_LEFT if left <= get_setting("FEW_PLACES") else IntakeState.OPEN


@dataclass(frozen=True)
class IntakeStatus:
    """An intake with its state and the places taken, as pages show it."""

    intake: Intake
    state: IntakeState
    taken: int
    waiting: int = 0
    claims: int = 0
    """How many of those in line a free place is for: newcomers get none while there are any."""

    @property
    def is_open(self) -> bool:
        """Whether a submission would be accepted now, if only onto the waiting list."""
        return self.state in OPEN_FOR_SUBMISSIONS

    @property
    def is_for_line(self) -> bool:
        """Whether who signs up now is put on the waiting list."""
        return self.state in TO_THE_LINE

    @property
    def places_left(self) -> int | None:
        """Places that are free, never below 0; None where places do not bind."""
        if self.intake.capacity is None or self.intake.is_assessed:
            return None
        return max(self.intake.capacity - self.taken, 0)

    @property
    def places_for_line(self) -> int:
        """Places that are free and wait to be offered to somebody in line."""
        if not self.claims or self.intake.capacity is None:
            return 0
        is_over = self.state in (IntakeState.CANCELLED, IntakeState.HELD)
        return 0 if is_over else max(self.intake.capacity - self.taken, 0)

    @property
    def label(self) -> str:
        """The state in words, with the number of places left while there are some to be had."""
        if self.state in (IntakeState.OPEN, IntakeState.FEW_LEFT) and self.places_left is not None:
            return ngettext("%(count)d place left", "%(count)d places left", self.places_left) % {
                "count": self.places_left
            }
        return str(self.state.label)

    @property
    def sessions(self) -> list[Session]:
        """The sessions by time."""
        return self.intake.in_order()

    @property
    def next_start(self) -> dt.datetime | None:
        """When its first session starts; None while no session is set."""
        sessions = self.sessions
        return sessions[0].starts_at if sessions else None


def get_statuses(intakes: Iterable[Intake], now: dt.datetime | None = None) -> list[IntakeStatus]:
    """The status of each intake, in order, with one query for all places.

    It takes one more where somebody waits for places that are counted in people. ``now`` is the
    current moment unless given.
    """
    intakes = list(intakes)
    now = now or timezone.now()
    usage = count_usage(intakes, now)
    claims = count_claims(intakes, usage)
    return [
        _status(intake, usage[intake.translation_key], claims[intake.translation_key], now)
        for intake in intakes
    ]


def _status(intake: Intake, usage: Usage, claims: int, now: dt.datetime) -> IntakeStatus:
    taken = usage.taken(intake)
    state = get_state(intake, taken, now, claims)
    return IntakeStatus(intake, state, taken, usage.waiting, claims)


def without_form(statuses: Iterable[IntakeStatus]) -> list[IntakeStatus]:
    """The statuses where there is nothing to sign up with: a draft, or no published form. What is
    not open anyway stays as it is."""
    return [replace(s, state=IntakeState.NO_FORM) if s.is_open else s for s in statuses]


class Usage(NamedTuple):
    """What the submissions for an intake take up, whichever language they were sent in."""

    participants: int = 0
    organisations: int = 0
    waiting: int = 0

    def taken(self, intake: Intake) -> int:
        """Places taken, in the unit that the intake counts in."""
        return getattr(self, intake.unit)


def count_usage(
    intakes: Iterable[Intake], now: dt.datetime | None = None
) -> dict[uuid.UUID, Usage]:
    """The usage at ``now`` by ``translation_key``, counted from the rows in one query.

    An organisation takes one place however many submissions it has; ``waiting`` is submissions.
    """
    usage = {intake.translation_key: Usage() for intake in intakes}
    if usage:
        rows = _usage_rows(usage, now=now or timezone.now())
        usage |= {key: Usage(*counts) for key, *counts in rows}
    return usage


class Standing(NamedTuple):
    """How many have a place, how many wait, and of how many people the largest group in line is."""

    taken: int
    waiting: int
    largest_group: int


def get_standings(intakes: Iterable[Intake]) -> dict[uuid.UUID, Standing]:
    """How each intake stands with its people, by ``translation_key``."""
    intakes = list(intakes)
    usage, largest = count_usage(intakes), Counter()
    keys = [key for key, counts in usage.items() if counts.waiting]
    if keys:
        line = Submission.objects.filter(intake_key__in=keys, state=State.WAITING)
        for key, people in line.bigger_than(0).order_by().values_list("intake_key", "people"):
            largest[key] = max(largest[key], people)
    return {
        i.translation_key: Standing(
            usage[i.translation_key].taken(i),
            usage[i.translation_key].waiting,
            largest[i.translation_key],
        )
        for i in intakes
    }


def count_claims(intakes: Iterable[Intake], usage: dict[uuid.UUID, Usage]) -> dict[uuid.UUID, int]:
    """Of how many in line a free place is, by ``translation_key``.

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
    waiting = Submission.objects.filter(intake_key__in=most, state=State.WAITING)
    bigger = waiting.bigger_than(min(most.values())).order_by()
    return Counter(
        key for key, people in bigger.values_list("intake_key", "people") if people > most[key]
    )


def _usage(intake_keys: list[uuid.UUID], now: dt.datetime) -> QuerySet:
    holding = takes_place(now)
    return (
        Submission.objects.filter(holding | Q(state=State.WAITING), intake_key__in=intake_keys)
        .order_by()
        .values_list("intake_key")
        .annotate(
            participants=Count("participants", filter=holding),
            organisations=Count("organisation_key", filter=holding, distinct=True),
            waiting=Count("pk", filter=Q(state=State.WAITING), distinct=True),
        )
    )


_usage_rows = PreparedIn(
    _usage,
    Submission._meta.get_field("intake_key"),
    now=Submission._meta.get_field("offered_until"),
)
