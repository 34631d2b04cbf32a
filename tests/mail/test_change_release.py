"""Drafts of a change, released through a real mail server."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from wagtail_inddragelse.domain.casework import messages
from wagtail_inddragelse.domain.offers.change_mails import draft_mails
from wagtail_inddragelse.mail.calendar import own_calendar
from wagtail_inddragelse.mail.mail_status import MailStatus, mail_status
from wagtail_inddragelse.models import Delivery, Intake, IntakeChange, Message
from wagtail_inddragelse.testing.factories import UserFactory

from .conftest import NOW, Inbox, Refusing

KINDS = IntakeChange.Kind


@pytest.fixture
def user(db):
    return UserFactory()


def change(intake, kind, **values) -> None:
    draft_mails(IntakeChange.objects.create(intake=intake, kind=kind, created_at=NOW, **values))


def received(inbox: Inbox):
    """The one mail that came, and the calendar in it."""
    [content] = inbox.contents
    mail = message_from_bytes(content, policy=policy.default)
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    return mail, part.get_param("method"), calendar


def test_a_moved_session_moves_in_the_calendar(
    intake, submission, user, mail_server, django_capture_on_commit_callbacks
):
    far = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    change(intake, KINDS.SESSION, old_value=NOW, new_value=far, new_end=far)
    with django_capture_on_commit_callbacks(execute=True):
        assert messages.send_all(Message.objects.all(), user=user) == 1
    mail, method, calendar = received(mail_server)
    assert mail["Subject"] == "New dates: Theme course & talks (AB12-CD34)"
    assert (method, calendar["method"]) == ("PUBLISH", "PUBLISH")
    assert Message.objects.get().delivery == Delivery.SENT
    before = Calendar.from_ical(own_calendar(submission)).events  # a second change counts further
    change(intake, KINDS.SESSION, old_value=far, new_value=NOW, new_end=far)
    after = Calendar.from_ical(own_calendar(submission)).events
    for first, second, third in zip(calendar.events, before, after, strict=True):
        assert first["sequence"] == second["sequence"] == third["sequence"] - 1


def test_a_cancellation_takes_it_out(
    intake, submission, user, mail_server, django_capture_on_commit_callbacks
):
    Intake.objects.update(publication=Intake.Publication.CANCELLED)
    change(intake, KINDS.CANCELLED)
    with django_capture_on_commit_callbacks(execute=True):
        messages.send(Message.objects.get(), user=user)
    mail, method, calendar = received(mail_server)
    assert mail["Subject"] == "Cancelled: Theme course & talks (AB12-CD34)"
    assert (method, calendar["method"]) == ("CANCEL", "CANCEL")
    assert {event["status"] for event in calendar.events} == {"CANCELLED"}


def test_a_wrong_address_is_a_task_and_the_right_one_ends_it(
    submission, user, settings, serve, django_capture_on_commit_callbacks
):
    settings.WAGTAIL_INDDRAGELSE = {"MAIL_MAX_ATTEMPTS": 1}
    serve(Refusing())
    with django_capture_on_commit_callbacks(execute=True):
        [message] = messages.write([submission], "Hello", "Dear {name}", user=user, send=True)
    assert list(Message.objects.not_arrived()) == [message]
    inbox = serve(Inbox())
    with django_capture_on_commit_callbacks(execute=True):
        messages.resend(message, "right@example.dk", correct_case=True, user=user)
    assert b"To: right@example.dk" in inbox.contents[0]
    assert list(Message.objects.not_arrived()) == []
    assert mail_status(Message.objects.get()) == MailStatus.SENT
