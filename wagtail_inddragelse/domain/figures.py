"""The figures of submissions as plain counts, which can be added up, stored and read again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ..models import Assessment, Intake, IntakeSummary
from . import counts


@dataclass(frozen=True)
class Figures:
    """Counts of one fact each; ``days`` by ISO date, ``decided_within`` by number of the step.

    ``places`` has "participants" and "organisations" that held places, and "sent" for all. Keys are
    texts, as JSON knows no others.
    """

    days: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    municipalities: Counter[str] = field(default_factory=Counter)
    decided_within: Counter[str] = field(default_factory=Counter)
    scores: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Figures) -> Figures:
        names = [each.name for each in fields(self)]
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def by_day(self) -> Counter[dt.date]:
        """How many came on each day."""
        return Counter({dt.date.fromisoformat(day): count for day, count in self.days.items()})

    def to_json(self) -> dict[str, Any]:
        """The counts as plain values."""
        return {each.name: dict(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Figures:
        """The figures that ``to_json`` gave ``data`` for."""
        return cls(**{name: Counter(found) for name, found in data.items()})


def figures_of(
    submissions: QuerySet, assessments: QuerySet, known: QuerySet | None = None
) -> Figures:
    """The figures of ``submissions``, and of the scores given in ``assessments``; six queries.

    ``known`` are those of which may be said where they come from, all of them unless given.
    """
    regions, municipalities = counts.by_place(submissions if known is None else known)
    return Figures(
        days=_by_text({day.isoformat(): n for day, n in counts.by_day(submissions).items()}),
        states=_by_text(counts.by_state(submissions)),
        regions=regions,
        municipalities=municipalities,
        decided_within=_by_text(counts.by_time_to_decision(submissions)),
        scores=_by_text(counts.by_score(assessments)),
    )


def _by_text(found: dict) -> Counter[str]:
    return Counter({str(key): count for key, count in found.items()})


def keep(intake: Intake, submissions: QuerySet) -> None:
    """Add the figures of ``submissions``, which are to be deleted, to the intake's summary."""
    handed_in = Assessment.objects.filter(
        submission__in=submissions.order_by().values("pk"), submitted_at__isnull=False
    )
    places = counts.by_intake(submissions, [intake])[0]
    held = Counter(participants=places.participants, organisations=places.organisations)
    gone = figures_of(submissions, handed_in) + Figures(places=held + Counter(sent=places.sent))
    with transaction.atomic():
        summary, _created = IntakeSummary.objects.select_for_update().get_or_create(
            intake_key=intake.translation_key
        )
        summary.figures = (Figures.from_json(summary.figures) + gone).to_json()
        summary.save()


def kept(intakes: Iterable[Intake]) -> dict[Any, Figures]:
    """What was kept of the deleted submissions of ``intakes``, by translation_key; one query."""
    keys = [intake.translation_key for intake in intakes]
    rows = IntakeSummary.objects.filter(intake_key__in=keys)
    return {row.intake_key: Figures.from_json(row.figures) for row in rows}
