"""When things happen in the demo: on their true days, or moved so that they are open today.

Days are moved by whole weeks, so a Monday stays a Monday, to the first place where every one of
them is a working day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dateutil.easter import easter
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import override

NOTICE = dt.timedelta(weeks=4)
"""How far ahead a moved deadline is at least."""

ANNOUNCED = dt.date(2023, 5, 10)
EVENT_DEADLINE = dt.date(2023, 6, 9)
NATIONAL_MEETING = dt.date(2023, 6, 19)
NETWORK_MEETINGS = dt.date(2023, 10, 5)
THEMED_COURSE_DAYS = {
    "first": (dt.date(2023, 11, 8), dt.date(2023, 11, 9), dt.date(2023, 12, 6)),
    "second": (dt.date(2023, 11, 13), dt.date(2023, 11, 14), dt.date(2023, 12, 11)),
    "third": (dt.date(2023, 11, 15), dt.date(2023, 11, 16), dt.date(2023, 12, 13)),
}
"""By the intake's key: the two days of the course and the follow-up day."""
PROGRAMME_DEADLINE = dt.date(2020, 11, 30)
PROGRAMME_ANSWER = dt.date(2020, 12, 15)
PROGRAMME_START = dt.date(2021, 1, 11)
ROLLING_SINCE = dt.date(2022, 1, 1)


@dataclass(frozen=True)
class Shift:
    """Moves days by whole weeks; 0 leaves them as they were."""

    weeks: int = 0

    def day(self, true_day: dt.date) -> dt.date:
        """The day in the demo."""
        return true_day + dt.timedelta(weeks=self.weeks)

    def moment(self, true_day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
        """The clock time on that day, in the site's time zone."""
        naive = dt.datetime.combine(self.day(true_day), dt.time(hour, minute))
        return timezone.make_aware(naive)


@dataclass(frozen=True)
class DemoDates:
    """The shift of each thing that has days of its own."""

    announced: Shift = Shift()
    events: Shift = Shift()
    network: Shift = Shift()
    themed: Shift = Shift()
    programme: Shift = Shift()

    @classmethod
    def open_on(cls, today: dt.date) -> DemoDates:
        """Days on which everything is open ``today``, in the order in which they really came."""
        events = find_shift([EVENT_DEADLINE, NATIONAL_MEETING], after=today + NOTICE)
        network = find_shift([NETWORK_MEETINGS], at_least=events.weeks)
        course_days = [day for days in THEMED_COURSE_DAYS.values() for day in days]
        themed = find_shift(course_days, at_least=network.weeks)
        programme = find_shift(
            [PROGRAMME_DEADLINE, PROGRAMME_ANSWER, PROGRAMME_START], after=today + NOTICE
        )
        since = (today - ANNOUNCED).days // 7 - 1  # a week ago at least: it is open today
        announced = Shift(min(events.weeks, since))
        return cls(announced, events, network, themed, programme)


def find_shift(
    days: Iterable[dt.date], *, after: dt.date = dt.date.min, at_least: int = 0
) -> Shift:
    """The smallest shift by ``at_least`` weeks that makes all ``days`` working days ``after``."""
    days = list(days)
    weeks = at_least
    while not all(day > after and is_working_day(day) for day in map(Shift(weeks).day, days)):
        weeks += 1
    return Shift(weeks)


def is_working_day(day: dt.date) -> bool:
    """Whether a Danish agency would hold a meeting: no weekend, holiday, July or Christmas."""
    christmas = (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 3)
    after_easter = (day - easter(day.year)).days
    church_holidays = {-3, -2, 1, 39, 40, 50}
    return (
        day.weekday() < 5
        and day.month != 7
        and not christmas
        and (day.month, day.day) not in {(5, 1), (6, 5)}
        and after_easter not in church_holidays
    )


def day_text(day: dt.date, language: str = "da") -> str:
    """“19. juni 2023”, in English “19 June 2023”."""
    return _format(day, "j. F Y" if language == "da" else "j F Y", language)


def day_month_text(day: dt.date, language: str = "da") -> str:
    """“8. november”, in English “8 November”."""
    return _format(day, "j. F" if language == "da" else "j F", language)


def month_text(day: dt.date, language: str = "da") -> str:
    """“oktober 2023”."""
    return _format(day, "F Y", language)


def months_text(first: dt.date, last: dt.date, language: str = "da") -> str:
    """“november-december 2023”; one month alone when both days are in it."""
    if (first.year, first.month) == (last.year, last.month):
        return month_text(first, language)
    start = "F" if first.year == last.year else "F Y"
    return f"{_format(first, start, language)}-{month_text(last, language)}"


def part_of_month(day: dt.date) -> str:
    """“midten af december 2020”."""
    return f"{_part(day.day, 10, 20)} af {month_text(day)}"


def part_of_year(day: dt.date) -> str:
    """“begyndelsen af 2021”."""
    return f"{_part(day.month, 4, 8)} af {day.year}"


def _part(value: int, first_ends: int, second_ends: int) -> str:
    if value <= first_ends:
        return "begyndelsen"
    return "midten" if value <= second_ends else "slutningen"


def _format(day: dt.date, pattern: str, language: str) -> str:
    with override(language):
        return format_date(day, pattern)
