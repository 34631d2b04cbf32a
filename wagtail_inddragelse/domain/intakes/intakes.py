"""The state of an intake right now: one function of its data, the places taken and the clock.

Pages, blocks, the admin, JSON-LD and sign-up all ask here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ...conf import get_setting
from ...models import Intake, Session
from . import places


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


MOST_TO_DO_FIRST = (
    IntakeState.OPEN,
    IntakeState.FEW_LEFT,
    IntakeState.LINE_FIRST,
    IntakeState.FULL_WAITING,
    IntakeState.NOT_OPEN,
    IntakeState.ANNOUNCED,
    IntakeState.NO_FORM,
    IntakeState.FULL,
    IntakeState.CLOSED,
    IntakeState.CANCELLED,
    IntakeState.HELD,
)
"""The states in the order of how much people can do about an intake."""

FREE_PLACES = frozenset({IntakeState.OPEN, IntakeState.FEW_LEFT})
"""Who signs up gets a place, or may."""
TO_THE_LINE = frozenset({IntakeState.LINE_FIRST, IntakeState.FULL_WAITING})
"""Who signs up is put on the waiting list."""
TAKES_SUBMISSIONS = FREE_PLACES | TO_THE_LINE
ALL_TAKEN = frozenset({IntakeState.FULL, IntakeState.FULL_WAITING})
"""No place is free, not even for those in line."""
NO_PLACE_TO_BE_HAD = TO_THE_LINE | ALL_TAKEN
"""Who signs up gets no place, for want of places alone."""
TO_BE_OPENED = frozenset({IntakeState.ANNOUNCED, IntakeState.NOT_OPEN})
SCHEDULED = TAKES_SUBMISSIONS | {IntakeState.NOT_OPEN, IntakeState.NO_FORM}
"""People can sign up now or later, if there is a form."""
OVER = frozenset({IntakeState.CANCELLED, IntakeState.HELD})
"""Nobody takes part any more."""
NOTHING_TO_COME = OVER | {IntakeState.CLOSED}
"""Nobody can sign up any more."""


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
    if intake.is_held(now):
        return IntakeState.HELD
    if intake.deadline and intake.deadline <= now:
        return IntakeState.CLOSED
    if intake.opens_at and now < intake.opens_at:
        return IntakeState.NOT_OPEN
    return None


def _state_by_places(intake: Intake, taken: int, claims: int) -> IntakeState:
    """Places bind only where they are given to those who come first."""
    left = places.count_left(intake, taken)
    if intake.is_assessed or left is None:
        return IntakeState.OPEN
    if not left:
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
        return self.state in TAKES_SUBMISSIONS

    @property
    def is_scheduled(self) -> bool:
        """Whether people can sign up, now or later, if there is a form."""
        return self.state in SCHEDULED

    @property
    def is_to_be_opened(self) -> bool:
        """Whether people can ask to be told when it opens."""
        return self.state in TO_BE_OPENED

    @property
    def has_free_places(self) -> bool:
        """Whether who signs up now gets a place, or may."""
        return self.state in FREE_PLACES

    @property
    def is_full(self) -> bool:
        """Whether all places are taken, with or without a waiting list."""
        return self.state in ALL_TAKEN

    @property
    def turns_away(self) -> bool:
        """Whether nobody can sign up for want of places alone."""
        return self.is_full and not self.is_open

    @property
    def has_no_place_to_be_had(self) -> bool:
        """Whether who signs up gets no place, for want of places alone."""
        return self.state in NO_PLACE_TO_BE_HAD

    @property
    def is_cancelled(self) -> bool:
        return self.state == IntakeState.CANCELLED

    @property
    def is_over(self) -> bool:
        """Whether it is cancelled or was held."""
        return self.state in OVER

    @property
    def is_closed(self) -> bool:
        """Whether its deadline has passed, though it is still to be held."""
        return self.state == IntakeState.CLOSED

    @property
    def has_nothing_to_come(self) -> bool:
        """Whether nobody can sign up any more."""
        return self.state in NOTHING_TO_COME

    @property
    def is_for_line(self) -> bool:
        """Whether who signs up now is put on the waiting list."""
        return self.state in TO_THE_LINE

    @property
    def places_left(self) -> int | None:
        """Places that are free, never below 0; None where places do not bind."""
        return None if self.intake.is_assessed else places.count_left(self.intake, self.taken)

    @property
    def places_for_line(self) -> int:
        """Places that are free and wait to be offered to somebody in line."""
        is_for_them = bool(self.claims) and not self.is_over
        return (places.count_left(self.intake, self.taken) or 0) if is_for_them else 0

    @property
    def room(self) -> places.Room:
        """Its places, to give out to those who come now."""
        return places.Room(self.intake, self.taken, claims=self.claims)

    @property
    def label(self) -> str:
        """The state in words, with the number of places left while there are some to be had."""
        if self.has_free_places and self.places_left is not None:
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
    usage = places.count_usage(intakes, now)
    claims = places.count_claims(intakes, usage)
    return [
        _status(intake, usage[intake.translation_key], claims[intake.translation_key], now)
        for intake in intakes
    ]


def _status(intake: Intake, usage: places.Usage, claims: int, now: dt.datetime) -> IntakeStatus:
    taken = usage.taken(intake)
    state = get_state(intake, taken, now, claims)
    return IntakeStatus(intake, state, taken, usage.waiting, claims)


def without_form(statuses: Iterable[IntakeStatus]) -> list[IntakeStatus]:
    """The statuses where there is nothing to sign up with: a draft, or no published form. What is
    not open anyway stays as it is."""
    return [replace(s, state=IntakeState.NO_FORM) if s.is_open else s for s in statuses]
