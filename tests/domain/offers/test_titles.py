"""Titles that are made from dates."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from wagtail_inddragelse.domain.offers import titles
from wagtail_inddragelse.domain.offers.new_offer import make_intake
from wagtail_inddragelse.domain.offers.patterns import get_patterns
from wagtail_inddragelse.formats import date_text
from wagtail_inddragelse.models import Intake, Session

from ..builders import COPENHAGEN

OLD, NEW = dt.date(2026, 11, 8), dt.date(2027, 1, 15)


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("Start 8. november 2026 i Odense", "da", "Start 15. januar 2027 i Odense"),
        ("Start 8. november", "da", "Start 15. januar"),
        ("Start 8 November 2026", "en", "Start 15 January 2027"),
        ("8 November, Odense", "en", "15 January, Odense"),
        ("Start 18. november 2026", "da", "Start 18. november 2026"),
        ("Start 8. november 2025", "da", "Start 8. november 2025"),
        ("Start 8. og 18. november, 8. november", "da", "Start 8. og 18. november, 15. januar"),
        ("Hold 8 i november", "da", "Hold 8 i november"),
        ("8 November 2026", "da", "8 November 2026"),
    ],
)
def test_a_title_follows_the_day_that_it_names(title, language, expected):
    assert titles.follow(title, {OLD: NEW}, language) == expected


def test_a_day_that_is_moved_to_where_another_was_is_not_moved_again():
    day = dt.timedelta(days=1)
    assert titles.follow("8. november", {OLD: OLD + day, OLD + day: OLD + 2 * day}, "da") == (
        "9. november"
    )


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_is_found_as_it_is_written(language, month):
    day = dt.date(2026, month, 3)
    with translation.override(language):
        (named,) = titles.named_days(date_text(day), language)
    assert named.is_day(day)


class TestOtherDay:
    def intake(self, title: str, **values) -> Intake:
        intake = Intake(title=title, **values)
        start = dt.datetime(2026, 11, 8, 9, tzinfo=COPENHAGEN)
        intake.sessions = [Session(starts_at=start, ends_at=start + dt.timedelta(hours=6))]
        return intake

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Start 8. november", ""),
            ("Start 8. november 2026", ""),
            ("Start 8. november 2025", "8. november 2025"),
            ("Start 9. november", "9. november"),
            ("Start i Odense", ""),
        ],
    )
    def test_a_title_that_names_another_day(self, title, expected):
        assert titles.other_day(self.intake(title), "da") == expected

    def test_the_deadline_is_a_day_too_and_midnight_is_the_day_before(self):
        midnight = dt.datetime(2026, 10, 2, tzinfo=COPENHAGEN)
        assert titles.other_day(self.intake("Frist 1. oktober", closes_at=midnight), "da") == ""

    def test_nothing_is_said_without_dates(self):
        assert titles.other_day(Intake(title="8. november"), "da") == ""


@pytest.mark.parametrize("pattern", get_patterns(), ids=lambda pattern: pattern.name)
def test_a_pattern_names_its_own_day(pattern):
    with translation.override("da"):
        intake = make_intake(pattern.intake, OLD)
    assert titles.other_day(intake, "da") == ""
