"""How values of two versions are told apart."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import models
from django.utils import translation
from wagtail.admin.compare import comparison_class_registry

from wagtail_inddragelse.models.comparing import WordedComparison, in_words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (0, "0"),
        (True, "Yes"),
        (False, "No"),
        (dt.date(2026, 11, 8), "Nov. 8, 2026"),
        (dt.datetime(2026, 11, 8, 8, 30, tzinfo=dt.UTC), "Nov. 8, 2026, 9:30 a.m."),
        (dt.datetime(2026, 6, 8, 22, 0, tzinfo=dt.UTC), "June 9, 2026, midnight"),
    ],
)
def test_a_value_in_words(value, expected):
    with translation.override("en"):
        assert in_words(value) == expected


def test_times_of_every_page_are_compared_in_the_zone_of_the_site():
    assert comparison_class_registry.get(models.DateTimeField()) is WordedComparison
