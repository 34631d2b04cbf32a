"""The days of the demo."""

import datetime as dt

import pytest

from example_site.demo import dates
from example_site.demo.dates import DemoDates, Shift, find_shift, is_working_day

DAYS = [dt.date(2026, 1, 1) + dt.timedelta(days=17 * n) for n in range(40)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 11, 23), True),
        (dt.date(2026, 11, 22), False),  # Sunday
        (dt.date(2026, 7, 15), False),  # summer
        (dt.date(2026, 12, 23), False),  # Christmas
        (dt.date(2027, 1, 2), False),
        (dt.date(2026, 4, 2), False),  # Maundy Thursday
        (dt.date(2026, 4, 6), False),  # Easter Monday
        (dt.date(2026, 5, 14), False),  # Ascension
        (dt.date(2026, 5, 25), False),  # Whit Monday
        (dt.date(2026, 6, 5), False),  # Constitution Day
    ],
)
def test_working_days(day, expected):
    assert is_working_day(day) is expected


def test_a_shift_keeps_the_weekday():
    assert Shift(3).day(dates.NATIONAL_MEETING).weekday() == dates.NATIONAL_MEETING.weekday()


def test_a_shift_keeps_the_clock_time_over_summer_time():
    summer = dt.date(2023, 6, 9)
    winter = Shift(26).moment(summer, 10)
    assert (winter.hour, winter.utcoffset()) == (10, dt.timedelta(hours=1))


def test_no_shift_is_found_that_is_not_needed():
    assert find_shift([dt.date(2023, 6, 9)]) == Shift(0)


@pytest.mark.parametrize("today", DAYS)
def test_deadlines_are_ahead_and_everything_comes_in_its_true_order(today):
    moved = DemoDates.open_on(today)
    deadline = moved.events.day(dates.EVENT_DEADLINE)
    meeting = moved.events.day(dates.NATIONAL_MEETING)
    network = moved.network.day(dates.NETWORK_MEETINGS)
    course = moved.themed.day(dates.THEMED_COURSE_DAYS["first"][0])
    assert moved.announced.day(dates.ANNOUNCED) < today < deadline < meeting < network < course
    assert today < moved.programme.day(dates.PROGRAMME_DEADLINE)


@pytest.mark.parametrize("today", DAYS)
def test_nothing_is_held_on_a_holiday(today):
    moved = DemoDates.open_on(today)
    held = [moved.events.day(dates.NATIONAL_MEETING)]
    held += [moved.themed.day(day) for days in dates.THEMED_COURSE_DAYS.values() for day in days]
    assert all(map(is_working_day, held))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2020, 12, 10), "begyndelsen af december 2020"),
        (dt.date(2020, 12, 15), "midten af december 2020"),
        (dt.date(2020, 12, 21), "slutningen af december 2020"),
    ],
)
def test_part_of_month(day, expected):
    assert dates.part_of_month(day) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (dt.date(2023, 11, 8), dt.date(2023, 12, 13), "november-december 2023"),
        (dt.date(2023, 11, 8), dt.date(2023, 11, 9), "november 2023"),
        (dt.date(2023, 12, 8), dt.date(2024, 1, 9), "december 2023-januar 2024"),
    ],
)
def test_months_text(first, last, expected):
    assert dates.months_text(first, last) == expected
