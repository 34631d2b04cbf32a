"""Assessing: who assesses what, and what they hand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import (
    DECIDABLE_STATES,
    Assessment,
    Recommendation,
    Role,
    Score,
    Submission,
    granted_pages,
    has_role,
    users_with,
)
from ..models.municipalities import region_of
from ..questions.schema import Criterion, FormSchema
from . import blinding, conflicts, scoring, transitions
from .records import Record, put_on_record
from .transitions import Action


class CannotAssess(Exception):
    """This person may not assess this submission."""


@dataclass(frozen=True)
class Given:
    """A score as given: the number of a step from 1, or None for “not applicable”."""

    value: int | None
    reason: str = ""


@dataclass(frozen=True)
class Problem:
    """What keeps an assessment from being handed in; ``criterion`` is an id, empty for the rest."""

    criterion: str
    message: str


def criteria_of(submission: Submission) -> tuple[Criterion, ...]:
    """The criteria that the applicant read."""
    return FormSchema.from_json(submission.form_version.schema).criteria


def assessors_of(page: models.Model) -> models.QuerySet:
    """The active users who may assess on ``page``."""
    return users_with(Role.ASSESS, page)


def assign(submission: Submission, assessor, *, user) -> Assessment:
    """Ask ``assessor`` to assess ``submission``; safe to repeat. The assessment begins with it.

    Raises CannotAssess for one without the role or with a declared conflict of interest, when the
    submission has been decided, and for whom a blind assessment leaves out.
    """
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        if row.state not in DECIDABLE_STATES:
            raise CannotAssess(_("It is not open for assessment."))
        if not assessors_of(row.intake.page).filter(pk=assessor.pk).exists():
            raise CannotAssess(_("They may not assess this offer."))
        if conflicts.has_declared(assessor, row):
            raise CannotAssess(_("They have declared a conflict of interest."))
        _check_blindness(row, assessor, user)
        assessment, created = Assessment.objects.get_or_create(submission=row, assessor=assessor)
        if created:
            put_on_record(row, Record.ASSIGN, user=user, assessor=assessor.pk)
        if transitions.can(row, Action.ASSESS):
            transitions.apply(row, Action.ASSESS, user=user)
    return assessment


def _check_blindness(submission: Submission, assessor, user) -> None:
    """A blind assessment is for those who do not know the applicant and cannot suspect anything.

    They cannot see a hint at a conflict for themselves, nor may they learn from being refused that
    there is one: so whoever may know the applicants assigns them.
    """
    if not submission.intake.assesses_blind:
        return
    if blinding.is_identified(assessor, submission):
        raise CannotAssess(_("Those who decide know the applicants, and cannot assess blind."))
    if not blinding.is_identified(user, submission):
        raise CannotAssess(_("In a blind assessment you assess what is assigned to you."))
    if hints := conflicts.signs(assessor, submission):
        raise CannotAssess(_("They may have a conflict of interest: %s") % " ".join(hints))


def may_assess(user, submission: Submission) -> bool:
    """Whether ``user`` may begin or go on with an assessment of their own."""
    if submission.state not in DECIDABLE_STATES:
        return False
    if not submission.intake.assesses_blind:
        return has_role(user, Role.ASSESS, submission.intake.page)
    is_assigned = Assessment.objects.filter(submission=submission, assessor=user).exists()
    return is_assigned and not blinding.is_identified(user, submission)


def unassign(assessment: Assessment, *, user) -> None:
    """Take back what was asked. Raises CannotAssess once it is handed in."""
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if row.is_handed_in:
            raise CannotAssess(_("It has been handed in already."))
        put_on_record(row.submission, Record.UNASSIGN, user=user, assessor=row.assessor_id)
        row.delete()


def assign_evenly(
    submissions: Iterable[Submission], assessors: Iterable, *, each: int = 1, user
) -> int:
    """Give each submission ``each`` assessors, those with the least to do first; returns how many.

    Who has a conflict, declared or likely, is passed over; who assesses it already counts.
    """
    assessors = list(assessors)
    load = _load(assessors)
    given = 0
    with transaction.atomic():
        for submission in submissions:
            taken = set(submission.assessments.values_list("assessor_id", flat=True))
            able = [a for a in assessors if a.pk not in taken and _is_free(a, submission)]
            for assessor in sorted(able, key=lambda a: (load[a.pk], a.pk))[
                : max(each - len(taken), 0)
            ]:
                assign(submission, assessor, user=user)
                load[assessor.pk] += 1
                given += 1
    return given


def assign_by_region(
    submissions: Iterable[Submission], by_region: Mapping[str, Iterable], *, user
) -> int:
    """Give each submission the assessors of its region; returns how many were given.

    The region is the one the municipality was in on the day the submission came.
    """
    given = 0
    with transaction.atomic():
        for submission in submissions:
            for assessor in by_region.get(region(submission), ()):
                if _is_free(assessor, submission):
                    assign(submission, assessor, user=user)
                    given += 1
    return given


def region(submission: Submission) -> str:
    """The region that the municipality was in on the day the submission came; empty if unknown."""
    code = submission.municipality_code
    return region_of(code, timezone.localdate(submission.received_at)) if code else ""


def _load(assessors: list) -> dict[int, int]:
    waiting = Q(submitted_at__isnull=True)
    rows = Assessment.objects.filter(waiting, assessor__in=assessors).values_list("assessor")
    return {assessor.pk: 0 for assessor in assessors} | dict(rows.annotate(Count("pk")))


def _is_free(assessor, submission: Submission) -> bool:
    knows = submission.intake.assesses_blind and blinding.is_identified(assessor, submission)
    return not (
        knows
        or conflicts.has_declared(assessor, submission)
        or conflicts.signs(assessor, submission)
    )


def save(
    assessment: Assessment,
    scores: Mapping[str, Given],
    *,
    recommendation: str = "",
    comment: str = "",
    answers_version: int | None = None,
) -> Assessment:
    """Keep what the assessor has so far; criteria that are not in ``scores`` are not scored yet.

    ``answers_version`` is the version of the answers they have read: the newest unless given.

    Raises CannotAssess once the submission is decided, ValueError for a step that no scale has.
    """
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(pk=assessment.submission_id)
        if submission.state not in DECIDABLE_STATES:
            raise CannotAssess(_("It is not open for assessment."))
        _check_steps(criteria_of(submission), scores)
        assessment.recommendation, assessment.comment = recommendation, comment
        assessment.total, assessment.submitted_at = None, None
        newest = submission.answers_version
        assessment.answers_version = min(answers_version or newest, newest)
        assessment.save()
        assessment.scores.all().delete()
        Score.objects.bulk_create(
            Score(assessment=assessment, criterion_id=id_, value=given.value, reason=given.reason)
            for id_, given in scores.items()
        )
    return assessment


def _check_steps(criteria: Iterable[Criterion], scores: Mapping[str, Given]) -> None:
    steps = {
        criterion.id: len(scoring.scale_of(criterion)) for criterion in scoring.leaves(criteria)
    }
    for id_, given in scores.items():
        if id_ not in steps or not (given.value is None or 1 <= given.value <= steps[id_]):
            raise ValueError(f"no such step: {given.value} of {id_}")


def problems(assessment: Assessment) -> list[Problem]:
    """What is missing before it can be handed in."""
    scored = set(assessment.scores.values_list("criterion_id", flat=True))
    found = [
        Problem(criterion.id, _("Choose a step, or “not applicable”."))
        for criterion in scoring.leaves(criteria_of(assessment.submission))
        if not criterion.advisory and criterion.id not in scored
    ]
    if assessment.recommendation not in Recommendation.values:
        found.append(Problem("", _("Choose what you recommend.")))
    return found


def hand_in(assessment: Assessment) -> Assessment:
    """Hand it in, with its weighted score. Raises CannotAssess when something is missing."""
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if problems(row):
            raise CannotAssess(_("Something is missing."))
        values = dict(row.scores.values_list("criterion_id", "value"))
        row.total = scoring.weighted_total(criteria_of(row.submission), values)
        row.submitted_at = timezone.now()
        row.save()
        put_on_record(row.submission, Record.HAND_IN, user=row.assessor)
    return row


def readable_to(user) -> models.QuerySet:
    """The assessments of others that ``user`` may read, of submissions they may see.

    Drafts are their author's alone. Where assessors assess apart, they read the others' when their
    own is handed in, or when the case is decided; whoever only decides reads them all the time.
    """
    own = Assessment.objects.filter(submission=OuterRef("submission"), assessor=user)
    apart = Q(submission__intake__assesses_apart=True, submission__state__in=DECIDABLE_STATES)
    found = Assessment.objects.filter(submitted_at__isnull=False)
    found = found.exclude(apart & Exists(own.filter(submitted_at=None)))
    if user.is_superuser:
        return found
    assessing = granted_pages(user, Role.ASSESS).exclude(
        pk__in=granted_pages(user, Role.DECIDE).values("pk")
    )
    may_yet = Q(submission__intake__page__in=assessing)
    return found.exclude(apart & may_yet & ~Exists(own.filter(submitted_at__isnull=False)))


def visible_assessments(user, submission: Submission) -> list[Assessment]:
    """The assessments of ``submission`` that ``user`` may read; their own always."""
    own = Assessment.objects.filter(assessor=user).values("pk")
    readable = Q(pk__in=readable_to(user).values("pk")) | Q(pk__in=own)
    found = submission.assessments.filter(readable).order_by("pk")
    return list(found.select_related("assessor").prefetch_related("scores"))


def visible_totals(user, submissions: Iterable[Submission]) -> dict[int, list[Decimal]]:
    """The weighted scores that ``user`` may see of each, by its key, as ``visible_assessments``.

    One query. A submission without a score that may be seen is left out.
    """
    readable = readable_to(user).filter(submission__in=submissions, total__isnull=False)
    totals: dict[int, list[Decimal]] = {}
    for key, total in readable.values_list("submission", "total"):
        totals.setdefault(key, []).append(total)
    return totals


def summary(submission: Submission, assessments: Iterable[Assessment]) -> dict:
    """What ``assessments`` come to: ``weighted`` and ``mean`` score, ``spread``, ``disagree``."""
    handed_in = [assessment for assessment in assessments if assessment.is_handed_in]
    criteria = criteria_of(submission)
    totals = [assessment.total for assessment in handed_in if assessment.total is not None]
    apart = scoring.spread(totals)
    return {
        "weighted": scoring.mean(totals),
        "mean": mean_of(criteria, handed_in),
        "spread": apart,
        "disagree": scoring.disagree(apart, [each.recommendation for each in handed_in]),
    }


def mean_of(criteria: Iterable[Criterion], assessments: Iterable[Assessment]) -> Decimal | None:
    """The mean of what each of ``assessments`` gave where every criterion counts alike, 0–100."""
    criteria = tuple(criteria)
    means = (scoring.plain_mean(criteria, _values(assessment)) for assessment in assessments)
    return scoring.mean(mean for mean in means if mean is not None)


def _values(assessment: Assessment) -> dict[str, int | None]:
    return {score.criterion_id: score.value for score in assessment.scores.all()}
