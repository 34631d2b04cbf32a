"""Decisions: prepared in silence, approved where two people decide, and released together.

Applicants see nothing of an outcome before its release, which writes state, log and mail in one
transaction per submission. A release that breaks off can simply be repeated: what is released is
no longer pending.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import Avg, Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import (
    DECIDABLE_STATES,
    Assessment,
    Intake,
    PendingState,
    Recommendation,
    Score,
    State,
    Submission,
)
from ..models.submission import SubmissionQuerySet
from . import places, scoring, transitions
from .intakes import get_statuses
from .records import Record, put_on_record
from .retries import retried
from .transitions import Action

ACTIONS = {
    PendingState.ACCEPT: Action.ACCEPT,
    PendingState.WAITING: Action.DEFER,
    PendingState.REJECT: Action.REJECT,
}


class Refused(Exception):
    """The decision cannot be prepared, approved or released; says why in words."""


@dataclass
class Release:
    """What a release came to: how many were released, and by reference why others were not."""

    released: int = 0
    refusals: dict[str, str] = field(default_factory=dict)


@retried
def prepare(submission: Submission, outcome: str, *, reason: str = "", user) -> Submission:
    """Set the outcome that a later release makes public; an empty one takes it back.

    An approval given before falls away. Raises Refused without a reason for a rejection, and for a
    submission that is not open for a decision.
    """
    if outcome and outcome not in PendingState.values:
        raise ValueError(outcome)
    if outcome == PendingState.REJECT and not reason.strip():
        raise Refused(_("Give the reason for the rejection."))
    with transaction.atomic():
        row = _locked(submission)
        row.pending_state, row.decision_reason = outcome, reason.strip()
        row.decided_by, row.approved_by = (user if outcome else None), None
        row.save()
        put_on_record(row, Record.PREPARE, user=user, outcome=outcome)
    return row


@retried
def approve(submission: Submission, *, user) -> Submission:
    """Stand behind an outcome that another prepared. Raises Refused to who prepared it."""
    with transaction.atomic():
        row = _locked(submission)
        if not row.pending_state:
            raise Refused(_("Nothing is prepared."))
        if row.decided_by_id == user.pk:
            raise Refused(_("Another person than the one who prepared it must approve it."))
        row.approved_by = user
        row.save()
        put_on_record(row, Record.APPROVE, user=user)
    return row


def _locked(submission: Submission) -> Submission:
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.state not in DECIDABLE_STATES:
        raise Refused(_("It has been decided already."))
    return row


@dataclass(frozen=True)
class Candidate:
    """A submission in the order of its score, the places it would take, and what is suggested."""

    submission: Submission
    places: int
    outcome: str = ""


def ranked(intake: Intake, *, criterion: str = "", user=None) -> list[Submission]:
    """Those to be decided on, the best first; not assessed ones come last. Few queries.

    On ties the one who scored higher on ``criterion`` (an id) comes first, then who applied first.
    Each has ``score`` (mean), ``spread``, ``disagree``, ``said`` (recommendations with how many
    gave them), ``assigned``, ``handed_in``, ``people`` and ``is_owed``: where assessors assess
    apart, ``user`` is told nothing of a case that they owe their own assessment of.
    """
    rows = list(_with_scores(Submission.objects.for_intake(intake).decidable()))
    _hide_what_is_owed(rows, user)
    _add_recommendations(rows)
    on_criterion = _means(rows, criterion) if criterion else {}
    return sorted(
        rows,
        key=lambda row: (
            row.score is None,
            -(row.score or 0),
            0 if row.is_owed else -on_criterion.get(row.pk, 0),
            row.received_at,
            row.pk,
        ),
    )


def _with_scores(rows: SubmissionQuerySet) -> SubmissionQuerySet:
    """``rows`` with what their assessments come to; the joins multiply rows, not means."""
    handed_in = Q(assessments__submitted_at__isnull=False)
    return rows.select_related("intake", "form_version").annotate(
        score=Avg("assessments__total"),
        spread=Max("assessments__total") - Min("assessments__total"),
        assigned=Count("assessments", distinct=True),
        handed_in=Count("assessments", distinct=True, filter=handed_in),
        people=Count("participants", distinct=True),
    )


def _hide_what_is_owed(rows: list[Submission], user) -> None:
    owed = Assessment.objects.filter(
        assessor=user,
        submitted_at=None,
        submission__in=rows,
        submission__intake__assesses_apart=True,
    )
    keys = set(owed.values_list("submission", flat=True)) if user else set()
    for row in rows:
        row.is_owed = row.pk in keys
        if row.is_owed:
            row.score = row.spread = None


def _add_recommendations(rows: list[Submission]) -> None:
    """What assessors recommend of each row, and whether they disagree; one query."""
    readable = [row for row in rows if not row.is_owed]
    given = Assessment.objects.filter(submission__in=readable, submitted_at__isnull=False)
    counts = given.values_list("submission", "recommendation").annotate(Count("pk")).order_by()
    found: dict[int, Counter] = defaultdict(Counter)
    for key, recommendation, count in counts:
        found[key][recommendation] = count
    for row in rows:
        said = found[row.pk]
        row.said = [(choice.label, said[choice]) for choice in Recommendation if said[choice]]
        row.disagree = scoring.disagree(row.spread, said)


def _means(rows: list[Submission], criterion: str) -> dict[int, float]:
    scores = Score.objects.filter(
        assessment__submission__in=rows,
        assessment__submitted_at__isnull=False,
        criterion_id=criterion,
        value__isnull=False,
    )
    return dict(scores.values_list("assessment__submission").annotate(Avg("value")).order_by())


def take_the_best(intake: Intake, *, criterion: str = "", user=None) -> list[Candidate]:
    """Suggest: accept the best while places last, then the waiting list where there is one.

    Nothing is written. Whom nobody has assessed gets no suggestion. One that needs more places than
    are left does not stop a smaller one behind it. Without a waiting list the others get none
    either: a rejection needs a reason, which only a person can give. What ``user`` may not read yet
    counts as not assessed.
    """
    left = places_left(intake)
    suggestions = []
    for row in ranked(intake, criterion=criterion, user=user):
        wanted, outcome = places_wanted(intake, row.people), ""
        if row.score is not None and (left is None or wanted <= left):
            outcome = PendingState.ACCEPT
            left = None if left is None else left - wanted
        elif row.score is not None and intake.has_waiting_list:
            outcome = PendingState.WAITING
        suggestions.append(Candidate(row, wanted, outcome))
    return suggestions


def places_left(intake: Intake) -> int | None:
    """Places that no submission holds yet, prepared outcomes not counted; None without a limit."""
    if intake.capacity is None:
        return None
    return max(intake.capacity - get_statuses([intake])[0].taken, 0)


def places_wanted(intake: Intake, people: int) -> int:
    """How many places accepting a party of ``people`` takes."""
    return 1 if intake.unit == Intake.Unit.ORGANISATIONS else people


def release(intake: Intake, *, user) -> Release:
    """Make every prepared outcome public, each in a transaction of its own; safe to repeat.

    What cannot be released is left as it is and named in the result: not approved where two people
    decide, or no places left.
    """
    pending = Submission.objects.for_intake(intake).decidable().exclude(pending_state="")
    result = Release()
    for submission in pending.order_by("received_at", "pk"):
        try:
            result.released += _release(submission, user)
        except Refused as refusal:
            result.refusals[submission.reference] = str(refusal)
    return result


@retried
def _release(submission: Submission, user) -> bool:
    """Release one; False when somebody else has just done it."""
    with transaction.atomic():
        intake = places.lock(submission.intake)
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        outcome = row.pending_state
        if not outcome:
            return False
        _check(row, intake)
        if row.state == State.RECEIVED:
            transitions.apply(row, Action.ASSESS, user=user)
        if outcome == PendingState.WAITING:
            row.line_score = _score(row)
        row.pending_state, row.decided_at = "", timezone.now()
        transitions.apply(row, ACTIONS[PendingState(outcome)], user=user)
    return True


def _score(row: Submission) -> Decimal | None:
    """What it is ranked by: the order in line is the one in which it was decided."""
    handed_in = row.assessments.filter(submitted_at__isnull=False, total__isnull=False)
    return scoring.mean(handed_in.values_list("total", flat=True))


def _check(row: Submission, intake: Intake) -> None:
    if intake.four_eyes and row.approved_by_id is None:
        raise Refused(_("Another person must approve it first."))
    if row.pending_state == PendingState.WAITING and not intake.has_waiting_list:
        raise Refused(_("There is no waiting list."))
    if row.pending_state == PendingState.ACCEPT:
        left = places_left(intake)
        if left is not None and places_wanted(intake, row.participants.count()) > left:
            raise Refused(_("There are not places enough left."))
