"""The task that sends, and the one it leaves behind when a mail fails."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
import time_machine
from django.utils import timezone
from django_tasks import default_task_backend

from wagtail_inddragelse.mail.delivery import send_due
from wagtail_inddragelse.mail.tasks import deliver_message
from wagtail_inddragelse.models import Delivery, Message

from .conftest import Inbox
from .test_outbox import DOWN, DUMMY

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def retries(settings):
    """The tasks that were made, by a backend that can put them off."""
    settings.TASKS = DUMMY
    return default_task_backend.results


def work(result) -> None:
    """Run a task as a worker does: when its time has come."""
    with time_machine.travel(result.task.run_after, tick=False):
        result.task.call(*result.args, **result.kwargs)


class TestRetries:
    def test_a_failed_mail_is_tried_again_when_its_next_attempt_is_due(
        self, message, no_mail_server, retries
    ):
        deliver_message.call(message.pk)
        message.refresh_from_db()
        [retry] = retries
        assert (retry.args, retry.kwargs) == ([message.pk], {"is_retry": True})
        assert retry.task.run_after == message.next_attempt_at

    def test_the_retry_sends_it(self, message, no_mail_server, retries, serve):
        deliver_message.call(message.pk)
        inbox = serve(Inbox())
        work(retries[0])
        message.refresh_from_db()
        assert (message.delivery, message.attempts) == (Delivery.SENT, 2)
        assert (len(inbox.contents), len(retries)) == (1, 1)

    def test_it_goes_on_until_it_gives_up(self, message, no_mail_server, retries, settings):
        settings.WAGTAIL_INDDRAGELSE = {"MAIL_MAX_ATTEMPTS": 3}
        deliver_message.call(message.pk)
        for retry in retries:
            work(retry)
        message.refresh_from_db()
        assert (message.delivery, message.attempts, len(retries)) == (Delivery.FAILED, 3, 2)

    def test_a_sent_mail_leaves_no_task(self, message, mail_server, retries):
        deliver_message.call(message.pk)
        assert retries == []

    def test_a_backend_that_runs_at_once_leaves_it_to_cron(self, message, no_mail_server):
        deliver_message.enqueue(message.pk)
        message.refresh_from_db()
        assert (message.delivery, message.attempts) == (Delivery.QUEUED, 1)


class TestBesideCron:
    def test_a_retry_that_cron_came_before_sends_nothing(
        self, message, no_mail_server, retries, serve
    ):
        deliver_message.call(message.pk)
        inbox = serve(Inbox())
        send_due(retries[0].task.run_after)
        work(retries[0])
        assert (len(inbox.contents), len(retries)) == (1, 1)

    def test_a_retry_waits_when_cron_tried_in_vain_just_before(
        self, message, no_mail_server, retries
    ):
        deliver_message.call(message.pk)
        first = retries[0]
        with time_machine.travel(first.task.run_after, tick=False):
            send_due()
        work(first)
        message.refresh_from_db()
        assert message.attempts == 2
        assert retries[1].task.run_after == message.next_attempt_at

    def test_cron_makes_no_task(self, message, no_mail_server, retries):
        send_due(timezone.now() + MINUTE)
        assert retries == []


class TestBroker:
    def test_a_broker_that_is_down_leaves_it_to_cron(
        self, message, no_mail_server, settings, caplog
    ):
        settings.TASKS = DOWN
        with caplog.at_level(logging.ERROR):
            deliver_message.call(message.pk)
        assert Message.objects.get().delivery == Delivery.QUEUED
        assert [
            record.getMessage() for record in caplog.records if record.levelname == "ERROR"
        ] == [f"No retry of message {message.pk}, left to send_messages: ConnectionError"]
