"""The outbox commits with what it tells about, and needs no broker to do so."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks.backends.dummy import DummyBackend

from wagtail_inddragelse.mail.outbox import compose, queue, queue_for, queue_many, resend
from wagtail_inddragelse.models import Delivery, Message, Occasion, Subscription

from .conftest import NOW

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
DOWN = {"default": {"BACKEND": "tests.mail.test_outbox.BrokerIsDown"}}


class BrokerIsDown(DummyBackend):
    def enqueue(self, task, args, kwargs):
        raise ConnectionError("redis for karin@example.dk")


@pytest.fixture
def enqueued(settings):
    """The tasks that were made."""
    settings.TASKS = DUMMY
    from django_tasks import default_task_backend

    return default_task_backend.results


@pytest.fixture
def subscription(intake):
    return Subscription.objects.create(
        intake=intake, email="s@example.dk", language="da", keep_until="2030-01-01"
    )


class TestCompose:
    def test_an_applicant_is_written_to_in_the_language_of_the_form(self, submission):
        message = compose(submission, Occasion.CONFIRMED)
        assert (message.to, message.language) == ("ab12-cd34@example.dk", "en")

    def test_the_case_office_is_written_to_in_the_language_of_the_site(self, submission):
        message = compose(submission, Occasion.OFFICE_NEW)
        assert (message.to, message.language) == ("sager@example.dk", "da")

    def test_the_address_of_the_form_goes_before_that_of_the_site(self, make_submission):
        submission = make_submission(texts={"case_office_email": "form@example.dk"})
        assert compose(submission, Occasion.OFFICE_WITHDRAWN).to == "form@example.dk"

    def test_a_subscriber_is_written_to(self, subscription):
        message = compose(subscription, Occasion.NOW_OPEN)
        assert (message.to, message.language) == ("s@example.dk", "da")
        assert (message.submission, message.subscription) == (None, subscription)

    def test_address_language_and_time_can_be_given(self, submission):
        message = compose(submission, Occasion.CONFIRMED, to="o@example.dk", language="da", now=NOW)
        assert (message.to, message.language) == ("o@example.dk", "da")
        assert message.next_attempt_at == NOW


class TestQueue:
    def test_it_is_stored_and_not_yet_rendered(self, submission):
        message = Message.objects.get(pk=queue(submission, Occasion.CONFIRMED).pk)
        assert (message.delivery, message.subject) == (Delivery.QUEUED, "")

    def test_several_take_one_insert(self, submission, django_assert_num_queries):
        with django_assert_num_queries(1):
            messages = queue_for(submission, [Occasion.CONFIRMED, Occasion.OFFICE_NEW])
        assert [message.occasion for message in messages] == ["confirmed", "office_new"]

    def test_nothing_is_sent_before_the_commit(
        self, submission, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            queue(submission, Occasion.CONFIRMED)
            assert mail.outbox == []
        assert [sent.to for sent in mail.outbox] == [["ab12-cd34@example.dk"]]

    @pytest.mark.django_db(transaction=True)
    def test_nothing_is_stored_or_sent_when_the_transaction_is_undone(self, submission):
        def fail():
            with transaction.atomic():
                queue(submission, Occasion.CONFIRMED)
                raise KeyError

        with pytest.raises(KeyError):
            fail()
        assert (Message.objects.count(), mail.outbox) == (0, [])

    def test_a_task_knows_only_the_key(
        self, submission, enqueued, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            message = queue(submission, Occasion.CONFIRMED)
        assert [(task.args, task.kwargs) for task in enqueued] == [([message.pk], {})]

    def test_without_a_case_office_nobody_is_written_to(self, submission, settings):
        settings.WAGTAIL_INDDRAGELSE = {}
        assert queue(submission, Occasion.OFFICE_NEW) is None
        assert not Message.objects.exists()

    def test_nothing_to_queue_is_nothing_done(self, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert queue_many([]) == []


class TestBrokerDown:
    @pytest.fixture
    def broker_down(self, settings):
        settings.TASKS = DOWN

    def test_the_message_waits(self, submission, broker_down, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            queue_for(submission, [Occasion.CONFIRMED, Occasion.OFFICE_NEW])
        assert Message.objects.due(timezone.now()).count() == 2

    def test_it_is_logged_once_and_names_no_one(
        self, submission, broker_down, django_capture_on_commit_callbacks, caplog
    ):
        with django_capture_on_commit_callbacks(execute=True):
            queue_for(submission, [Occasion.CONFIRMED, Occasion.OFFICE_NEW])
        assert [record.getMessage() for record in caplog.records] == [
            "No task for 2 messages, left to send_messages: ConnectionError"
        ]
        assert "karin" not in caplog.text


class TestResend:
    def test_a_failed_message_is_queued_anew(self, make_message):
        message = make_message(delivery=Delivery.FAILED, attempts=8, error="SMTPDataError 554")
        assert resend(message) == message
        message.refresh_from_db()
        assert (message.delivery, message.attempts, message.error) == (Delivery.QUEUED, 0, "")

    def test_it_goes_out_after_the_commit(self, make_message, django_capture_on_commit_callbacks):
        message = make_message(delivery=Delivery.FAILED)
        with django_capture_on_commit_callbacks(execute=True):
            resend(message, to="right@example.dk")
        assert [sent.to for sent in mail.outbox] == [["right@example.dk"]]

    def test_a_sent_message_is_copied_and_kept(self, make_message):
        first = make_message(delivery=Delivery.SENT, sent_at=NOW, subject="S", text="T", html="H")
        second = resend(first)
        first.refresh_from_db()
        assert (first.delivery, first.sent_at) == (Delivery.SENT, NOW)
        assert second.pk != first.pk
        assert (second.subject, second.text, second.html) == ("S", "T", "H")
        assert (second.delivery, second.sent_at, second.to) == (Delivery.QUEUED, None, first.to)

    @pytest.mark.parametrize(
        "delivery", [Delivery.DRAFT, Delivery.HELD, Delivery.QUEUED, Delivery.SENDING]
    )
    def test_a_message_on_its_way_is_not_sent_twice(self, make_message, delivery):
        message = make_message(delivery=delivery)
        with pytest.raises(ValueError, match="Only a sent or failed message"):
            resend(message)
        assert Message.objects.get().delivery == delivery
