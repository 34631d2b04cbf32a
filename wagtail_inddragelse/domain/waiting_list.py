"""The waiting list: who is next when a place comes free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from ..models import Intake, State, Submission
from . import places, transitions
from .intakes import get_statuses
from .transitions import Action

ANSWER_WITHIN = dt.timedelta(days=3)
"""How long an offered place is held for the one it was offered to."""


def step(
    submission: Submission, action: Action, *, user=None, now: dt.datetime | None = None
) -> Submission:
    """Move ``submission`` by ``action``, and offer what it frees to the next in line.

    Returns the row as it is now. Raises NotAllowed.
    """
    with transaction.atomic():
        intake = places.lock(submission.intake)
        moved = transitions.apply_locked(submission, action, user=user)
        offer_free_places(intake, now)
    return moved


def offer_free_places(intake: Intake, now: dt.datetime | None = None) -> list[Submission]:
    """Offer free places to those first in line, where the intake does so by itself.

    Nobody is passed over: when the first in line needs more places than are free, the line waits.
    """
    if intake.waiting_list != Intake.WaitingList.AUTOMATIC:
        return []
    now = now or timezone.now()
    with transaction.atomic():
        intake = places.lock(intake)
        if intake.publication == Intake.Publication.CANCELLED or has_started(intake, now):
            return []
        return list(_offers(intake, now))


def _offers(intake: Intake, now: dt.datetime) -> Iterator[Submission]:
    line = Submission.objects.for_intake(intake).in_line().select_for_update()
    for submission in list(line):
        if not places.has_room_for_next(get_statuses([intake], now)[0], submission):
            return
        yield offer(submission, now)


def offer(submission: Submission, now: dt.datetime, *, user=None) -> Submission:
    """Offer a place to ``submission``; call it with the intake locked."""
    submission.offered_until = answer_by(submission.intake, now)
    return transitions.apply(submission, Action.OFFER, user=user, now=now)


def answer_by(intake: Intake, now: dt.datetime) -> dt.datetime:
    """When a place offered at ``now`` must be answered: before the first session begins."""
    to_come = (s.starts_at for s in intake.in_order() if s.starts_at > now)
    return min([now + ANSWER_WITHIN, *to_come])


def has_started(intake: Intake, now: dt.datetime) -> bool:
    """Whether its first session has begun."""
    sessions = intake.in_order()
    return bool(sessions) and sessions[0].starts_at <= now


def expire_offers(now: dt.datetime | None = None) -> int:
    """Let offers lapse that nobody answered in time, and offer the places on; returns how many."""
    now = now or timezone.now()
    overdue = Submission.objects.filter(state=State.OFFERED, offered_until__lte=now)
    return sum(_expire(submission, now) for submission in overdue.select_related("intake"))


def _expire(submission: Submission, now: dt.datetime) -> bool:
    try:
        step(submission, Action.EXPIRE, now=now)
    except transitions.NotAllowed:  # answered meanwhile
        return False
    return True


def offer_all_free_places(now: dt.datetime | None = None) -> int:
    """Offer places that came free in any other way, such as more of them; returns how many."""
    waiting = Intake.objects.filter(
        submissions__state=State.WAITING, waiting_list=Intake.WaitingList.AUTOMATIC
    )
    return sum(len(offer_free_places(intake, now)) for intake in waiting.distinct())
