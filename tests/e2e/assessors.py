"""The assessors' work on the demo's round of applications, done for them: ``Demo.run``."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import Group, User

from wagtail_inddragelse.domain.assessment import assessment as assessing
from wagtail_inddragelse.domain.assessment import conflicts, decisions
from wagtail_inddragelse.domain.assessment.assessment import Given
from wagtail_inddragelse.models import (
    Assessment,
    Intake,
    PendingState,
    Recommendation,
    Role,
    RoleGrant,
    Submission,
)
from wagtail_inddragelse.questions.criteria import leaves

NOT_BETTER = "Andre kommuner havde sat flere medarbejdere og mere tid af."
LEVELS = {
    "0851": (4, 4, 4, 4, 4, 4, 4),
    "0751": (3, 3, 3, 3, 3, 3, 3),
    "0159": (2, 2, 2, 2, 2, 2, 2),
    "0561": (2, 1, 2, 2, 1, 2, 2),
    "0376": (1, 1, 1, 1, 1, 1, 1),
    "0316": (3, 3, 3, 3, 2, 3, 3),
    "0259": (2, 2, 3, 3, 2, 2, 2),
    "0173": (2, 3, 2, 2, 2, 3, 2),
    "0730": (3, 2, 3, 3, 3, 3, 4),
    "0479": (2, 2, 2, 2, 1, 1, 2),
    "0791": (3, 3, 3, 2, 3, 3, 2),
    "0630": (2, 2, 3, 2, 2, 2, 2),
}
"""By municipality what its application is given on each criterion, in the order of the form."""


def share_out() -> None:
    """Share the round between the assessors, as a caseworker does."""
    caseworker = User.objects.get(username="sagsbehandler")
    assessors = User.objects.filter(username__startswith="vurderer").order_by("pk")
    assessing.assign_evenly(_round().order_by("pk"), assessors, user=caseworker)


def ask_both() -> None:
    """Have both assessors assess each application of the round."""
    caseworker = User.objects.get(username="sagsbehandler")
    assessors = User.objects.filter(username__startswith="vurderer").order_by("pk")
    assessing.assign_evenly(_round().order_by("pk"), assessors, each=2, user=caseworker)


def assess_blind() -> None:
    """Hide the applicants of the round from its assessors."""
    Intake.objects.filter(pk__in=_round().values("intake")).update(assesses_blind=True)


def _round():
    """The applications for the twelve-month programme."""
    return Submission.objects.filter(intake__page__slug="raadgivningsforloeb")


def hand_in_the_rest() -> None:
    """Hand in what is assigned and not handed in, as ``LEVELS`` says."""
    waiting = Assessment.objects.filter(submitted_at=None, submission__in=_round())
    for assessment in waiting.select_related("submission"):
        _hand_in(assessment, LEVELS[assessment.submission.municipality_code])


def decide() -> None:
    """Prepare the best for the places and the others for a rejection, and have it approved."""
    caseworker, leader = (User.objects.get(username=name) for name in ("sagsbehandler", "leder"))
    suggested = decisions.take_the_best(_round().first().intake)
    wanted = {each.submission.pk: _outcome(each) for each in suggested}
    for user in (caseworker, leader):
        conflicts.declare_many(user, _round(), conflicting=())
    decisions.prepare_many(wanted, user=caseworker)
    shown = {str(row.pk): decisions.shown_mark(row) for row in _round()}
    decisions.approve_many(shown, user=leader)


def _outcome(candidate: decisions.Candidate) -> decisions.Wanted:
    if candidate.outcome == PendingState.ACCEPT:
        return decisions.Wanted(PendingState.ACCEPT)
    return decisions.Wanted(PendingState.REJECT, reason=NOT_BETTER)


def _hand_in(assessment: Assessment, levels: Sequence[int]) -> None:
    criteria = leaves(assessing.criteria_of(assessment.submission))
    scores = {
        criterion.id: Given(level, f"Trin {level} af fire.")
        for criterion, level in zip(criteria, levels, strict=True)
    }
    assessing.save(assessment, scores, recommendation=Recommendation.WAITING)
    assessing.hand_in(assessment)


def let_export() -> None:
    """Let the assessors export too, where they assess."""
    group = Group.objects.get(name="Vurderere")
    for grant in RoleGrant.objects.filter(group=group, role=Role.ASSESS):
        RoleGrant.objects.create(group=group, page=grant.page, role=Role.EXPORT)
