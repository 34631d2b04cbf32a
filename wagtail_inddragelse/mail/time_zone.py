"""The site's time zone as a calendar file gives it (RFC 5545, 3.6.5), so that Outlook takes it.

Outlook reads a zone as one STANDARD and one DAYLIGHT half with a yearly rule each: it refuses a
half alone or a list of dates, or takes it for a zone without summer time. Where a zone's clock
keeps no such rule the changes are listed, as nothing else would be true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = dt.timedelta(days=1)
QUARTER = dt.timedelta(minutes=15)
LOOK_AHEAD = 10
"""Years after the last event in which the clock must keep to a rule for it to be given as one."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONG_AGO = dt.datetime(1970, 1, 1)


class Change(NamedTuple):
    """A change of the clock, from the offset ``old`` to ``new``."""

    old: dt.datetime
    new: dt.datetime

    @property
    def starts_summer(self) -> bool:
        return bool(self.new.dst())

    @property
    def by_old_clock(self) -> dt.datetime:
        """What the clock would have shown had it not been changed, as calendar files give it."""
        moment = self.new.astimezone(dt.UTC) + self.old.utcoffset()
        return moment.replace(tzinfo=None)


def time_zone(zone: dt.tzinfo, first: dt.datetime, last: dt.datetime) -> Timezone:
    """``zone`` with all that is needed to give the time of events from ``first`` to ``last``."""
    component = Timezone()
    component.add("tzid", str(zone))
    for part in _observances(zone, first.astimezone(zone).year, last.astimezone(zone).year):
        component.add_component(part)
    return component


def _observances(
    zone: dt.tzinfo, first: int, last: int
) -> Iterator[TimezoneStandard | TimezoneDaylight]:
    changes = _changes(zone, first - 1, last + LOOK_AHEAD)
    halves = [[c for c in changes if c.starts_summer is summer] for summer in (False, True)]
    rules = [_rule(half) for half in halves]
    if all(rules):
        yield from (_observance(half[0], rule) for half, rule in zip(halves, rules, strict=True))
        return
    start = dt.datetime(first - 1, 1, 1, tzinfo=zone) if changes else LONG_AGO.replace(tzinfo=zone)
    yield _observance(Change(start, start))
    yield from (_observance(change) for change in changes if change.new.year <= last + 1)


@lru_cache(maxsize=16)
def _changes(zone: dt.tzinfo, first: int, last: int) -> tuple[Change, ...]:
    """All changes from the year ``first`` to the year ``last``."""
    utc = dt.UTC
    start, end = dt.datetime(first, 1, 1, tzinfo=utc), dt.datetime(last + 1, 1, 1, tzinfo=utc)
    return tuple(
        change
        for day in _with_change(zone, start, end, DAY)
        for change in _with_change(zone, *(m.astimezone(utc) for m in day), QUARTER)
    )


def _with_change(
    zone: dt.tzinfo, first: dt.datetime, last: dt.datetime, step: dt.timedelta
) -> Iterator[Change]:
    """The steps from ``first`` to ``last`` in which the offset changes."""
    count = (last - first) // step
    moments = ((first + step * number).astimezone(zone) for number in range(count + 1))
    for before, after in pairwise(moments):
        if before.utcoffset() != after.utcoffset():
            yield Change(before, after)


def _rule(half: list[Change]) -> dict | None:
    """The yearly rule by which the clock is changed each time; None where there is none."""
    if not half or any(b.new.year - a.new.year != 1 for a, b in pairwise(half)):
        return None
    if len({_same_each_year(change) for change in half}) != 1:
        return None
    start = half[0].by_old_clock
    ordinals = [set(_ordinals(change.by_old_clock)) for change in half]
    kept = sorted(set.intersection(*ordinals))
    if not kept:
        return None
    return {
        "freq": "yearly",
        "bymonth": start.month,
        "byday": f"{kept[0]}{WEEKDAYS[start.weekday()]}",
    }


def _same_each_year(change: Change) -> tuple:
    at = change.by_old_clock
    return at.month, at.weekday(), at.time(), change.old.utcoffset(), change.new.utcoffset()


def _ordinals(day: dt.datetime) -> Iterator[int]:
    """Which occurrence of its weekday in the month a day is: -1 for the last, otherwise from 1."""
    if (day + 7 * DAY).month != day.month:
        yield -1
    yield (day.day - 1) // 7 + 1


def _observance(change: Change, rule: dict | None = None) -> TimezoneStandard | TimezoneDaylight:
    observance = TimezoneDaylight() if change.starts_summer else TimezoneStandard()
    observance.add("dtstart", change.by_old_clock)
    observance.add("tzoffsetfrom", change.old.utcoffset())
    observance.add("tzoffsetto", change.new.utcoffset())
    observance.add("tzname", change.new.tzname())
    if rule:
        observance.add("rrule", rule)
    return observance
