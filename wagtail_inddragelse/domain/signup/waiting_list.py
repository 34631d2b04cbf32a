"""The waiting list: who is next when a place comes free, and who is told that there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from ...models import Intake, OverBecause, PendingState, Submission
from ...models.states import MAY_GET_PLACE_STATES
from ...models.submission import SubmissionQuerySet, place_offer_lapsed
from ..intakes import places
from ..record import claims, transitions
from ..record.transitions import Action
from ..writing.one_by_one import one_by_one
from ..writing.retries import retried

ANSWER_WITHIN = dt.timedelta(days=3)
"""How long an offered place is held for the one it was offered to."""


@dataclass
class Settled:
    """Who was offered a place, and for whom it was over."""

    invited: list[Submission] = field(default_factory=list)
    ended: list[Submission] = field(default_factory=list)


@retried
def act(
    submission: Submission, action: Action, *, user=None, now: dt.datetime | None = None
) -> Submission | None:
    """Move ``submission`` by one of the actions of applicants; what it frees goes to who is next.

    Returns the row as it is now, or None when it is not possible at ``now``, whatever the row
    says: a place offer that has lapsed has then been let go, and what is over is ended.
    """
    now = now or timezone.now()
    with transaction.atomic():
        row = _locked(submission)
        is_possible = action in claims.own_actions(row, now)
        if is_possible:
            transitions.apply(row, action, user=user, now=now)
        if is_possible or claims.lapse(row, now):
            settle(row.intake, now)
    return row if is_possible else None


def _locked(submission: Submission) -> Submission:
    """The row, freshly read and locked, after its intake."""
    intake = _lock(submission.intake)
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    row.intake = intake
    return row


def _lock(intake: Intake) -> Intake:
    """``places.lock``, with the sessions fetched."""
    intake = places.lock(intake)
    prefetch_related_objects([intake], "sessions")
    return intake


@retried
def settle(intake: Intake, now: dt.datetime | None = None) -> Settled:
    """Give everybody in line what is due: a place that is free, or word that there is none.

    Where a caseworker offers places, or decides who gets one, only the latter. Safe to repeat.
    """
    now = now or timezone.now()
    if not Submission.objects.for_intake(intake).that_may_get_place().exists():
        return Settled()
    with transaction.atomic():
        intake = _lock(intake)
        ended = _end_what_is_over(intake, now)
        if intake.keeps_a_line or (intake.has_waiting_list and intake.is_assessed):
            return Settled(invite_to_free_places(intake, now), ended)
        invited = list(_invite_all_that_fit(intake, now))
        return Settled(invited, ended + _end_the_list(intake, now))


def _end_what_is_over(intake: Intake, now: dt.datetime) -> list[Submission]:
    found = Submission.objects.that_may_get_place().order_by("pk")
    return [row for row in _rows(intake, found) if _is_ended(row, now)]


def _is_ended(row: Submission, now: dt.datetime) -> bool:
    return claims.over_because(row, now) is not None and claims.lapse(row, now)


def _end_the_list(intake: Intake, now: dt.datetime) -> list[Submission]:
    """Nobody waits for what has no waiting list; a cancelled one may yet take place after all."""
    if intake.has_waiting_list:
        return []
    line = [row for row in _line(intake) if not claims.over_because(row, now)]
    return [row for row in line if claims.end(row, OverBecause.NO_LIST, now)]


def _line(intake: Intake) -> list[Submission]:
    """Those who wait, first in line first."""
    return _rows(intake, Submission.objects.in_line())


def _rows(intake: Intake, found: SubmissionQuerySet) -> list[Submission]:
    """``found`` of this intake, locked, with everything that is needed of each.

    Each keeps the row of its own language, with which it is written to.
    """
    rows = list(found.for_intake(intake).select_for_update().prefetch_related("participants"))
    others = Intake.objects.sharing_places_with(intake).exclude(pk=intake.pk)
    intakes = {each.pk: each for each in [intake, *others.prefetch_related("sessions")]}
    for row in rows:
        row.intake = intakes[row.intake_id]
    return rows


@retried
def invite_to_free_places(intake: Intake, now: dt.datetime | None = None) -> list[Submission]:
    """Invite those first in line to free places, where the intake does so by itself.

    Nobody is passed over: when the first in line needs more places than are free, the line waits.
    """
    if intake.waiting_list != Intake.WaitingList.AUTOMATIC:
        return []
    now = now or timezone.now()
    with transaction.atomic():
        intake = _lock(intake)
        return list(_invite_in_turn(intake, now))


def _invite_in_turn(intake: Intake, now: dt.datetime) -> Iterator[Submission]:
    for submission in _next_in_line(intake, now):
        if not _has_room(intake, submission, now):
            return
        yield invite(submission, now)


def _invite_all_that_fit(intake: Intake, now: dt.datetime) -> Iterator[Submission]:
    for submission in _next_in_line(intake, now):
        if _has_room(intake, submission, now):
            yield invite(submission, now)


def _next_in_line(intake: Intake, now: dt.datetime) -> list[Submission]:
    """Those who can be offered a place without a caseworker, first in line first.

    Only those are left out for whom it is over, who are told so when it is settled.
    """
    if intake.has_started(now):
        return []
    return [row for row in _line(intake) if not claims.over_because(row, now)]


def _has_room(intake: Intake, submission: Submission, now: dt.datetime) -> bool:
    room = _room_beside_prepared(intake) if intake.is_assessed else places.Room(intake, now=now)
    return room.fits(submission.participants.count(), submission.organisation_key)


def _room_beside_prepared(intake: Intake) -> places.Room:
    """What is left for the line of a round: those come first whose acceptance is prepared, and may
    wait to be approved or for the next part of a release."""
    room, undecided = places.Room(intake), Submission.objects.for_intake(intake).decidable()
    accepted = undecided.filter(pending_state=PendingState.ACCEPT).order_by("pk")
    for row in accepted.with_people():
        room.take(row.people, row.organisation_key)
    return room


def invite(submission: Submission, now: dt.datetime, *, user=None) -> Submission:
    """Offer a place to ``submission``; call it with the intake locked."""
    submission.offered_until = answer_by(submission.intake, now)
    return transitions.apply(submission, Action.INVITE, user=user, now=now)


def answer_by(intake: Intake, now: dt.datetime) -> dt.datetime:
    """When a place offered at ``now`` must be answered: before the first session begins."""
    to_come = (s.starts_at for s in intake.in_order() if s.starts_at > now)
    return min([now + ANSWER_WITHIN, *to_come])


def expire_place_offers(now: dt.datetime | None = None) -> int:
    """Expire unanswered place offers and offer their places to the next; returns how many."""
    now = now or timezone.now()
    overdue = Submission.objects.filter(place_offer_lapsed(now))
    return sum(one_by_one(lambda row: expire(row, now), overdue.select_related("intake")))


@retried
def expire(submission: Submission, now: dt.datetime) -> bool:
    """Expire the place offer if its time is up, and offer the place on; whether it was expired."""
    with transaction.atomic():
        row = _locked(submission)
        has_lapsed = row.place_offer_has_lapsed(now)  # it may have been answered meanwhile
        is_done = has_lapsed and claims.lapse(row, now)
        settle(row.intake, now)
    return is_done


def settle_all(now: dt.datetime | None = None) -> Settled:
    """``settle`` every intake that somebody waits for, whatever has changed about it."""
    waiting = Intake.objects.filter(submissions__state__in=MAY_GET_PLACE_STATES).distinct()
    found = one_by_one(lambda intake: settle(intake, now), waiting.order_by("pk"))
    return Settled(
        [row for each in found for row in each.invited],
        [row for each in found for row in each.ended],
    )
