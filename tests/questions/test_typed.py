"""Dates and times as editors type them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from wagtail_inddragelse.questions.typed import DayBlock, DayField, MomentField

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DAY = dt.date(2027, 11, 8)


@pytest.fixture
def moment():
    return MomentField(widget=AdminDateTimeInput)


class TestMoment:
    @pytest.mark.parametrize(
        "typed",
        [
            "8.11.2027 9:30",
            "8.11.2027 9.30",
            "08-11-2027 kl. 9.30",
            "8/11 2027 kl 09:30",
            "8. november 2027 kl. 9.30",
            "8 November 2027, 09:30",
            "2027-11-08 09:30",
            "2027-11-08T09:30:00",
            " 8.11.27 0930 ",
        ],
    )
    def test_is_read(self, moment, typed):
        assert moment.clean(typed) == dt.datetime(2027, 11, 8, 9, 30, tzinfo=COPENHAGEN)

    def test_a_whole_hour(self, moment):
        read = moment.clean("8. november 2027 kl. 9")
        assert read == dt.datetime(2027, 11, 8, 9, tzinfo=COPENHAGEN)

    @pytest.mark.parametrize("typed", ["8.11.2027", "8. november 2027", "2027-11-08"])
    def test_a_day_alone_is_no_midnight(self, moment, typed):
        with pytest.raises(ValidationError, match="2027-11-08 09:30"):
            moment.clean(typed)

    @pytest.mark.parametrize("typed", ["i morgen", "31.11.2027 9:30", "8.11.2027 25:00", "9:30"])
    def test_what_is_no_moment_is_refused(self, moment, typed):
        with pytest.raises(ValidationError, match="2027-11-08 09:30"):
            moment.clean(typed)

    def test_nothing_is_nothing(self):
        assert MomentField(required=False, widget=AdminDateTimeInput).clean("") is None

    def test_the_format_of_the_site_comes_first(self):
        american = MomentField(widget=AdminDateTimeInput(format="%m/%d/%Y %H:%M"))
        assert american.clean("11/08/2027 09:30").date() == DAY


class TestDay:
    @pytest.mark.parametrize("typed", ["8.11.2027", "8/11 2027", "8. nov 2027", "2027-11-08"])
    def test_is_read(self, typed):
        assert DayField(widget=AdminDateInput).clean(typed) == DAY

    def test_what_is_no_day_is_refused(self):
        with pytest.raises(ValidationError):
            DayField(widget=AdminDateInput).clean("i morgen")

    def test_the_format_of_the_site_comes_first(self):
        american = DayField(widget=AdminDateInput(format="%m/%d/%Y"))
        assert american.clean("11/08/2027") == DAY


def test_the_day_of_a_block():
    field = DayBlock().field
    assert (field.clean("8. november 2027"), type(field.widget)) == (DAY, AdminDateInput)
