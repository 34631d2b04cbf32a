"""The same faults at the other forms: behind the secret link, and the one with a single field."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import InMemoryStorage
from django.db import OperationalError, connection, transaction
from django.utils import translation

from tests.domain.builders import NOW
from tests.questions.builders import question, schema, upload
from wagtail_inddragelse.domain.record import transitions
from wagtail_inddragelse.domain.signup import more_wanted, subscriptions
from wagtail_inddragelse.mail.tasks import deliver_message
from wagtail_inddragelse.models import Attachment, EarlierAnswers, Intake, State, Subscription
from wagtail_inddragelse.testing.factories import FormVersionFactory, SubmissionFactory, UserFactory

from . import test_outages
from .browser import read_fields
from .test_receipt import path_of


def cut(*args, **kwargs):
    raise OperationalError("server closed the connection: ada@example.dk")


class TestSecretLink:
    """Forms behind the secret link, and the one with a single field."""

    @pytest.fixture
    def wanted(self, intake):
        """An application whose applicant was asked for more words and a file."""
        form = schema(question("long_text", "why", required=True), question("attachment", "plan"))
        submission = SubmissionFactory(
            intake=intake,
            state=State.UNDER_ASSESSMENT,
            language="en",
            form_version=FormVersionFactory(form_schema=form),
            answers={"why": "Because"},
        )
        due = NOW + dt.timedelta(days=7)
        more_wanted.ask(submission, ("why", "plan"), due_at=due, text="", user=UserFactory())
        return submission

    def give(self, browser, wanted, **values):
        page = browser.get(path_of(wanted, "more/"))
        return browser.send(page, **{"q-why": "We have a plan", **values})

    def test_the_page_that_asks_for_more_says_so(self, browser, wanted, monkeypatch):
        monkeypatch.setattr(transitions, "apply", cut)
        answer = self.give(browser, wanted)
        assert (answer.status, answer.soup.h1.get_text()) == (503, "Your form has not been sent")
        assert read_fields(answer.soup.form)["q-why"] == "We have a plan"

    def test_nothing_is_done_by_halves(self, browser, wanted, monkeypatch, use_storage):
        storage = InMemoryStorage()
        use_storage(storage)
        monkeypatch.setattr(transitions, "apply", cut)
        self.give(browser, wanted, **{"q-plan": upload("plan.pdf")})
        wanted.refresh_from_db()
        assert (wanted.answers, wanted.state) == ({"why": "Because"}, State.MORE_WANTED)
        assert (EarlierAnswers.objects.count(), Attachment.objects.count()) == (0, 0)
        assert storage.listdir("attachments")[1] == []

    def test_the_button_gives_it(self, browser, wanted, monkeypatch):
        monkeypatch.setattr(transitions, "apply", cut)
        answer = self.give(browser, wanted)
        monkeypatch.undo()
        again = browser.post(answer.soup.form["action"], read_fields(answer.soup.form))
        wanted.refresh_from_db()
        assert (again.status, wanted.answers) == (303, {"why": "We have a plan"})

    def test_a_full_disk_keeps_what_was_typed(self, browser, wanted, use_storage):
        use_storage(test_outages.FullDisk())
        answer = self.give(browser, wanted, **{"q-plan": upload("plan.pdf")})
        assert (answer.status, answer.problem) == (503, test_outages.TestDisk.PROBLEM)
        assert answer.fields["q-why"] == "We have a plan"

    def test_a_cache_that_is_down_is_no_matter(self, browser, wanted, settings):
        down = {"BACKEND": "tests.public.test_outages.DownCache"}
        settings.CACHES = {**settings.CACHES, "down": down}
        settings.WAGTAIL_INDDRAGELSE = {"CACHE": "down"}
        assert self.give(browser, wanted, **{"q-plan": upload("plan.pdf")}).status == 303

    def test_a_broker_that_is_down_is_no_matter(self, browser, wanted, monkeypatch):
        monkeypatch.setattr(type(deliver_message), "enqueue", test_outages._refuse_connection)
        assert self.give(browser, wanted).status == 303

    def test_a_withdrawal_can_be_sent_again(self, browser, intake, monkeypatch):
        submission = SubmissionFactory(intake=intake, language="en")
        monkeypatch.setattr(more_wanted, "note_withdrawal", cut)
        answer = browser.post(path_of(submission, "change/"), {"action": "withdraw"})
        submission.refresh_from_db()
        assert (answer.status, submission.state) == (503, State.CONFIRMED)
        monkeypatch.undo()
        browser.post(answer.soup.form["action"], read_fields(answer.soup.form))
        submission.refresh_from_db()
        assert submission.state == State.WITHDRAWN

    def test_so_can_an_address_to_be_told_at(self, browser, intake, monkeypatch):
        Intake.objects.update(publication=Intake.Publication.ANNOUNCED)
        url = f"/inddragelse/tell-me/{intake.pk}/"
        monkeypatch.setattr(subscriptions, "subscribe", cut)
        with translation.override("da"):
            answer = browser.post(url, {"email": "ada@example.dk"})
        assert (answer.status, answer.soup.h1.get_text()) == (503, "Your form has not been sent")
        monkeypatch.undo()
        browser.post(answer.soup.form["action"], read_fields(answer.soup.form))
        assert Subscription.objects.get().email == "ada@example.dk"

    def test_a_transaction_around_the_request_is_given_up(self, browser, intake, monkeypatch):
        given_up = []
        monkeypatch.setattr(subscriptions, "subscribe", cut)
        Intake.objects.update(publication=Intake.Publication.ANNOUNCED)
        with monkeypatch.context() as patch:
            patch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
            patch.setattr(transaction, "set_rollback", given_up.append)
            browser.post(f"/inddragelse/tell-me/{intake.pk}/", {"email": "ada@example.dk"})
        assert given_up == [True]
