"""The figures of submissions as plain counts, which can be added up, stored and read again.

Of those who are deleted only what names no fewer than five people is stored, see ``few.py``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ...models import Assessment, Intake, IntakeSummary
from ...models.states import HOLDING_STATES
from . import counts
from .few import FEW, WITHHELD, tells_of_few, without_few

UNDECIDED = ""
"""In ``decided_within``, those that were deleted without a decision."""


@dataclass(frozen=True)
class Figures:
    """Counts of one fact each; ``days`` by ISO date, ``decided_within`` by number of the span.

    ``scores`` are by level and length of its scale, as "4/5". ``places`` has "participants" and
    "organisations" that held places, and "sent" for all. Keys are texts, as JSON knows no others.
    Of the deleted, ``days`` are the first of their months, and ``few`` names what is not told of
    them all: "sent" where some were fewer than five at a time.
    """

    days: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    municipalities: Counter[str] = field(default_factory=Counter)
    decided_within: Counter[str] = field(default_factory=Counter)
    scores: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    few: frozenset[str] = frozenset()

    def __add__(self, other: Figures) -> Figures:
        added = {name: getattr(self, name) + getattr(other, name) for name in TABLES}
        return Figures(**added, few=self.few | other.few)

    @property
    def by_day(self) -> Counter[dt.date]:
        """How many were received on each day; those whose month is withheld are left out."""
        told = ((day, count) for day, count in self.days.items() if day != WITHHELD)
        return Counter({dt.date.fromisoformat(day): count for day, count in told})

    def to_json(self) -> dict[str, Any]:
        """The counts as plain values."""
        return {name: dict(getattr(self, name)) for name in TABLES} | {"few": sorted(self.few)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Figures:
        """The figures that ``to_json`` turned into ``data``."""
        tables = {name: Counter(data.get(name, {})) for name in TABLES}
        return cls(**tables, few=frozenset(data.get("few", ())))


TABLES = tuple(each.name for each in fields(Figures) if each.name != "few")
"""The names of the counts."""


def figures_of(
    submissions: QuerySet, assessments: QuerySet, known: QuerySet | None = None
) -> Figures:
    """The figures of ``submissions``, and of the scores given in ``assessments``; seven queries.

    ``known`` are those of which may be said where they come from, all of them unless given.
    """
    regions, municipalities = counts.by_area(submissions if known is None else known)
    return Figures(
        days=_by_text({day.isoformat(): n for day, n in counts.by_day(submissions).items()}),
        states=_by_text(counts.by_state(submissions)),
        regions=regions,
        municipalities=municipalities,
        decided_within=_by_text(counts.by_time_to_decision(submissions)),
        scores=_by_text(
            {f"{level}/{of}": n for (level, of), n in counts.by_score(assessments).items()}
        ),
    )


def _by_text(found: dict) -> Counter[str]:
    return Counter({str(key): count for key, count in found.items()})


def keep(intake: Intake, submissions: QuerySet) -> None:
    """Add the figures of ``submissions``, which are to be deleted, to the intake's summary.

    Nothing is stored of fewer than five people, nor what they could be worked out from.
    """
    deleted = submissions.order_by().values("pk")
    handed_in = Assessment.objects.handed_in().filter(submission__in=deleted)
    places = counts.by_intake(submissions, [intake])[0]
    held = Counter(participants=places.usage.participants, organisations=places.usage.organisations)
    gone = figures_of(submissions, handed_in) + Figures(places=held + Counter(sent=places.sent))
    assessed = handed_in.values("submission").distinct().count()
    with transaction.atomic():
        summary, _created = IntakeSummary.objects.select_for_update().get_or_create(
            intake_key=intake.translation_key
        )
        kept_before = Figures.from_json(summary.figures)
        summary.figures = (kept_before + protected(gone, assessed)).to_json()
        summary.save()


def protected(found: Figures, assessed: int) -> Figures:
    """What may be stored of those deleted together, ``assessed`` of whom had assessments.

    All tables are of the same people, so that each is made safe against the total of the others.
    """
    total = found.states.total()
    if total < FEW:
        return Figures(few=frozenset({"sent"} if total else ()))
    decided = found.decided_within
    undecided = Counter({UNDECIDED: total - decided.total()})
    places, few = _places(found, total)
    return Figures(
        days=without_few(_by_month(found.days)),
        states=without_few(found.states),
        regions=without_few(found.regions),
        municipalities=without_few(found.municipalities),
        decided_within=without_few(decided + undecided),
        scores=Counter() if tells_of_few(assessed, total) else without_few(found.scores),
        places=places,
        few=few,
    )


def _by_month(days: Counter[str]) -> Counter[str]:
    """The same counts by the first day of each month."""
    months: Counter[str] = Counter()
    for day, count in days.items():
        months[f"{day[:7]}-01"] += count
    return months


def _places(found: Figures, total: int) -> tuple[Counter[str], frozenset[str]]:
    """Those who held places, and the names of the counts of them that are withheld."""
    holding = sum(found.states[state] for state in HOLDING_STATES)
    places, few = Counter(sent=total), set()
    for name in ("participants", "organisations"):
        count = found.places[name]
        brought_along = tells_of_few(holding, count) if name == "participants" else False
        if tells_of_few(holding, total) or 0 < count < FEW or brought_along:
            few.add(name)
        else:
            places[name] = count
    return +places, frozenset(few)


def kept(intakes: Iterable[Intake]) -> dict[Any, Figures]:
    """What was kept of the deleted submissions of ``intakes``, by translation_key; one query."""
    keys = [intake.translation_key for intake in intakes]
    rows = IntakeSummary.objects.filter(intake_key__in=keys)
    return {row.intake_key: Figures.from_json(row.figures) for row in rows}
