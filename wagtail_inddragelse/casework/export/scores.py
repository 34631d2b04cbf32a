"""What assessors said, as an export takes it. All that exports read of assessments is read here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F
from django.utils.translation import gettext as _

from ...domain.assessment import scoring
from ...domain.assessment.assessment import mean_of, readable_to
from ...domain.record.form_versions import criteria_by_version
from ...models import Assessment
from ...questions.cells import joined
from ...questions.criteria import levels_of
from ...questions.schema import Criterion


@dataclass
class Scores:
    """The assessments of a submission that have been handed in, oldest first; its criteria."""

    said: tuple[Assessment, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    @property
    def mean(self) -> Decimal | None:
        """The mean of the assessors' means from 0 to 100, as the case shows it."""
        return mean_of(self.criteria, self.said)

    @property
    def totals(self) -> list[Decimal]:
        """The weighted scores of those who scored anything that counts."""
        return [each.total for each in self.said if each.total is not None]

    @property
    def weighted(self) -> Decimal | None:
        """The mean of the weighted scores, from 0 to 100."""
        return scoring.mean(self.totals)

    @property
    def spread(self) -> Decimal | None:
        """How far the highest and the lowest weighted score are apart."""
        return scoring.spread(self.totals)

    @property
    def disagree(self) -> bool:
        """Whether assessors disagree, by the rule of the case and the selection."""
        return scoring.disagree(self.spread, [each.recommendation for each in self.said])

    @cached_property
    def by_criterion(self) -> dict[str, Decimal]:
        """The mean on each criterion by its id, from 0 to 100 as the other means.

        The scale of a criterion may be another one in another version of the form.
        """
        levels, found = levels_of(self.criteria), defaultdict(list)
        for assessment in self.said:
            for score in assessment.scores.all():
                if score.value is not None:
                    points = scoring.on_scale(score.value, levels[score.criterion_id])
                    found[score.criterion_id].append(points)
        return {key: scoring.mean(values) for key, values in found.items()}

    @property
    def recommendations(self) -> str:
        """How many recommend what."""
        counts = Counter(each.get_recommendation_display() for each in self.said)
        return joined(f"{name}: {count}" for name, count in counts.items() if name)

    def reasons(self, labels: Mapping[str, str]) -> str:
        """All reasons and comments, one on each line, after the criterion they belong to."""
        lines = []
        for each in self.said:
            lines += [
                f"{labels.get(score.criterion_id, _('Other'))}: {score.reason}"
                for score in each.scores.all()
                if score.reason
            ]
            lines += [each.comment] if each.comment else []
        return "\n".join(lines)


def scores_of(user: AbstractBaseUser, ids: Iterable[int]) -> dict[int, Scores]:
    """What assessors said about each of these submissions, by key; three queries."""
    found = defaultdict(list)
    rows = readable_to(user).filter(submission__in=ids).order_by("submitted_at", "pk")
    rows = rows.annotate(form_version=F("submission__form_version"))
    for assessment in rows.select_related("assessor").prefetch_related("scores"):
        found[assessment.submission_id].append(assessment)
    criteria = criteria_by_version(said[0].form_version for said in found.values())
    return {pk: Scores(tuple(said), criteria[said[0].form_version]) for pk, said in found.items()}
