"""Numbers as shapes."""

import datetime as dt
from collections import Counter

import pytest

from wagtail_inddragelse.casework.figures.charts import bar_of, bars, largest_first, timeline

FIRST = dt.date(2026, 11, 2)  # a Monday


def after(days):
    return FIRST + dt.timedelta(days=days)


def test_a_bar_is_as_wide_as_its_share():
    found = bars([("a", 2), ("b", 2), ("c", 21)])
    assert [bar.share for bar in found] == [8.0, 8.0, 84.0]


def test_bars_of_nothing_have_no_width():
    assert [bar.share for bar in bars([("a", 0)])] == [0]


@pytest.mark.parametrize(("taken", "places", "share"), [(2, 25, 8), (25, 25, 100), (26, 25, 100)])
def test_places_are_filled_as_far_as_they_are_taken(taken, places, share):
    assert bar_of(taken, places).share == share


@pytest.mark.parametrize("places", [None, 0])
def test_places_without_a_limit_have_no_bar(places):
    assert bar_of(2, places) is None


def test_the_largest_comes_first_and_equals_by_the_alphabet():
    assert largest_first(Counter({"b": 1, "a": 1, "c": 2})) == [("c", 2), ("a", 1), ("b", 1)]


def test_nothing_has_no_timeline():
    assert timeline(Counter(), [("Deadline", FIRST)]) is None


def test_days_without_any_have_a_column_too():
    found = timeline(Counter({FIRST: 2, after(2): 1}), [])
    assert [(c.day, c.value, c.so_far, c.y, c.height) for c in found.columns] == [
        (FIRST, 2, 2, 0, 100),
        (after(1), 0, 2, 100, 0),
        (after(2), 1, 3, 50, 50),
    ]


@pytest.mark.parametrize(
    ("last", "columns", "second"),
    [
        (61, 62, after(1)),
        (62, 9, after(7)),
        (365, 53, after(7)),
        (366, 13, dt.date(2026, 12, 1)),
    ],
)
def test_long_spans_are_drawn_by_week_and_month(last, columns, second):
    found = timeline(Counter({FIRST: 1, after(last): 1}), [])
    assert (found.width, found.columns[1].day) == (columns, second)


def test_a_deadline_is_marked_where_it_falls():
    found = timeline(Counter({FIRST: 1}), [("Deadline", after(3))])
    assert (found.width, [(mark.label, mark.x) for mark in found.marks]) == (4, [("Deadline", 3.5)])


def test_a_deadline_falls_inside_its_week():
    found = timeline(Counter({FIRST: 1, after(100): 1}), [("Deadline", after(10))])
    assert [mark.x for mark in found.marks] == [1.5]


def test_a_deadline_before_the_first_is_not_drawn():
    assert timeline(Counter({FIRST: 1}), [("Deadline", after(-1))]).marks == ()
