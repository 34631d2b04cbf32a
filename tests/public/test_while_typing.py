"""What can change between the moment a form is opened and the moment it is sent."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.builders import COPENHAGEN, NOW
from tests.questions.builders import question
from wagtail_inddragelse.models import Attachment, FormVersion, Intake, Submission
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

from .browser import CONTACT
from .conftest import FORM_PATH

DEADLINE = dt.datetime(2026, 10, 1, 23, 59, tzinfo=COPENHAGEN)
TYPED = {**CONTACT, "contact_phone": "12 34 56 78", "organisation": "Skive Kommune"}


@pytest.fixture
def change(intake):
    """Publishes other values of the intake."""

    def change(**values):
        Intake.objects.filter(pk=intake.pk).update(**values)

    return change


def still_there(page) -> bool:
    """Whether all that was typed can be read on ``page``."""
    inputs = {tag["name"]: tag.get("value") for tag in page.soup.select("input[name]")}
    return {name: inputs.get(name) for name in TYPED} == TYPED


def assert_refused(page, problem: str, status: int = 409) -> None:
    assert (page.status, page.problem) == (status, problem)
    assert page.title.startswith("Error: ")
    assert still_there(page)
    assert Submission.objects.filter(contact_email="ada@example.dk").count() == 0


class TestTheDeadline:
    @pytest.mark.parametrize("second", [0, 59])
    def test_the_last_minute_counts(self, browser, change, clock, second):
        change(closes_at=DEADLINE)
        form = browser.get(FORM_PATH)

        answer = browser.send(form, after=DEADLINE - NOW + dt.timedelta(seconds=second), **TYPED)

        assert answer.status == 303

    def test_the_minute_after_is_told_kindly(self, browser, change):
        change(closes_at=DEADLINE)
        form = browser.get(FORM_PATH)

        answer = browser.send(form, after=DEADLINE - NOW + dt.timedelta(minutes=1), **TYPED)

        assert_refused(answer, "The deadline has passed.")
        assert "The deadline was 1 October 2026 at 23:59." in answer.text

    def test_there_is_no_button_left_to_press(self, browser, change):
        change(closes_at=DEADLINE)
        answer = browser.send(browser.get(FORM_PATH), after=dt.timedelta(hours=13), **TYPED)

        assert answer.form is None
        assert "What you wrote is below, so that you can copy it." in answer.text


class TestPlaces:
    @pytest.fixture
    def full(self, form, intake, change):
        """The last place goes while somebody types."""
        change(waiting_list="off")
        SubmissionFactory(intake=intake, people=3)
        return form

    def test_full_without_a_list_is_told_kindly(self, browser, full):
        answer = browser.send(full, **TYPED)

        assert_refused(answer, "All places were taken before you sent the form.")

    def test_another_date_can_be_chosen_instead(self, browser, full, event):
        other = IntakeFactory(page=event, title="Start 13 November", capacity=9)
        answer = browser.send(full, **TYPED)

        assert_refused(answer, "All places were taken before you sent the form.")
        assert "intake" not in answer.fields
        assert browser.send(answer, intake=other.pk).status == 303
        assert Submission.objects.get(contact_email="ada@example.dk").intake == other

    def test_full_with_a_list_puts_them_on_it(self, browser, form, intake):
        SubmissionFactory(intake=intake, people=3)

        receipt = browser.receipt(browser.send(form, **TYPED))

        assert receipt.soup.h1.text == "You are on the waiting list"

    def test_a_party_too_big_is_told_how_many_places_are_left(self, browser, intake, change):
        change(max_participants=2, waiting_list="off")
        first = browser.send(browser.get(FORM_PATH), **TYPED, add_participant="1")
        SubmissionFactory(intake=intake, people=2)
        people = {"participant-0-name": "Bo", "participant-0-email": "bo@example.dk"}

        answer = browser.send(first, **people)

        problem = "There is only 1 place left, which is not enough for all of you."
        assert_refused(answer, problem)
        assert answer.fields["participant-0-name"] == "Bo"

    def test_whoever_comes_alone_then_gets_it(self, browser, intake, change):
        change(max_participants=2, waiting_list="off")
        first = browser.send(browser.get(FORM_PATH), **TYPED, add_participant="1")
        SubmissionFactory(intake=intake, people=2)

        answer = browser.send(first, **{"participants-total": "0"})

        assert answer.status == 303


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"publication": "cancelled"}, "This has been cancelled."),
        ({"publication": "announced"}, "Sign-up has not opened yet."),
        ({"opens_at": NOW + dt.timedelta(days=1)}, "Sign-up has not opened yet."),
    ],
)
def test_an_intake_that_is_closed_meanwhile(browser, form, change, values, problem):
    change(**values)

    assert_refused(browser.send(form, **TYPED), problem)


class TestPages:
    CLOSED = "Sign-up here has been closed."

    def test_the_form_page_is_unpublished(self, browser, form, form_page):
        form_page.unpublish()

        answer = browser.send(form, **TYPED)

        assert_refused(answer, self.CLOSED)
        assert answer.form is None

    def test_the_offer_is_unpublished(self, browser, form, event):
        event.unpublish()

        assert_refused(browser.send(form, **TYPED), self.CLOSED)

    def test_the_offer_gets_another_form(self, browser, form, event, home):
        from wagtail_inddragelse.testing.factories import ApplicationFormPageFactory

        event.form_page = ApplicationFormPageFactory(parent=home, slug="elsewhere")
        event.save()

        assert_refused(browser.send(form, **TYPED), self.CLOSED)

    def test_the_page_is_moved_to_another_address(self, browser, form, form_page):
        form_page.slug = "elsewhere"
        form_page.save()

        assert browser.send(form, **TYPED).status == 303


class TestTheForm:
    def test_what_was_asked_is_taken_and_shown_as_it_was_asked(self, browser, ask):
        ask(question("short_text", "why", label="Why do you apply?"))
        form = browser.get(FORM_PATH)
        ask(
            question("short_text", "why", label="Reason"),
            question("short_text", "new", label="New?", required=True),
        )

        receipt = browser.receipt(browser.send(form, **TYPED, **{"q-why": "To learn"}))

        assert "Why do you apply? To learn" in receipt.text
        assert ("Reason" in receipt.text, "New?" in receipt.text) == (False, False)

    def test_an_old_form_that_comes_back_is_the_old_one(self, browser, ask):
        ask(question("short_text", "why", label="Why do you apply?", required=True))
        form = browser.get(FORM_PATH)
        ask(question("short_text", "new", label="New?", required=True))

        answer = browser.send(form, **TYPED)
        assert answer.errors == {"q-why": "Fill in “Why do you apply?”"}
        assert browser.send(answer, **{"q-why": "To learn"}).status == 303

    def test_an_answer_to_a_question_that_was_never_asked_is_not_stored(self, browser, form):
        browser.send(form, **TYPED, **{"q-other": "x", "state": "confirmed"})

        assert Submission.objects.get().answers == {}

    def test_the_privacy_information_is_kept_as_it_was_given(self, browser, ask):
        ask(privacy="<p>We keep it for a year.</p>")
        form = browser.get(FORM_PATH)
        ask(privacy="<p>We keep it for ever.</p>")
        browser.send(form, **TYPED)

        assert Submission.objects.get().form_version.schema["privacy"] == (
            "<p>We keep it for a year.</p>"
        )

    def test_an_old_form_whose_version_is_not_known_is_taken_as_the_one_of_today(
        self, browser, form
    ):
        FormVersion.objects.all().delete()

        assert browser.send(form, **TYPED).status == 303


def test_nothing_is_stored_of_what_is_refused(browser, form, form_page):
    form_page.unpublish()
    browser.send(form, **TYPED)

    assert (Submission.objects.count(), Attachment.objects.count()) == (0, 0)
