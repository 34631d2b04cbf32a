"""Reminders: once for each day, to those who take part."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command

from wagtail_inddragelse.domain.reminders import remind
from wagtail_inddragelse.models import Intake, Message, Occasion, Session, State
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
)

from .builders import COPENHAGEN, NOW

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


def test_only_the_first_session():
    intake = make_intake(NOW - dt.timedelta(days=1))
    SessionFactory(intake=intake, starts_at=IN_3_DAYS)
    take_part(intake)
    assert remind() == 0


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
