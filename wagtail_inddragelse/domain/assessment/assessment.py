"""Assessing: who assesses what, and what they hand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...denmark.municipalities import region_of
from ...mail.tasks import tell_assessor
from ...models import (
    Assessment,
    ConflictOfInterest,
    Recommendation,
    Role,
    Score,
    Submission,
    users_with,
)
from ...models.access import granted_paths, pages_below, paths_with
from ...models.base import in_parts
from ...models.states import DECIDABLE_STATES
from ...questions.criteria import leaves, levels_of
from ...questions.schema import Criterion
from ..record import transitions
from ..record.form_versions import form_of
from ..record.records import Record, put_many_on_record, put_on_record
from ..record.transitions import Action
from ..writing.refused import Refused
from ..writing.retries import retried
from . import conflicts, scoring
from .reader import Reader

BATCH = 50
"""Submissions that are shared out in one transaction."""


class HandedIn(Refused):
    """It is handed in, and stays so until it is taken back or handed in again."""

    text = gettext_lazy("It is handed in. Take it back, or hand it in again.")
    code = "handed_in"


class Incomplete(Refused):
    """It can't be handed in; ``problems`` says what is missing."""

    text = gettext_lazy("Something is missing.")
    code = "incomplete"

    def __init__(self, found: list[Problem]) -> None:
        super().__init__()
        self.problems = found


@dataclass(frozen=True)
class Given:
    """A score as given: the number of a level from 1, or None for “not applicable”."""

    value: int | None
    reason: str = ""


@dataclass(frozen=True)
class Problem:
    """What keeps an assessment from being handed in; ``criterion`` is an id, empty for the rest."""

    criterion: str
    message: str


def criteria_of(submission: Submission) -> tuple[Criterion, ...]:
    """The criteria that the applicant read."""
    return form_of(submission).criteria


def assessors_of(page: models.Model) -> models.QuerySet:
    """The active users who may assess on ``page``."""
    return users_with(Role.ASSESS, page)


@retried
def assign(submission: Submission, assessor, *, user) -> Assessment:
    """Ask ``assessor`` to assess ``submission``; safe to repeat. The assessment begins with it.

    Raises Refused for one without the role or with a declared conflict of interest, when the
    submission has been decided, and for whom a blind assessment leaves out.
    """
    with transaction.atomic():
        (row,) = lock_rows([submission.pk])
        fitness = Fitness([row], [assessor])
        if refusal := fitness.why_not(row, assessor, user):
            raise Refused(refusal, code="unfit")
        _assign([(row, assessor)], user)
        tell_assessors([row])
    return Assessment.objects.get(submission=row, assessor=assessor)


class Fitness:
    """Who may assess what, of some submissions and assessors; read with a few queries for all."""

    def __init__(self, rows: list[Submission], assessors: list) -> None:
        keys = [assessor.pk for assessor in assessors]
        declared = ConflictOfInterest.objects.filter(submission__in=rows, user__in=keys)
        pairs = declared.filter(has_conflict=True).values_list("submission", "user")
        self._conflicts = set(pairs)
        given = Assessment.objects.filter(submission__in=rows).values_list("submission", "assessor")
        self._given = set(given)
        pages = {row.intake.page_id: row.intake.page for row in rows}
        self._able = {
            key: set(assessors_of(page).filter(pk__in=keys).values_list("pk", flat=True))
            for key, page in pages.items()
        }
        self._knowing: dict[tuple[int, int], bool] = {}

    def has_it(self, row: Submission, assessor) -> bool:
        """Whether ``assessor`` assesses ``row`` already."""
        return (row.pk, assessor.pk) in self._given

    def count(self, row: Submission) -> int:
        """How many assess ``row`` already."""
        return sum(key == row.pk for key, _assessor in self._given)

    def why_not(self, row: Submission, assessor, user) -> str:
        """Why ``user`` can't assign ``row`` to ``assessor``, in words; empty when they can."""
        if not row.is_decidable:
            return _("It is not open for assessment.")
        if assessor.pk not in self._able[row.intake.page_id]:
            return _("They may not assess this offer.")
        if (row.pk, assessor.pk) in self._conflicts:
            return _("They have declared a conflict of interest.")
        return self._why_not_blind(row, assessor, user) if row.intake.assesses_blind else ""

    def _why_not_blind(self, row: Submission, assessor, user) -> str:
        """A blind assessment is for those who do not know the applicant and suspect nothing.

        They cannot see a hint at a conflict for themselves, nor may they learn from being refused
        that there is one: so whoever may know the applicants assigns them.
        """
        if self._knows(assessor, row):
            return _("Those who decide know the applicants, and cannot assess blind.")
        if not self._knows(user, row):
            return _("In a blind assessment you assess what is assigned to you.")
        if hints := conflicts.hints(assessor, row):
            return _("They may have a conflict of interest: %s") % " ".join(hints)
        return ""

    def _knows(self, user, row: Submission) -> bool:
        key = user.pk, row.intake.page_id
        if key not in self._knowing:
            self._knowing[key] = Reader(user, row).is_identified
        return self._knowing[key]

    def is_free(self, row: Submission, assessor, user) -> bool:
        """Whether ``row`` can be shared out to ``assessor`` without any objection, even a hint."""
        return not (self.why_not(row, assessor, user) or conflicts.hints(assessor, row))


def lock_rows(keys: Iterable[int]) -> list[Submission]:
    """The rows with these primary keys, locked in key order; returned in the order they applied."""
    rows = list(Submission.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    models.prefetch_related_objects(rows, "intake__page", "form_version")
    return sorted(rows, key=lambda row: (row.received_at, row.pk))


def _assign(pairs: list[tuple[Submission, object]], user) -> None:
    """Begin the assessments that are not begun yet, of locked rows, on record."""
    rows = {row.pk: row for row, _assessor in pairs}
    begun = Assessment.objects.filter(submission__in=rows).values_list("submission", "assessor")
    begun = set(begun)
    new = [(row, assessor) for row, assessor in pairs if (row.pk, assessor.pk) not in begun]
    now = timezone.now()
    Assessment.objects.bulk_create(
        Assessment(submission=row, assessor=assessor, told_at=now if assessor == user else None)
        for row, assessor in new
    )
    put_many_on_record(
        [(row, Record.ASSIGN, {"assessor": assessor.pk}) for row, assessor in new], user=user
    )
    received = [row for row in rows.values() if transitions.can(row, Action.ASSESS)]
    transitions.apply_many(received, Action.ASSESS, user=user)


def tell_assessors(submissions: Iterable[Submission]) -> None:
    """Write to those who were given work on the intakes of ``submissions``.

    Each gets one mail for each intake, however many submissions are new to them; by the next call
    also of what a call that was broken off left untold.
    """
    intakes = {row.intake_key: row.intake_id for row in submissions}
    untold = waiting().filter(submission__intake_key__in=intakes, told_at=None)
    pairs = untold.values_list("assessor", "submission__intake_key").order_by().distinct()
    for assessor, key in pairs:
        later = partial(tell_assessor.enqueue, assessor, intakes[key])
        transaction.on_commit(later, robust=True)


def waiting() -> models.QuerySet:
    """The assessments that are still owed: not handed in, of what is open for assessment."""
    return Assessment.objects.not_handed_in().filter(submission__state__in=DECIDABLE_STATES)


def owed_by(user) -> models.QuerySet:
    """Those that ``user`` is to hand in; a declared conflict of interest frees them."""
    own = Submission.objects.open_to(user, Role.ASSESS)
    return waiting().filter(assessor=user, submission__in=own)


@retried
def unassign(assessment: Assessment, *, user) -> None:
    """Take an assignment back. Raises Refused once the assessment is handed in."""
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if row.is_handed_in:
            raise Refused(_("It has been handed in already."), code="handed_in")
        put_on_record(row.submission, Record.UNASSIGN, user=user, assessor=row.assessor_id)
        row.delete()


def assign_evenly(
    submissions: Iterable[Submission], assessors: Iterable, *, each: int = 1, user
) -> int:
    """Give each submission ``each`` assessors, those with the least to do first; returns how many.

    Who has a conflict, declared or likely, is passed over; who assesses it already counts. Some at
    a time in a transaction each: safe to break off and repeat.
    """
    assessors, submissions = list(assessors), list(submissions)
    count = sum(
        share_evenly(keys, assessors, each=each, user=user) for keys in batches(submissions)
    )
    tell_assessors(submissions)
    return count


@retried
def share_evenly(keys: list[int], assessors: list, *, each: int = 1, user) -> int:
    """``assign_evenly`` for the submissions with these primary keys, in one transaction."""
    with transaction.atomic():
        rows = lock_rows(keys)
        fitness, load, pairs = Fitness(rows, assessors), _load(assessors), []
        for row in rows:
            able = [
                a for a in assessors if not fitness.has_it(row, a) and fitness.is_free(row, a, user)
            ]
            wanted = max(each - fitness.count(row), 0)
            for assessor in sorted(able, key=lambda a: (load[a.pk], a.pk))[:wanted]:
                load[assessor.pk] += 1
                pairs.append((row, assessor))
        _assign(pairs, user)
    return len(pairs)


def assign_by_region(
    submissions: Iterable[Submission], by_region: Mapping[str, Iterable], *, user
) -> int:
    """Give each submission the assessors of its region; returns how many were given.

    The region is the one the municipality was in on the day the submission came. Some at a time,
    as in ``assign_evenly``.
    """
    by_region = {name: list(assessors) for name, assessors in by_region.items()}
    submissions = list(submissions)
    count = sum(share_by_region(keys, by_region, user=user) for keys in batches(submissions))
    tell_assessors(submissions)
    return count


@retried
def share_by_region(keys: list[int], by_region: Mapping[str, list], *, user) -> int:
    """``assign_by_region`` for the submissions with these primary keys, in one transaction."""
    with transaction.atomic():
        rows = lock_rows(keys)
        fitness = Fitness(rows, [a for assessors in by_region.values() for a in assessors])
        pairs = [
            (row, assessor)
            for row in rows
            for assessor in by_region.get(region(row), ())
            if not fitness.has_it(row, assessor) and fitness.is_free(row, assessor, user)
        ]
        _assign(pairs, user)
    return len(pairs)


def batches(submissions: Iterable[Submission]) -> Iterator[list[int]]:
    """Their primary keys in batches, one for each transaction."""
    return in_parts([row.pk for row in submissions], BATCH)


def region(submission: Submission) -> str:
    """The region that the municipality was in on the day the submission came; empty if unknown."""
    code = submission.municipality_code
    return region_of(code, timezone.localdate(submission.received_at)) if code else ""


def _load(assessors: list) -> dict[int, int]:
    rows = Assessment.objects.not_handed_in().filter(assessor__in=assessors)
    rows = rows.values_list("assessor")
    return {assessor.pk: 0 for assessor in assessors} | dict(rows.annotate(Count("pk")))


@retried
def save(
    assessment: Assessment,
    scores: Mapping[str, Given],
    *,
    recommendation: str = "",
    comment: str = "",
    answers_version: int | None = None,
) -> Assessment:
    """Save what the assessor has so far; criteria that are not in ``scores`` are not scored yet.

    ``answers_version`` is the version of the answers they have read: the newest unless given.

    Raises HandedIn when it is handed in already, Refused once the submission is decided, and
    ValueError for a level that no scale has.
    """
    with transaction.atomic():
        _lock(assessment)
        if assessment.is_handed_in:
            raise HandedIn
        _write(assessment, scores, recommendation, comment, answers_version)
    return assessment


@retried
def hand_in_anew(
    assessment: Assessment,
    scores: Mapping[str, Given],
    *,
    recommendation: str = "",
    comment: str = "",
    answers_version: int | None = None,
) -> Assessment:
    """Replace an assessment that was handed in, all at once: the old one counts until then.

    Arguments as of ``save``. Raises Incomplete, and Refused once the submission is decided.
    """
    with transaction.atomic():
        _lock(assessment)
        _write(assessment, scores, recommendation, comment, answers_version)
        return hand_in(assessment)


@retried
def take_back(assessment: Assessment) -> Assessment:
    """Take a handed-in assessment back, on record; its content stays, as a draft.

    Raises Refused once the submission is decided.
    """
    with transaction.atomic():
        _lock(assessment)
        if assessment.is_handed_in:
            assessment.total, assessment.submitted_at = None, None
            assessment.save()
            put_on_record(assessment.submission, Record.TAKE_BACK, user=assessment.assessor)
    return assessment


def _lock(assessment: Assessment) -> None:
    """Lock submission and assessment, freshly read. Raises Refused once it is decided."""
    rows = Submission.objects.select_for_update()
    assessment.submission = rows.get(pk=assessment.submission_id)
    if not assessment.submission.is_decidable:
        raise Refused(_("It is not open for assessment."), code="not_open")
    assessment.refresh_from_db(
        fields=["submitted_at", "total"], from_queryset=Assessment.objects.select_for_update()
    )


def _write(
    assessment: Assessment,
    scores: Mapping[str, Given],
    recommendation: str,
    comment: str,
    answers_version: int | None,
) -> None:
    _check_levels(criteria_of(assessment.submission), scores)
    assessment.recommendation, assessment.comment = recommendation, comment
    newest = assessment.submission.answers_version
    assessment.answers_version = min(answers_version or newest, newest)
    assessment.save()
    assessment.scores.all().delete()
    Score.objects.bulk_create(
        Score(assessment=assessment, criterion_id=id_, value=given.value, reason=given.reason)
        for id_, given in scores.items()
    )


def _check_levels(criteria: Iterable[Criterion], scores: Mapping[str, Given]) -> None:
    levels = levels_of(criteria)
    for id_, given in scores.items():
        if id_ not in levels or not (given.value is None or 1 <= given.value <= levels[id_]):
            raise ValueError(f"no such level: {given.value} of {id_}")


def problems(assessment: Assessment) -> list[Problem]:
    """What is missing before it can be handed in."""
    scored = set(assessment.scores.values_list("criterion_id", flat=True))
    found = [
        Problem(criterion.id, _("Choose a level, or “not applicable”."))
        for criterion in leaves(criteria_of(assessment.submission))
        if not criterion.advisory and criterion.id not in scored
    ]
    if assessment.recommendation not in Recommendation.values:
        found.append(Problem("", _("Choose what you recommend.")))
    return found


@retried
def hand_in(assessment: Assessment) -> Assessment:
    """Hand it in, with its weighted score. Raises Incomplete when something is missing."""
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if missing := problems(row):
            raise Incomplete(missing)
        values = dict(row.scores.values_list("criterion_id", "value"))
        row.total = scoring.weighted_total(criteria_of(row.submission), values)
        row.submitted_at = timezone.now()
        row.save()
        put_on_record(row.submission, Record.HAND_IN, user=row.assessor)
    return row


def readable_to(user) -> models.QuerySet:
    """The assessments of others that ``user`` may read, of submissions they may see.

    Drafts are their author's alone. Where assessors assess independently, they read the others'
    when their own is handed in, or when the case is decided; whoever only decides reads them all
    the time.
    """
    own = Assessment.objects.filter(submission=OuterRef("submission"), assessor=user)
    apart = Q(submission__intake__assesses_apart=True, submission__state__in=DECIDABLE_STATES)
    found = Assessment.objects.handed_in()
    found = found.exclude(apart & Exists(own.not_handed_in()))
    if user.is_superuser:
        return found
    granted = granted_paths(user)
    deciding = pages_below(paths_with(Role.DECIDE, granted))
    assessing = pages_below(paths_with(Role.ASSESS, granted)).exclude(pk__in=deciding.values("pk"))
    may_yet = Q(submission__intake__page__in=assessing)
    return found.exclude(apart & may_yet & ~Exists(own.handed_in()))


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


def summary(criteria: Iterable[Criterion], assessments: Iterable[Assessment]) -> dict:
    """The totals of ``assessments``: ``weighted`` and ``mean`` score, ``spread``, ``disagree``."""
    handed_in = [assessment for assessment in assessments if assessment.is_handed_in]
    totals = [assessment.total for assessment in handed_in if assessment.total is not None]
    apart = scoring.spread(totals)
    return {
        "weighted": scoring.mean(totals),
        "mean": mean_of(criteria, handed_in),
        "spread": apart,
        "disagree": scoring.disagree(apart, [each.recommendation for each in handed_in]),
    }


def mean_of(criteria: Iterable[Criterion], assessments: Iterable[Assessment]) -> Decimal | None:
    """The mean score of ``assessments`` when every criterion counts the same, 0–100."""
    criteria = tuple(criteria)
    means = (scoring.plain_mean(criteria, _values(assessment)) for assessment in assessments)
    return scoring.mean(mean for mean in means if mean is not None)


def _values(assessment: Assessment) -> dict[str, int | None]:
    return {score.criterion_id: score.value for score in assessment.scores.all()}
