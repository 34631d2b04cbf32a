"""The order that applications are ranked in: by score, then as the decider chose, then by time.

The selection shows it, a release follows it, and what it rests on is stored with those who are put
on the waiting list then: ``SubmissionQuerySet.in_line`` is the same order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from ...models import Assessment, Score, Submission
from ...models.assessment import handed_in
from ...questions.criteria import DEFAULT_SCALE, levels_of
from ..record.form_versions import criteria_by_version
from . import scoring


def add_scores(rows: list[Submission], criterion: str = "") -> None:
    """Give each of ``rows`` its ``score`` and ``tie_break``, from what is handed in.

    The score is the mean, or None; the other the mean on ``criterion`` (an id), from 0 to 100.
    """
    scores = _means(Assessment.objects.handed_in().filter(submission__in=rows))
    on_criterion = _means_on(criterion, rows) if criterion else {}
    for row in rows:
        row.score, row.tie_break = scores.get(row.pk), on_criterion.get(row.pk, Decimal(0))


def best_first(row: Submission) -> tuple:
    """The sort key of rows with scores; those that have not been assessed come last."""
    return (row.score is None, -(row.score or 0), -row.tie_break, row.received_at, row.pk)


def store(rows: list[Submission], criterion: str = "") -> None:
    """Set on ``rows``, without saving, what they are ranked by on the waiting list."""
    add_scores(rows, criterion)
    for row in rows:
        row.line_score, row.line_tie_break = row.score, row.tie_break


def _means(assessments) -> dict[int, Decimal]:
    found = defaultdict(list)
    given = assessments.filter(total__isnull=False)
    for key, total in given.values_list("submission", "total"):
        found[key].append(total)
    return _each(found)


def _means_on(criterion: str, rows: list[Submission]) -> dict[int, Decimal]:
    """Each score is brought to 0–100 on the scale of the form that it was given by."""
    through = "assessment__submission"
    given = Score.objects.filter(
        handed_in("assessment__"),
        assessment__submission__in=rows,
        criterion_id=criterion,
        value__isnull=False,
    ).values_list(through, f"{through}__form_version", "value")
    criteria = criteria_by_version(version for _key, version, _step in given)
    levels = {version: levels_of(found) for version, found in criteria.items()}
    found = defaultdict(list)
    for key, version, level in given:
        of = levels[version].get(criterion, len(DEFAULT_SCALE))
        found[key].append(scoring.on_scale(level, of))
    return _each(found)


def _each(found: Mapping[int, list]) -> dict[int, Decimal]:
    return {key: scoring.mean(values) for key, values in found.items()}
