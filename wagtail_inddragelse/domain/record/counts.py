"""Counts of submissions, in one query or two, however many there are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Case, Count, F, QuerySet, Value, When
from django.db.models.functions import TruncHour
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...denmark.municipalities import REGIONS, get_municipality, region_of
from ...models import Intake, Score, State
from ...questions.criteria import counting, levels_of
from ..intakes.places import Usage, usage_at
from .form_versions import criteria_by_version

DECIDED_WITHIN = (
    (1, _("1 day")),
    (7, _("1 week")),
    (14, _("2 weeks")),
    (30, _("30 days")),
    (60, _("60 days")),
    (90, _("90 days")),
)
"""Spans of the time to a decision: days, and what they are called."""
SPANS = [*enumerate(label for _days, label in DECIDED_WITHIN), (len(DECIDED_WITHIN), _("Longer"))]
"""The same by number, with the one for whatever takes longer."""


def by_day(submissions: QuerySet) -> Counter[dt.date]:
    """How many were received on each day, by the site's clock; days without any are left out.

    Hours are counted and put together here, as not every database knows the site's time zone.
    """
    hour = TruncHour("received_at", tzinfo=dt.UTC)
    rows = submissions.order_by().values_list(hour).annotate(count=Count("pk"))
    days: Counter[dt.date] = Counter()
    for moment, count in rows:
        days[timezone.localdate(moment, timezone.get_default_timezone())] += count
    return days


def by_state(submissions: QuerySet) -> Counter[State]:
    """How many are in each state."""
    rows = submissions.order_by().values_list("state").annotate(count=Count("pk"))
    return Counter({State(state): count for state, count in rows})


@dataclass(frozen=True, slots=True)
class Places:
    """An intake with the people and organisations that hold places, who waits, and all who came.

    ``few`` names the counts that some of the deleted are left out of, as they were too few to tell.
    """

    intake: Intake
    usage: Usage = field(default_factory=Usage)
    sent: int = 0
    few: frozenset[str] = frozenset()

    @property
    def taken(self) -> int:
        """Places taken, in the intake's own unit."""
        return self.usage.taken(self.intake)

    @property
    def taken_is_few(self) -> bool:
        """Whether the figures leave out places held by some of the deleted."""
        return not self.few.isdisjoint({"sent", self.intake.unit})

    @property
    def sent_is_few(self) -> bool:
        """The same of all who came."""
        return "sent" in self.few

    def with_deleted(self, gone: Mapping[str, int], few: frozenset[str]) -> Places:
        """The same with what ``gone`` says of submissions that have been deleted."""
        usage = Usage(*(count + gone.get(name, 0) for name, count in self.usage._asdict().items()))
        return replace(self, usage=usage, sent=self.sent + gone.get("sent", 0), few=few)


def by_intake(submissions: QuerySet, intakes: Iterable[Intake]) -> list[Places]:
    """The places of each intake."""
    counted = (
        submissions.order_by()
        .values_list("intake_key")
        .annotate(**usage_at(timezone.now()), sent=Count("pk", distinct=True))
    )
    found = {key: (Usage(*usage), sent) for key, *usage, sent in counted}
    return [Places(intake, *found.get(intake.translation_key, ())) for intake in intakes]


def by_area(submissions: QuerySet) -> tuple[Counter[str], Counter[str]]:
    """How many came from each region, as it was on the day they came, and each municipality.

    By name, which is empty for those that gave none.
    """
    rows = (
        submissions.order_by()
        .annotate(period=_period())
        .values_list("municipality_code", "period")
        .annotate(count=Count("pk"))
    )
    regions: Counter[str] = Counter()
    municipalities: Counter[str] = Counter()
    for code, period, count in rows:
        known = get_municipality(code)
        municipalities[known.name if known else ""] += count
        regions[region_of(code, PERIODS[period]) if known else ""] += count
    return regions, municipalities


LAST_DAYS = sorted({region.valid_to for region in REGIONS.values() if region.valid_to})
PERIODS = [*LAST_DAYS, dt.date.max]
"""A day of each period in which the regions stayed the same."""


def _period() -> Case:
    """Which of ``PERIODS`` a submission was received in."""
    return Case(
        *(
            When(received_at__lt=_end_of(day), then=Value(number))
            for number, day in enumerate(LAST_DAYS)
        ),
        default=Value(len(LAST_DAYS)),
    )


def _end_of(day: dt.date) -> dt.datetime:
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def by_time_to_decision(submissions: QuerySet) -> Counter[int]:
    """How many were decided within each span of ``DECIDED_WITHIN`` but not within the one before.

    By the number of the step; one more stands for whatever took longer.
    """
    step = Case(
        *(
            When(decided_at__lte=F("received_at") + dt.timedelta(days=days), then=Value(number))
            for number, (days, _label) in enumerate(DECIDED_WITHIN)
        ),
        default=Value(len(DECIDED_WITHIN)),
    )
    decided = submissions.filter(decided_at__isnull=False).order_by()
    rows = decided.annotate(step=step).values_list("step").annotate(count=Count("pk"))
    return Counter(dict(rows))


def by_score(assessments: QuerySet) -> Counter[tuple[int, int]]:
    """How often each level was given in ``assessments``, by its number and the number of levels.

    Advisory criteria are left out; two queries, as the scale stands in the form.
    """
    given = Score.objects.filter(assessment__in=assessments.values("pk"), value__isnull=False)
    rows = given.order_by().values_list(
        "assessment__submission__form_version", "criterion_id", "value", Count("pk")
    )
    criteria = criteria_by_version(version for version, *_rest in rows)
    levels = {version: levels_of(counting(found)) for version, found in criteria.items()}
    scores: Counter[tuple[int, int]] = Counter()
    for version, criterion, level, count in rows:
        if criterion in levels[version]:
            scores[level, levels[version][criterion]] += count
    return scores
