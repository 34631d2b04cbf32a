"""What somebody in line, with an offered place or with a place can still do about it, and when it
is over for those who wait."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from ...models import Delivery, Intake, Message, Occasion, OverBecause, State, Submission
from ..intakes import places
from . import transitions
from .transitions import Action

LONG_PAST = dt.timedelta(days=90)
"""How long people are kept waiting, where no session is set, after the last date they wait for."""

BY_APPLICANTS = (Action.ACCEPT_PLACE, Action.DECLINE, Action.WITHDRAW)
"""The actions that applicants take by themselves."""


def over_because(submission: Submission, now: dt.datetime) -> OverBecause | None:
    """Why somebody who waits, or was offered a place, can't have one any more; None if they can."""
    intake = submission.intake
    if not submission.may_get_place:
        return None
    if intake.is_cancelled:
        return OverBecause.CANCELLED
    if intake.is_held(now):
        return OverBecause.HELD
    return _over_for_who_waits(submission, now) if submission.is_waiting else None


def _over_for_who_waits(submission: Submission, now: dt.datetime) -> OverBecause | None:
    if _is_long_past(submission, now):
        return OverBecause.LATE
    return None if _can_ever_fit(submission) else OverBecause.TOO_BIG


def _can_ever_fit(submission: Submission) -> bool:
    """Without a query where everybody fits."""
    if submission.intake.most_together is None:
        return True
    return places.can_ever_fit(submission.intake, submission.participants.count())


def _is_long_past(submission: Submission, now: dt.datetime) -> bool:
    """Whether deadline and answer were due long ago, where no session will end the wait."""
    intake = submission.intake
    if intake.deadline is None or intake.in_order():
        return False
    since = [intake.deadline, submission.state_changed_at]
    answer = intake.decision_expected_on
    is_answered = answer is None or answer <= timezone.localdate(now - LONG_PAST)
    return is_answered and max(since) <= now - LONG_PAST


def as_it_stands(submission: Submission, now: dt.datetime) -> tuple[str, str]:
    """The state, and why there is no place, as they are now, even if not written yet."""
    if submission.place_offer_has_lapsed(now):
        return State.EXPIRED, ""
    if because := over_because(submission, now):
        return State.OVER, because
    return submission.state, submission.over_because


def own_actions(submission: Submission, now: dt.datetime) -> list[Action]:
    """What the applicant can do now. What was held can't be withdrawn from."""
    can = [action for action in BY_APPLICANTS if transitions.can(submission, action)]
    if submission.place_offer_has_lapsed(now) or _was_held_for(submission, now):
        return []
    if submission.intake.is_cancelled:
        return [action for action in can if action == Action.WITHDRAW]
    return can


def _was_held_for(submission: Submission, now: dt.datetime) -> bool:
    """Whether the outcome for somebody who had a place, or wanted one, is on record."""
    return submission.awaits_sessions and submission.intake.is_held(now)


def lapse(submission: Submission, now: dt.datetime) -> bool:
    """Expire a place offer whose time is up, and end what is over; call it with the intake locked.

    Returns whether anything was done.
    """
    because = over_because(submission, now)
    if because == OverBecause.CANCELLED:
        return _end_as_cancelled(submission, now)
    if submission.place_offer_has_lapsed(now):
        transitions.apply(submission, Action.EXPIRE, now=now)
        return True
    return because is not None and end(submission, because, now)


def end(submission: Submission, because: OverBecause, now: dt.datetime) -> bool:
    """Tell somebody who waits, or was offered a place, that there is none; returns True."""
    submission.over_because = because
    transitions.apply(submission, Action.END, now=now)
    return True


def _end_as_cancelled(submission: Submission, now: dt.datetime) -> bool:
    """They hear of it once: by the mail that a caseworker sends, or else by ours.

    While that mail waits to be sent, the cancellation may still be taken back.
    """
    mails = Message.objects.filter(submission=submission, occasion=Occasion.CANCELLED)
    if mails.filter(delivery__in=(Delivery.DRAFT, Delivery.HELD)).exists():
        return False
    if not mails.exists():
        return end(submission, OverBecause.CANCELLED, now)
    submission.over_because = OverBecause.CANCELLED
    transitions.apply(submission, Action.CANCEL, now=now)
    return True


def let_back(intake: Intake, now: dt.datetime) -> None:
    """Put back in line those whose wait ended while ``intake`` was cancelled.

    Call it with the intake locked, when it takes place after all. Of two whose address has become
    the same meanwhile, the first to come is let back.
    """
    theirs = Submission.objects.for_intake(intake).order_by("pk")
    active = set(theirs.active().values_list("active_email", flat=True))
    gone = theirs.filter(state=State.OVER, over_because=OverBecause.CANCELLED)
    for row in gone.select_for_update():
        key = "" if row.contact_may_repeat else row.email_key
        if not key or key not in active:
            active.add(key)
            row.over_because = ""
            transitions.apply(row, Action.RETURN, now=now)
