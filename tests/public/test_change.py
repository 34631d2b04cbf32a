"""Withdrawing and answering an offer by the secret link: it asks first, and needs a POST."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from tests.domain.builders import NOW
from wagtail_inddragelse.models import Intake, Message, Submission
from wagtail_inddragelse.testing.factories import SubmissionFactory

from .test_receipt import path_of


@pytest.fixture
def automatic(intake):
    """One place, which goes to the next in line by itself."""
    intake.capacity, intake.waiting_list = 1, Intake.WaitingList.AUTOMATIC
    intake.save()
    return intake


@pytest.fixture
def submission_in(automatic):
    def make(state: str) -> Submission:
        until = NOW + dt.timedelta(days=3)
        return SubmissionFactory(intake=automatic, state=state, offered_until=until, language="en")

    return make


def state_of(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).state


class TestAsking:
    @pytest.mark.parametrize(
        ("state", "heading", "buttons"),
        [
            ("confirmed", "Withdraw", ["withdraw"]),
            ("waiting", "Withdraw", ["withdraw"]),
            ("received", "Withdraw", ["withdraw"]),
            ("offered", "Do you want the place?", ["accept_place", "decline"]),
            ("withdrawn", "You have withdrawn", []),
            ("rejected", "You have not been given a place", []),
        ],
    )
    def test_it_offers_what_can_be_done(self, browser, submission_in, state, heading, buttons):
        page = browser.get(path_of(submission_in(state), "change/"))

        assert page.soup.h1.text == heading
        assert [button["value"] for button in page.soup.select("main button")] == buttons

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("confirmed", "You lose your place. You can't undo it."),
            ("waiting", "You leave the waiting list."),
            ("received", "Your application will no longer be considered."),
        ],
    )
    def test_it_says_what_that_means(self, browser, submission_in, state, words):
        assert words in browser.get(path_of(submission_in(state), "change/")).text

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("confirmed", "Meld fra"),
            ("waiting", "Meld fra"),
            ("received", "Træk ansøgningen tilbage"),
        ],
    )
    def test_in_danish_an_application_is_taken_back(self, browser, submission_in, state, words):
        submission = submission_in(state)
        Submission.objects.update(language="da")
        receipt, page = (browser.get(path_of(submission, tail)) for tail in ("", "change/"))
        link, button = receipt.soup.select("main a")[-1], page.soup.select_one("main button")
        assert (link.text, page.soup.h1.text) == (words, words)
        assert button.text == f"Ja, {words[0].lower()}{words[1:]}"

    @pytest.mark.parametrize("method", ["get", "head", "options"])
    @pytest.mark.parametrize("query", ["", "?action=withdraw"])
    def test_opening_it_changes_nothing(self, browser, submission_in, method, query):
        submission = submission_in("confirmed")

        getattr(browser.client, method)(path_of(submission, "change/") + query)

        assert (state_of(submission), Message.objects.count()) == ("confirmed", 0)


class TestDoing:
    def change(self, browser, submission: Submission, step: str):
        return browser.post(path_of(submission, "change/"), {"action": step})

    @pytest.mark.parametrize(
        ("state", "step", "target", "heading"),
        [
            ("confirmed", "withdraw", "withdrawn", "You have withdrawn"),
            ("offered", "accept_place", "confirmed", "You are signed up"),
            ("offered", "decline", "declined", "You have declined the place"),
        ],
    )
    def test_the_receipt_shows_it(self, browser, submission_in, state, step, target, heading):
        submission = submission_in(state)

        answer = self.change(browser, submission, step)

        assert (answer.status, state_of(submission)) == (303, target)
        assert browser.receipt(answer).soup.h1.text == heading

    def test_a_mail_confirms_it(self, browser, submission_in):
        submission = submission_in("confirmed")
        self.change(browser, submission, "withdraw")

        assert [message.to for message in mail.outbox] == [
            [submission.contact_email],
            ["sager@example.dk"],
        ]

    @pytest.mark.parametrize("step", ["withdraw", "decline"])
    def test_the_next_in_line_is_offered_the_place(self, browser, submission_in, step):
        submission, waiting = submission_in("offered"), submission_in("waiting")

        self.change(browser, submission, step)

        assert state_of(waiting) == "offered"

    def test_twice_is_harmless(self, browser, submission_in):
        submission = submission_in("confirmed")
        answers = [self.change(browser, submission, "withdraw") for _click in range(2)]

        assert [answer.status for answer in answers] == [303, 303]
        assert (state_of(submission), len(mail.outbox)) == ("withdrawn", 2)

    def test_an_offer_that_went_on_meanwhile_is_told_by_the_receipt(self, browser, submission_in):
        submission = submission_in("offered")
        Submission.objects.update(state="expired")

        receipt = browser.receipt(self.change(browser, submission, "accept_place"))

        assert receipt.soup.h1.text == "The place is no longer kept for you"

    @pytest.mark.parametrize("step", ["accept_place", "decline"])
    def test_an_answer_that_comes_too_late_is_told_and_passes_the_place_on(
        self, browser, clock, submission_in, step
    ):
        submission, waiting = submission_in("offered"), submission_in("waiting")
        clock.shift(dt.timedelta(days=3))

        receipt = browser.receipt(self.change(browser, submission, step))

        assert receipt.soup.h1.text == "The place is no longer kept for you"
        assert (state_of(submission), state_of(waiting)) == ("expired", "offered")

    @pytest.mark.parametrize("step", ["accept_place", "decline"])
    def test_a_place_at_what_was_cancelled_can_not_be_taken(self, browser, submission_in, step):
        submission = submission_in("offered")
        Intake.objects.update(publication=Intake.Publication.CANCELLED)

        receipt = browser.receipt(self.change(browser, submission, step))

        assert receipt.soup.h1.text == "It is cancelled"
        assert (state_of(submission), len(mail.outbox)) == ("over", 1)

    @pytest.mark.parametrize(
        ("state", "target"),
        [("confirmed", "confirmed"), ("waiting", "over"), ("offered", "expired")],
    )
    def test_nobody_withdraws_from_what_was_held(
        self, browser, clock, submission_in, state, target
    ):
        submission = submission_in(state)
        clock.shift(dt.timedelta(days=70))

        answer = self.change(browser, submission, "withdraw")

        assert (answer.status, state_of(submission)) == (303, target)

    @pytest.mark.parametrize("step", ["", "confirm", "accept", "mark_attended", "x"])
    def test_no_other_step_can_be_taken(self, browser, submission_in, step):
        submission = submission_in("waiting")

        assert self.change(browser, submission, step).status == 400
        assert state_of(submission) == "waiting"

    @pytest.mark.parametrize("step", ["accept_place", "decline"])
    def test_who_waits_can_not_take_a_place(self, browser, submission_in, step):
        submission = submission_in("waiting")
        self.change(browser, submission, step)

        assert state_of(submission) == "waiting"

    @pytest.mark.parametrize("end", ["", "calendar.ics"])
    def test_the_receipt_itself_takes_nothing(self, browser, submission_in, end):
        submission = submission_in("confirmed")

        answer = browser.post(path_of(submission, end), {"action": "withdraw"})

        assert (answer.status, state_of(submission)) == (405, "confirmed")
