"""Figures as shapes. A chart is drawn as SVG by its template, without inline style or script."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...denmark.spelling import danish_order

DAYS_AS_DAYS, DAYS_AS_WEEKS = 62, 366
"""The longest spans, in days, that are drawn day by day and week by week."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart; ``share``, in per cent, is also how wide it is drawn."""

    label: str
    value: int
    share: float
    note: str = ""


def bars(
    pairs: Iterable[tuple[str, int]], notes: Mapping[str, str] | None = None
) -> tuple[Bar, ...]:
    """Bars in the order given, each as wide as its share of them all: 8 % never look full."""
    pairs, notes = list(pairs), notes or {}
    total = sum(value for _label, value in pairs)
    return tuple(
        Bar(label, value, _percent(value, total), notes.get(label, "")) for label, value in pairs
    )


def bar_of(part: int, whole: int | None) -> Bar | None:
    """How much of ``whole`` is used, full at the most; None where there is no limit, or nothing."""
    return Bar("", part, min(_percent(part, whole), 100)) if whole else None


def largest_first(counts: Counter[str]) -> list[tuple[str, int]]:
    """The counts as pairs, the largest first and equal ones by the alphabet."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], danish_order(pair[0])))


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a timeline, ``x`` from the left and ``y`` from the top; its first day."""

    day: dt.date
    value: int
    so_far: int
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across a timeline, ``x`` from the left in columns."""

    label: str
    day: dt.date
    x: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Columns of one period each, of which the highest is 100 units high."""

    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    period: str
    highest: int

    @property
    def width(self) -> int:
        """Its width, in columns."""
        return len(self.columns)


def timeline(
    days: Counter[dt.date], marks: Iterable[tuple[str, dt.date]], *, by_month: bool = False
) -> Timeline | None:
    """The counts by day as columns of days, weeks or months; None when there is nothing to draw.

    ``marks`` are days with what they are called; they are drawn where they fall. ``by_month``
    draws months in any case, where of some no more than the month is known.
    """
    marks = list(marks)
    if not days:
        return None
    first, last = min(days), max([*days, *(day for _label, day in marks if day >= min(days))])
    starts, period = _periods(first, last, by_month)
    counts = Counter()
    for day, count in days.items():
        counts[_start_of(day, period)] += count
    return Timeline(
        columns=_columns(starts, counts),
        marks=tuple(
            Mark(label, day, _position(starts, day, period)) for label, day in marks if day >= first
        ),
        period={"day": _("Day"), "week": _("Week from"), "month": _("Month from")}[period],
        highest=max(counts.values()),
    )


def _periods(first: dt.date, last: dt.date, by_month: bool) -> tuple[list[dt.date], str]:
    """The first days of all periods from ``first`` to ``last``, and what one is."""
    span = (last - first).days + 1
    period = "day" if span <= DAYS_AS_DAYS else "week" if span <= DAYS_AS_WEEKS else "month"
    period = "month" if by_month else period
    starts = [_start_of(first, period)]
    while (following := _next(starts[-1], period)) <= last:
        starts.append(following)
    return starts, period


def _start_of(day: dt.date, period: str) -> dt.date:
    if period == "month":
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday()) if period == "week" else day


def _next(start: dt.date, period: str) -> dt.date:
    if period == "month":
        return (start + dt.timedelta(days=32)).replace(day=1)
    return start + dt.timedelta(days=7 if period == "week" else 1)


def _columns(starts: list[dt.date], counts: Counter[dt.date]) -> tuple[Column, ...]:
    highest, so_far, columns = max(counts.values()), 0, []
    for x, start in enumerate(starts):
        so_far += counts[start]
        height = _percent(counts[start], highest)
        columns.append(Column(start, counts[start], so_far, x, round(100 - height, 1), height))
    return tuple(columns)


def _position(starts: list[dt.date], day: dt.date, period: str) -> float:
    """Where ``day`` falls: in the middle of a day, or as far into its week or month."""
    start = _start_of(day, period)
    length = (_next(start, period) - start).days
    return round(starts.index(start) + ((day - start).days + 0.5) / length, 2)
