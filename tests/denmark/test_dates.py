"""Days and clock times, however a Dane types them."""

from __future__ import annotations

import datetime as dt

import pytest

from wagtail_inddragelse.denmark.dates import parse_date, parse_moment, split_date

DAY = dt.date(2026, 12, 3)


@pytest.mark.parametrize(
    "text",
    [
        "3/12 2026",
        "03-12-26",
        "3. december 2026",
        "3 dec 2026",
        "2026-12-03",
        "03122026",
        "3.12.26",
    ],
)
def test_a_day(text):
    assert parse_date(text) == DAY


@pytest.mark.parametrize("text", ["", "3/12", "31/2 2026", "3. dezember 2026", "3 d 2026"])
def test_what_is_no_day(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    ["3.12.2026 9:30", "3. december 2026 kl. 9.30", "2026-12-03T0930"],
)
def test_a_moment(text):
    assert parse_moment(text) == dt.datetime(2026, 12, 3, 9, 30)


@pytest.mark.parametrize("text", ["3.12.2026", "9:30", "3.12.2026 25:00", "3.12.2026 9:60"])
def test_what_is_no_moment(text):
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2026-12-03", ["03", "12", "2026"]),
        ("3. december 2026", ["3", "december", "2026"]),
        ("3//2026", ["3", "", "2026"]),
        ("in May", ["in May", "", ""]),
    ],
)
def test_the_parts_to_show_again(text, parts):
    assert split_date(text) == parts
