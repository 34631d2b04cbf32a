"""The state an intake would have: other facts for the one function that knows the states.

An editor's preview shows them. Nothing is stored, and a row that is handed in is left as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Intake
from .intakes import IntakeStatus, get_state

A_MINUTE = dt.timedelta(minutes=1)


class Pretence(TextChoices):
    """What an editor can ask to see an offer as."""

    OPEN = "open", _("As open")
    FEW_LEFT = "few_left", _("With few places left")
    FULL = "full", _("As full")
    CLOSED = "closed", _("As closed")
    ANNOUNCED = "announced", _("As announced for later")


@dataclass
class Facts:
    """What the state of an intake depends on: a copy of the row, the moment, the places taken."""

    intake: Intake
    now: dt.datetime
    taken: int = 0


def pretend(
    statuses: Iterable[IntakeStatus], pretence: str, now: dt.datetime | None = None
) -> list[IntakeStatus]:
    """The statuses with facts that fit ``pretence``, and as they are for any other name.

    Facts that can't be had are not invented: an intake without a limit is never full, as its
    editor ought to see. ``now`` is the current moment unless given.
    """
    change, now = CHANGES.get(pretence), now or timezone.now()
    if change is None:
        return list(statuses)
    return [_status(change, Facts(copy(status.intake), now)) for status in statuses]


def _status(change, facts: Facts) -> IntakeStatus:
    change(facts)
    state = get_state(facts.intake, facts.taken, facts.now)
    return IntakeStatus(facts.intake, state, facts.taken)


def _open(facts: Facts) -> None:
    """At the moment nearest to now at which it takes sign-ups, with all places free."""
    intake = facts.intake
    intake.publication = Intake.Publication.SCHEDULED
    ends = [session.ends_at for session in intake.in_order()]
    last = min(filter(None, [intake.deadline, max(ends, default=None)]), default=None)
    if last and last <= facts.now:
        facts.now = last - A_MINUTE
    if intake.opens_at and facts.now < intake.opens_at:
        facts.now = intake.opens_at


def _few_left(facts: Facts) -> None:
    _open(facts)
    facts.taken = max((facts.intake.capacity or 0) - 1, 0)


def _full(facts: Facts) -> None:
    _open(facts)
    facts.taken = facts.intake.capacity or 0


def _closed(facts: Facts) -> None:
    """At the deadline; a rolling intake gets one that has just passed."""
    _open(facts)
    if facts.intake.deadline is None:
        facts.intake.closes_at = facts.now - 2 * A_MINUTE
    facts.now = facts.intake.deadline


def _announced(facts: Facts) -> None:
    facts.intake.publication = Intake.Publication.ANNOUNCED


CHANGES = {
    Pretence.OPEN: _open,
    Pretence.FEW_LEFT: _few_left,
    Pretence.FULL: _full,
    Pretence.CLOSED: _closed,
    Pretence.ANNOUNCED: _announced,
}
