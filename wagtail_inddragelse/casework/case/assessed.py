"""How a case is assessed and decided, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from ...domain.assessment import assessment as assessing
from ...domain.assessment import conflicts
from ...domain.assessment.reader import Reader
from ...formats import datetime_text
from ...models import Assessment, ConflictOfInterest, Submission
from ...questions.criteria import leaves, scale_of
from ...questions.schema import Criterion

Scores = list[tuple[str, str, str]]
"""Each as text of the criterion, the score in words and the reason, in form order."""


@dataclass(frozen=True)
class Deciding:
    """What only those who decide see."""

    assigned: list[Assessment] = field(default_factory=list)
    assessors: list[AbstractBaseUser] = field(default_factory=list)
    conflicting: list[ConflictOfInterest] = field(default_factory=list)
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Assessed:
    """The assessments that a user reads, their totals, and what the user can do."""

    intake_id: int
    assessments: list[tuple[Assessment, Scores]]
    weighted: Decimal | None
    mean: Decimal | None
    spread: Decimal | None
    disagree: bool
    can_assess: bool
    can_decide: bool
    deciding: Deciding


def assessed_of(reader: Reader) -> Assessed:
    """The assessments of the case, as ``reader`` may read them."""
    submission = reader.submission
    shown = assessing.visible_assessments(reader.user, submission)
    criteria = {criterion.id: criterion for criterion in leaves(reader.form.criteria)}
    return Assessed(
        intake_id=submission.intake_id,
        assessments=[(row, _scores(row, criteria)) for row in shown],
        **assessing.summary(reader.form.criteria, shown),
        can_assess=reader.may_assess,
        can_decide=reader.may_decide and submission.is_decidable,
        deciding=_deciding(submission) if reader.may_decide else Deciding(),
    )


def _deciding(submission: Submission) -> Deciding:
    return Deciding(
        assigned=list(submission.assessments.select_related("assessor")),
        assessors=list(assessing.assessors_of(submission.intake.page)),
        conflicting=list(conflicts.conflicts_in(submission)),
        outcome=_outcome(submission),
        reason=submission.decision_reason,
    )


def _outcome(submission: Submission) -> str:
    if submission.decided_at:
        words = {
            "state": submission.get_state_display(),
            "date": datetime_text(submission.decided_at),
        }
        return _("%(state)s, released %(date)s.") % words
    if submission.pending_state:
        words = {"outcome": submission.get_pending_state_display()}
        return _("Prepared: %(outcome)s. The applicant does not see it yet.") % words
    return ""


def _scores(assessment: Assessment, criteria: dict[str, Criterion]) -> Scores:
    given = {score.criterion_id: score for score in assessment.scores.all()}
    return [
        (criterion.text, _score_text(criterion, given[id_].value), given[id_].reason)
        for id_, criterion in criteria.items()
        if id_ in given
    ]


def _score_text(criterion: Criterion, value: int | None) -> str:
    return _("Not applicable") if value is None else scale_of(criterion)[value - 1]
