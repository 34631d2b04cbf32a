"""Reminders: once for each day, to those who take part."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale

from wagtail_inddragelse.domain.signup.reminders import remind
from wagtail_inddragelse.models import Intake, Message, Occasion, Session, State
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
)

from ..builders import COPENHAGEN, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "clock")]
IN_3_DAYS = dt.datetime(2026, 10, 4, 9, tzinfo=COPENHAGEN)
LONG_AGO = NOW - dt.timedelta(days=30)


@pytest.fixture(autouse=True)
def three_days_before(settings):
    settings.WAGTAIL_INDDRAGELSE = {"REMIND_DAYS_BEFORE": 3}


def make_intake(starts_at=IN_3_DAYS, **values) -> Intake:
    intake = IntakeFactory(**values)
    SessionFactory(intake=intake, starts_at=starts_at)
    return intake


def take_part(intake: Intake, **values):
    return SubmissionFactory(intake=intake, **{"received_at": LONG_AGO, **values})


def reminded() -> list[tuple]:
    return list(Message.objects.order_by("pk").values_list("submission", "session_date"))


def test_who_takes_part_is_reminded():
    row = take_part(make_intake())
    assert remind() == 1
    assert reminded() == [(row.pk, dt.date(2026, 10, 4))]
    assert Message.objects.get().occasion == Occasion.REMINDER


def test_once():
    take_part(make_intake())
    assert [remind(), remind()] == [1, 0]


def test_anew_when_it_is_moved():
    take_part(make_intake())
    remind()
    for session in Session.objects.all():
        session.starts_at -= dt.timedelta(days=1)
        session.ends_at -= dt.timedelta(days=1)
        session.save()
    remind()
    assert [day for _row, day in reminded()] == [dt.date(2026, 10, 4), dt.date(2026, 10, 3)]


@pytest.mark.parametrize("state", sorted(set(State) - {State.CONFIRMED}))
def test_nobody_else(state):
    take_part(make_intake(), state=state, offered_until=NOW)
    assert remind() == 0


def test_who_was_confirmed_since_then_knows():
    take_part(make_intake(), received_at=NOW)
    assert remind() == 0


@pytest.mark.parametrize("days", [4, -1])
def test_not_yet_and_not_when_it_is_over(days):
    take_part(make_intake(NOW + dt.timedelta(days=days)))
    assert remind() == 0


class TestSeveralDays:
    def days(self, *numbers: int) -> Intake:
        """Somebody takes part in sessions so many days after the first of October."""
        intake = IntakeFactory()
        for number in numbers:
            SessionFactory(intake=intake, starts_at=NOW + dt.timedelta(days=number, hours=1))
        take_part(intake)
        return intake

    def queued(self, clock, *numbers: int) -> list[int]:
        """On which of the days from now on a reminder is queued."""
        self.days(*numbers)
        return [day for day in range(max(numbers) + 2) if self._remind_on(clock, day)]

    def _remind_on(self, clock, day: int) -> int:
        clock.shift(NOW + dt.timedelta(days=day) - timezone.now())
        return remind()

    def test_the_first_days_are_reminded_of_together(self, clock):
        assert self.queued(clock, 10, 11, 13) == [7]

    def test_a_follow_up_day_is_reminded_of_by_itself(self, clock):
        assert self.queued(clock, 10, 11, 40) == [7, 37]

    def test_two_sessions_on_one_day_are_one(self, clock):
        assert self.queued(clock, 10, 10, 40, 40) == [7, 37]

    def test_one_that_follows_closer_than_a_reminder_comes_is_not(self, clock):
        assert self.queued(clock, -1, 2) == []

    def test_what_is_over_hinders_nothing(self, clock):
        assert self.queued(clock, -1, 3) == [0]

    def test_the_day_it_reminds_of_is_remembered(self, clock):
        self.queued(clock, 10, 40)
        first, second = NOW.date() + dt.timedelta(days=10), NOW.date() + dt.timedelta(days=40)
        assert [day for _row, day in reminded()] == [first, second]


def test_not_of_what_is_cancelled():
    take_part(make_intake(publication=Intake.Publication.CANCELLED))
    assert remind() == 0


def test_not_of_a_page_that_is_taken_down():
    take_part(make_intake(page=EventPageFactory(live=False)))
    assert remind() == 0


def test_never_without_the_setting(settings):
    settings.WAGTAIL_INDDRAGELSE = {}
    take_part(make_intake())
    assert remind() == 0


def test_the_command_says_how_many(capsys):
    take_part(make_intake())
    call_command("remind_participants")
    assert capsys.readouterr().out == "1 reminders queued\n"


def test_also_those_who_signed_up_on_a_page_that_is_not_published_any_more():
    danish = make_intake()
    locale = Locale.objects.get_or_create(language_code="en")[0]
    page = EventPageFactory(live=False, locale=locale, translation_key=danish.page.translation_key)
    english = IntakeFactory(page=page, locale=locale, translation_key=danish.translation_key)
    rows = [take_part(danish), take_part(english)]
    assert [remind(), remind()] == [2, 0]
    assert sorted(reminded()) == [(row.pk, dt.date(2026, 10, 4)) for row in rows]
