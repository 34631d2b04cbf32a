"""Delivery against real mail servers: up, down, refusing and hanging up."""

from __future__ import annotations

import datetime as dt
import email
import logging
import smtplib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import policy
from pathlib import Path

import pytest
import time_machine
from anymail.exceptions import AnymailAPIError
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from tests.mail_server import use_backend
from wagtail_inddragelse.mail.delivery import deliver, error_text, send_due, waiting_time
from wagtail_inddragelse.models import Delivery, Message, Occasion
from wagtail_inddragelse.signals import message_failed, message_sent

from .conftest import NOW, HangingUp, Inbox, Refusing

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def heard():
    """Names of the signals that were sent, with the message's state at that time."""
    names = []

    def on_sent(sender, message, **kwargs):
        names.append(("sent", message.delivery))

    def on_failed(sender, message, **kwargs):
        names.append(("failed", message.delivery))

    message_sent.connect(on_sent)
    message_failed.connect(on_failed)
    yield names
    message_sent.disconnect(on_sent)
    message_failed.disconnect(on_failed)


def parse(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=policy.default)


class TestDeliver:
    def test_a_queued_message_reaches_the_mail_server(self, message, mail_server):
        assert deliver(message.pk) == Delivery.SENT
        [content] = mail_server.contents
        assert parse(content)["To"] == message.to

    def test_a_sent_message_is_marked_sent(self, message, mail_server, heard):
        deliver(message.pk)
        message.refresh_from_db()
        assert (message.delivery, message.attempts, message.error) == (Delivery.SENT, 1, "")
        assert message.sent_at is not None
        assert heard == [("sent", Delivery.SENT)]

    def test_what_was_sent_is_stored(self, message, mail_server):
        deliver(message.pk)
        message.refresh_from_db()
        mail = parse(mail_server.contents[0])
        assert mail["Subject"] == message.subject
        assert "You have a place at Theme course & talks." in message.text
        assert "You have a place at Theme course &amp; talks." in message.html

    @pytest.mark.parametrize(
        "delivery",
        [Delivery.DRAFT, Delivery.HELD, Delivery.SENDING, Delivery.SENT, Delivery.FAILED],
    )
    def test_only_a_queued_message_is_sent(self, make_message, mail_server, delivery):
        message = make_message(delivery=delivery)
        assert deliver(message.pk) is None
        assert mail_server.contents == []

    def test_a_message_that_is_gone_is_nothing_to_do(self, db, mail_server):
        assert deliver(1) is None

    def test_it_is_rendered_once(self, make_message, mail_server):
        message = make_message(subject="As it was", text="Text", html="<p>Text</p>")
        deliver(message.pk)
        assert parse(mail_server.contents[0])["Subject"] == "As it was"

    def test_the_message_id_stays_when_it_goes_out_again(self, message, mail_server):
        deliver(message.pk)
        Message.objects.update(delivery=Delivery.QUEUED)
        deliver(message.pk)
        first, second = (parse(content)["Message-ID"] for content in mail_server.contents)
        assert first == second

    def test_two_messages_have_different_message_ids(self, make_message, mail_server):
        for message in (make_message(), make_message()):
            deliver(message.pk)
        first, second = (parse(content)["Message-ID"] for content in mail_server.contents)
        assert first != second

    def test_a_failing_receiver_harms_nothing(self, message, mail_server, caplog):
        def fail(sender, **kwargs):
            raise RuntimeError

        message_sent.connect(fail)
        try:
            assert deliver(message.pk) == Delivery.SENT
        finally:
            message_sent.disconnect(fail)


class TestFailure:
    def check(self, message, error) -> None:
        assert deliver(message.pk) == Delivery.QUEUED
        message.refresh_from_db()
        assert (message.delivery, message.error) == (Delivery.QUEUED, error)

    def test_a_server_that_is_down(self, message, no_mail_server):
        self.check(message, "ConnectionRefusedError")

    def test_a_server_that_refuses(self, message, serve):
        serve(Refusing())
        self.check(message, "SMTPRecipientsRefused 550")

    def test_a_server_that_hangs_up(self, message, serve):
        serve(HangingUp())
        self.check(message, "SMTPServerDisconnected")

    def test_a_backend_that_takes_nothing(self, message, settings):
        use_backend(settings, "tests.mail.backends.TakesNothing")
        self.check(message, "NothingSent")

    def test_a_template_that_fails(self, make_message, mail_server):
        message = make_message(occasion="unknown")
        self.check(message, "TemplateDoesNotExist")

    def test_the_log_names_no_one(self, message, serve, caplog):
        serve(Refusing())
        deliver(message.pk)
        [record] = [r for r in caplog.records if r.name.startswith("wagtail_inddragelse")]
        assert record.levelno == logging.WARNING
        assert message.to not in caplog.text
        assert "SMTPRecipientsRefused 550" in record.getMessage()

    def test_the_waits_grow(self):
        waits = [waiting_time(attempts) // MINUTE for attempts in range(1, 9)]
        assert waits == [1, 4, 16, 64, 256, 1024, 4096, 4320]

    def test_a_failed_attempt_is_followed_by_a_wait(self, message, no_mail_server):
        Message.objects.update(attempts=2)
        with time_machine.travel(NOW, tick=False):
            deliver(message.pk)
        message.refresh_from_db()
        assert message.next_attempt_at == NOW + 16 * MINUTE

    def test_after_the_last_attempt_it_is_given_up(self, message, no_mail_server, settings, heard):
        settings.WAGTAIL_INDDRAGELSE = {"MAIL_MAX_ATTEMPTS": 2}
        assert [deliver(message.pk), deliver(message.pk)] == [Delivery.QUEUED, Delivery.FAILED]
        message.refresh_from_db()
        assert message.delivery == Delivery.FAILED
        assert heard == [("failed", Delivery.FAILED)]

    def test_once_the_server_is_back_it_is_sent(self, message, settings, serve, no_mail_server):
        deliver(message.pk)
        inbox = serve(Inbox())
        assert send_due(timezone.now() + MINUTE) == {Delivery.SENT: 1}
        message.refresh_from_db()
        assert (len(inbox.contents), message.attempts, message.error) == (1, 2, "")


class TestErrorText:
    @pytest.mark.parametrize(
        ("error", "text"),
        [
            (smtplib.SMTPDataError(554, b"karin@example.dk is spam"), "SMTPDataError 554"),
            (smtplib.SMTPSenderRefused(530, b"no", "a@example.dk"), "SMTPSenderRefused 530"),
            (
                smtplib.SMTPRecipientsRefused({"k@example.dk": (450, b""), "j": (550, b"")}),
                "SMTPRecipientsRefused 450 550",
            ),
            (AnymailAPIError("to karin@example.dk", status_code=429), "AnymailAPIError 429"),
            (ValueError("karin@example.dk"), "ValueError"),
        ],
    )
    def test_it_has_type_and_code_and_no_address(self, error, text):
        assert error_text(error) == text


class TestMailService:
    def test_its_id_is_kept(self, message, settings):
        use_backend(settings, "anymail.backends.test.EmailBackend")
        deliver(message.pk)
        message.refresh_from_db()
        assert (message.delivery, message.provider_id) == (Delivery.SENT, "0")


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def test_a_second_worker_leaves_alone_what_the_first_is_sending(self, message, mail_server):
        second = []

        def work() -> None:
            second.append(deliver(message.pk))
            hang_up()

        mail_server.meanwhile = work
        assert (deliver(message.pk), second) == (Delivery.SENT, [None])
        assert len(mail_server.contents) == 1

    def test_nothing_is_locked_while_the_server_is_spoken_to(self, message, mail_server):
        changed = []

        def change() -> None:
            changed.append(Message.objects.filter(pk=message.pk).update(provider_id="touched"))
            hang_up()

        mail_server.meanwhile = change
        deliver(message.pk)
        assert changed == [1]

    def test_of_workers_that_start_at_once_one_sends_it(self, make_message, mail_server, tmp_path):
        messages = [make_message() for _ in range(10)]
        with patient_database(tmp_path / "copy.sqlite3"):
            for message in messages:
                assert sorted(map(str, race(message.pk))) == ["None", "None", "None", "sent"]
        assert len(mail_server.contents) == len(messages)


def hang_up() -> None:
    """Close this thread's connection; Django itself leaves one to SQLite in memory open."""
    BaseDatabaseWrapper.close(connection)


@contextmanager
def patient_database(path: Path) -> Iterator[None]:
    """Let new threads work on a database where one waits for another's lock.

    SQLite in memory, which tests run on, gives an error at once; so threads get a copy in a file.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    in_memory = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    yield
    connection.settings_dict["NAME"] = in_memory


def race(key: int, workers: int = 4) -> list[Delivery | None]:
    """What ``deliver`` gives to threads that call it at the same moment."""
    outcomes, barrier = [], threading.Barrier(workers)

    def work() -> None:
        barrier.wait()
        outcomes.append(deliver(key))
        hang_up()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


class TestSendDue:
    def test_what_is_due_is_sent_and_the_rest_waits(self, make_message, mail_server):
        now = timezone.now()
        due, later = make_message(), make_message(next_attempt_at=now + MINUTE)
        assert send_due(timezone.now()) == {Delivery.SENT: 1}
        due.refresh_from_db()
        later.refresh_from_db()
        assert (due.delivery, later.delivery) == (Delivery.SENT, Delivery.QUEUED)

    def test_it_counts_each_outcome(self, make_message, no_mail_server):
        make_message()
        make_message(attempts=7)
        assert send_due() == {Delivery.QUEUED: 1, Delivery.FAILED: 1}

    def test_with_nothing_to_do_it_counts_nothing(self, db):
        assert send_due() == {}

    def test_one_bad_message_does_not_stop_the_others(self, make_message, mail_server):
        make_message(occasion="unknown")
        make_message(occasion=Occasion.REMINDER)
        assert send_due() == {Delivery.QUEUED: 1, Delivery.SENT: 1}


class TestRescue:
    @pytest.fixture
    def stuck(self, make_message):
        """A message whose worker died a quarter of an hour ago."""
        return make_message(
            delivery=Delivery.SENDING, claimed_at=timezone.now() - 15 * MINUTE, attempts=1
        )

    def test_a_message_stuck_in_sending_is_sent(self, stuck, mail_server):
        assert send_due() == {Delivery.SENT: 1}
        assert len(mail_server.contents) == 1

    def test_a_long_run_does_not_make_its_last_messages_look_stuck(self, message, no_mail_server):
        send_due(timezone.now() + 60 * MINUTE)
        message.refresh_from_db()
        assert message.claimed_at <= timezone.now()

    def test_a_message_that_is_being_sent_is_left_alone(self, make_message, mail_server):
        make_message(delivery=Delivery.SENDING, claimed_at=timezone.now() - 14 * MINUTE)
        assert send_due() == {}
        assert mail_server.contents == []

    def test_after_its_last_attempt_it_is_given_up(self, stuck, mail_server, heard):
        Message.objects.update(attempts=8)
        assert send_due() == {Delivery.FAILED: 1}
        stuck.refresh_from_db()
        assert (stuck.delivery, stuck.error) == (Delivery.FAILED, "Interrupted")
        assert heard == [("failed", Delivery.FAILED)]
        assert mail_server.contents == []

    @pytest.mark.django_db(transaction=True)
    def test_a_slow_worker_that_fails_does_not_disturb_the_one_that_took_over(self, message, serve):
        def take_over() -> None:
            Message.objects.update(claimed_at=timezone.now(), attempts=2)
            hang_up()

        serve(HangingUp()).meanwhile = take_over
        assert deliver(message.pk) is None
        message.refresh_from_db()
        assert (message.delivery, message.attempts) == (Delivery.SENDING, 2)
