"""No figure of fewer than five people, and none that it could be worked out from."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import strategies as st

from tests.properties import given
from wagtail_inddragelse.domain.record.few import FEW, WITHHELD, tells_of_few, without_few

TABLES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 20)).map(Counter)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({}, {}),
        ({"a": 4}, {}),
        ({"a": 2, "b": 2}, {}),
        ({"a": 5}, {"a": 5}),
        ({"a": 9, "b": 5}, {"a": 9, "b": 5}),
        ({"a": 9, "b": 6, "c": 1}, {"a": 9, WITHHELD: 7}),
        ({"a": 9, "b": 3, "c": 2}, {"a": 9, WITHHELD: 5}),
        ({"a": 3, "b": 2}, {WITHHELD: 5}),
        # Two of together eight, each fewer than five, are four and four.
        ({"a": 9, "b": 4, "c": 4}, {WITHHELD: 17}),
        # And with no other one to put them with, nothing is told.
        ({"a": 4, "b": 4}, {}),
        ({"a": 4, "b": 3}, {WITHHELD: 7}),
        ({"a": 0, "b": 7}, {"b": 7}),
    ],
)
def test_what_is_told(counts, told):
    assert without_few(Counter(counts)) == told


@given(TABLES)
def test_all_are_counted_or_none(counts):
    total = counts.total()
    assert without_few(counts).total() in ({0, total} if total >= FEW else {0})


@given(TABLES)
def test_no_number_is_small(counts):
    assert all(count >= FEW for count in without_few(counts).values())


@given(TABLES)
def test_what_is_withheld_cannot_be_worked_out(counts):
    """Who knows the total and which are withheld finds more than one way that it may have been."""
    told = without_few(counts)
    if WITHHELD not in told:
        return
    hidden = [key for key, count in counts.items() if count and key not in told]
    biggest = max(counts[key] for key in hidden)
    ways = _ways(told[WITHHELD], len(hidden), at_most=max(biggest, FEW - 1))
    assert len(hidden) > 1
    assert ways > 1 or told[WITHHELD] == len(hidden)  # one of each: nobody knows of which


def _ways(total: int, parts: int, at_most: int) -> int:
    """In how many ways ``total`` may be made of so many numbers from 1 to ``at_most``."""
    if parts == 0:
        return int(total == 0)
    numbers = range(1, min(at_most, total) + 1)
    return sum(_ways(total - number, parts - 1, at_most) for number in numbers)


@pytest.mark.parametrize(
    ("part", "whole", "tells"),
    [(0, 9, False), (9, 9, False), (1, 9, True), (8, 9, True), (5, 10, False), (0, 0, False)],
)
def test_a_part_tells_of_what_is_left_too(part, whole, tells):
    assert tells_of_few(part, whole) is tells
