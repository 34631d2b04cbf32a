"""How an intake stands right now: one function of its data, the places taken and the clock.

Pages, blocks, the admin, JSON-LD and sign-up all ask here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..conf import get_setting
from ..models import HOLDING_STATES, Intake, Session, State, Submission
from ..models.prepared import PreparedIn


class IntakeState(TextChoices):
    """What people can do about an intake now."""

    ANNOUNCED = "announced", _("Announced for later")
    NOT_OPEN = "not_open", _("Not open yet")
    OPEN = "open", _("Open")
    FEW_LEFT = "few_left", _("Few places left")
    FULL_WAITING = "full_waiting", _("Full, with a waiting list")
    FULL = "full", _("Full")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Held")


OPEN_FOR_SUBMISSIONS = frozenset({IntakeState.OPEN, IntakeState.FEW_LEFT, IntakeState.FULL_WAITING})


def get_state(intake: Intake, taken: int, now: dt.datetime, waiting: int = 0) -> IntakeState:
    """The public state of ``intake`` at the moment ``now``.

    ``taken`` is the number of places taken, ``waiting`` the number of submissions in line: while
    somebody waits, a free place is theirs.
    """
    return (
        _state_by_publication(intake)
        or _state_by_clock(intake, now)
        or _state_by_places(intake, taken, waiting)
    )


def _state_by_publication(intake: Intake) -> IntakeState | None:
    return {
        Intake.Publication.CANCELLED: IntakeState.CANCELLED,
        Intake.Publication.ANNOUNCED: IntakeState.ANNOUNCED,
    }.get(intake.publication)


def _state_by_clock(intake: Intake, now: dt.datetime) -> IntakeState | None:
    sessions = intake.in_order()
    if sessions and max(session.ends_at for session in sessions) <= now:
        return IntakeState.HELD
    if intake.deadline and intake.deadline <= now:
        return IntakeState.CLOSED
    if intake.opens_at and now < intake.opens_at:
        return IntakeState.NOT_OPEN
    return None


def _state_by_places(intake: Intake, taken: int, waiting: int) -> IntakeState:
    """Places bind only where they are given to those who come first."""
    if intake.is_assessed or intake.capacity is None:
        return IntakeState.OPEN
    left = intake.capacity - taken
    if left <= 0 or waiting:
        has_list = intake.waiting_list != Intake.WaitingList.OFF
        return IntakeState.FULL_WAITING if has_list else IntakeState.FULL
    return IntakeState.FEW_LEFT if left <= get_setting("FEW_PLACES") else IntakeState.OPEN


@dataclass(frozen=True)
class IntakeStatus:
    """An intake with its state and the places taken, as pages show it."""

    intake: Intake
    state: IntakeState
    taken: int
    waiting: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a submission would be accepted now, if only onto the waiting list."""
        return self.state in OPEN_FOR_SUBMISSIONS

    @property
    def places_left(self) -> int | None:
        """Places that are free, never below 0; None where places do not bind."""
        if self.intake.capacity is None or self.intake.is_assessed:
            return None
        return max(self.intake.capacity - self.taken, 0)

    @property
    def label(self) -> str:
        """The state in words, with the number of places left while there are some to be had."""
        if self.state in (IntakeState.OPEN, IntakeState.FEW_LEFT) and self.places_left is not None:
            return ngettext("%(count)d place left", "%(count)d places left", self.places_left) % {
                "count": self.places_left
            }
        if self.state == IntakeState.FULL_WAITING and self.places_left:
            return gettext("The last places are for those on the waiting list")
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

    ``now`` is the current moment unless given.
    """
    intakes = list(intakes)
    now = now or timezone.now()
    usage = count_usage(intakes)
    return [_status(intake, usage[intake.translation_key], now) for intake in intakes]


def _status(intake: Intake, usage: Usage, now: dt.datetime) -> IntakeStatus:
    taken, waiting = usage.taken(intake), usage.waiting
    return IntakeStatus(intake, get_state(intake, taken, now, waiting), taken, waiting)


class Usage(NamedTuple):
    """What the submissions for an intake take up, whichever language they were sent in."""

    participants: int = 0
    organisations: int = 0
    waiting: int = 0

    def taken(self, intake: Intake) -> int:
        """Places taken, in the unit that the intake counts in."""
        return getattr(self, intake.unit)


def count_usage(intakes: Iterable[Intake]) -> dict[uuid.UUID, Usage]:
    """The usage by ``translation_key``, counted from the rows in one query.

    An organisation takes one place however many submissions it has; ``waiting`` is submissions.
    """
    usage = {intake.translation_key: Usage() for intake in intakes}
    if usage:
        usage |= {key: Usage(*counts) for key, *counts in _usage_rows(usage)}
    return usage


def _usage(intake_keys: list[uuid.UUID]) -> QuerySet:
    holding = Q(state__in=HOLDING_STATES)
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


_usage_rows = PreparedIn(_usage, Submission._meta.get_field("intake_key"))
