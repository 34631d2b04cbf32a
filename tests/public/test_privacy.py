"""Nothing personal leaves by logs, error reports, URLs, tasks or cookies."""

from __future__ import annotations

import logging

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django_tasks import default_task_backend
from wagtail.models import ModelLogEntry

from tests.mail_server import use_port
from tests.questions.builders import question, upload
from wagtail_inddragelse.models import Submission
from wagtail_inddragelse.signals import message_sent, submission_received, submission_state_changed

from .browser import CONTACT
from .conftest import FORM_PATH

PERSON = {
    **CONTACT,
    "contact_phone": "12 34 56 78",
    "organisation": "Lykkebo",
    "q-why": "My secret reason",
}
PERSONAL = ("Ada", "Holm", "ada@example.dk", "12 34 56 78", "Lykkebo", "secret reason", "Ada.pdf")


def personal_in(text: str) -> list[str]:
    return [word for word in PERSONAL if word in text]


def fail(**kwargs):
    raise LookupError


@pytest.fixture
def form(browser, ask, private_files):
    ask(question("short_text", "why"), question("attachment", "cv"))
    return browser.get(FORM_PATH)


@pytest.fixture
def failing():
    """Has a receiver of this signal fail."""
    signals = []

    def failing(signal) -> None:
        signal.connect(fail)
        signals.append(signal)

    yield failing
    for signal in signals:
        signal.disconnect(fail)


@pytest.fixture
def logged(caplog):
    """All that a site logs that does not debug."""
    caplog.set_level(logging.INFO)
    return caplog


def send(browser, form, **values):
    return browser.send(form, **{**PERSON, "q-cv": upload("Ada.pdf"), **values})


class TestLogs:
    def test_a_sign_up_that_goes_well(self, browser, form, logged):
        browser.receipt(send(browser, form))

        assert Submission.objects.count() == 1
        assert personal_in(logged.text) == []

    @pytest.mark.parametrize(
        "values", [{"contact_email": "x"}, {"token": ""}, {"website_url": "x"}]
    )
    def test_one_that_is_refused(self, browser, form, logged, values):
        assert send(browser, form, **values).status in (400, 422)
        assert personal_in(logged.text) == []

    def test_one_that_is_sent_twice_in_two_ways(self, browser, form, logged):
        answers = [send(browser, form, **{"q-why": why}) for why in ("secret reason", "another")]

        assert [answer.status for answer in answers] == [303, 409]
        assert personal_in(logged.text) == []

    def test_one_that_is_too_big(self, browser, form, logged):
        assert send(browser, form, **{"q-why": "Ada" * 1_000_000}).status == 413
        assert personal_in(logged.text) == []

    def test_a_mail_server_that_refuses(self, browser, form, logged, settings):
        use_port(settings, 1)

        assert send(browser, form).status == 303
        assert "ConnectionRefusedError" in logged.text
        assert personal_in(logged.text) == []

    @pytest.mark.parametrize("signal", [submission_received, message_sent])
    def test_a_receiver_that_fails(self, browser, form, logged, failing, signal):
        failing(signal)

        assert send(browser, form).status == 303
        assert "LookupError" in logged.text
        assert personal_in(logged.text) == []


class TestErrorReports:
    @pytest.fixture
    def report(self, browser, form, failing, settings):
        """The mail to the site's administrators about a crash in the middle of a sign-up."""
        settings.ADMINS = [("Admin", "admin@example.dk")]
        failing(submission_state_changed)
        browser.client.raise_request_exception = False
        assert send(browser, form, **{"q-cv": None}).status == 500
        (message,) = mail.outbox
        return message

    def test_they_say_where_it_failed(self, report):
        assert "raise LookupError" in report.body

    def test_they_leave_out_what_was_sent(self, report):
        html = "".join(content for content, _type in report.alternatives)

        assert personal_in(report.subject + report.body + html) == []

    def test_nothing_is_stored(self, report):
        assert Submission.objects.count() == 0


class TestUrls:
    def test_no_url_on_the_way_holds_anything(self, browser, form):
        answer = send(browser, form)
        receipt = browser.receipt(answer)
        links = [a["href"] for a in receipt.soup.select("a[href]") if "mailto" not in a["href"]]

        assert personal_in(" ".join([answer.response["Location"], *links])) == []

    def test_what_was_typed_is_never_in_a_query(self, form):
        assert form.form["method"] == "post"


def test_tasks_are_told_keys_only(browser, form, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    send(browser, form)

    results = [
        result for result in default_task_backend.results if "mail" in result.task.module_path
    ]
    assert len(results) == 2
    assert all(isinstance(key, int) for result in results for key in result.args)
    assert [result.kwargs for result in results] == [{}, {}]


class TestLoggedIn:
    @pytest.fixture
    def editor(self, browser, admin_user):
        browser.client = Client(enforce_csrf_checks=True)
        browser.client.force_login(admin_user)
        return browser

    def test_the_session_is_neither_read_nor_changed(self, editor, form):
        before = Session.objects.values().get()

        answer = send(editor, form)
        receipt = editor.receipt(answer)

        assert [page.response.get("Vary", "") for page in (answer, receipt)] == ["", ""]
        assert [page.response.cookies for page in (answer, receipt)] == [{}, {}]
        assert Session.objects.values().get() == before

    def test_a_form_that_comes_back_does_not_read_it_either(self, editor, form):
        answer = send(editor, form, contact_email="")

        assert (answer.status, answer.response.get("Vary", "")) == (422, "")

    def test_the_log_does_not_say_who_was_logged_in(self, editor, form):
        send(editor, form)

        assert {entry.user for entry in ModelLogEntry.objects.all()} == {None}
