"""Giving more by the secret link: what is shown, what is taken, and what is refused kindly."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.builders import NOW
from tests.questions.builders import only_if, question, schema, upload
from wagtail_inddragelse.domain.signup import attachments, more_wanted
from wagtail_inddragelse.models import Attachment, EarlierAnswers, MoreWanted, State, Submission
from wagtail_inddragelse.testing.factories import FormVersionFactory, SubmissionFactory, UserFactory

from .browser import Browser, Page
from .test_receipt import path_of

DUE = NOW + dt.timedelta(days=7)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def submission(intake):
    form = schema(
        question("long_text", "why", required=True),
        question("yes_no", "budget"),
        question("number", "amount", decimals=True, required=True, **only_if("budget", "yes")),
        question("attachment", "plan", required=True),
        question("short_text", "other"),
    )
    return SubmissionFactory(
        intake=intake,
        state=State.UNDER_ASSESSMENT,
        language="en",
        form_version=FormVersionFactory(form_schema=form),
        answers={"why": "Because", "budget": True, "amount": 1.5, "other": "Not asked again"},
    )


@pytest.fixture
def ask(submission):
    def ask(*ids: str, text: str = "") -> MoreWanted:
        user = UserFactory()
        return more_wanted.ask(submission, ids or ("why",), due_at=DUE, text=text, user=user)

    return ask


@pytest.fixture
def old_file(submission, private_files) -> Attachment:
    row = attachments.write("plan", upload("old.pdf"))
    row.submission = submission
    row.save()
    return row


@pytest.fixture
def open_form(browser: Browser, submission):
    return lambda: browser.get(path_of(submission, "more/"))


def names(page: Page) -> set[str]:
    return {name for name in page.fields if name.startswith("q-")}


def answers() -> dict:
    return Submission.objects.get().answers


class TestReceipt:
    def test_it_says_what_is_wanted_and_leads_there(self, browser, submission, ask):
        ask("why", "plan", text="What about the staff?")
        page = browser.get(path_of(submission))
        notice = page.soup.select_one(".alert-warning")
        assert "Answer by 8 October 2026 at 12:00" in " ".join(notice.get_text().split())
        assert [item.get_text() for item in notice.select("li")] == ["why", "plan"]
        assert "What about the staff?" in notice.get_text()
        [button] = page.soup.select("a.button-primary")
        assert button["href"] == path_of(submission, "more/")

    def test_it_says_so_when_it_is_answered(self, browser, submission, ask, open_form):
        ask()
        receipt = browser.receipt(browser.send(open_form(), **{"q-why": "For the children"}))
        assert "We received your answers to our questions" in receipt.text
        assert "For the children" in receipt.text
        assert receipt.soup.select("a.button-primary") == []

    def test_it_says_so_when_the_deadline_has_passed(self, browser, submission, ask, clock):
        ask()
        clock.shift(2 * WEEK)
        page = browser.get(path_of(submission))
        assert "The deadline has passed" in page.text
        assert page.soup.select("a.button-primary") == []

    def test_it_says_nothing_where_nothing_was_asked(self, browser, submission):
        assert browser.get(path_of(submission)).soup.select(".alert-warning") == []


class TestForm:
    def test_only_the_chosen_questions_are_asked(self, ask, open_form):
        ask("why")
        page = open_form()
        assert names(page) == {"q-why"}
        assert "Not asked again" not in page.text

    def test_earlier_answers_are_filled_in(self, ask, open_form):
        ask("why", "budget")
        fields = open_form().fields
        given = {name: value for name, value in fields.items() if name.startswith("q-")}
        assert given == {"q-why": "Because", "q-budget": "yes", "q-amount": "1,5"}

    def test_it_is_kept_for_back_alone_not_indexed_and_sets_no_cookie(self, ask, open_form):
        ask()
        response = open_form().response
        assert response["Cache-Control"] == "private, max-age=0"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies

    def test_without_a_request_it_leads_to_the_receipt(self, open_form, submission):
        page = open_form()
        assert (page.status, page.response["Location"]) == (302, path_of(submission))

    def test_another_token_does_not_open_it(self, browser, ask, submission):
        ask()
        url = f"/inddragelse/receipt/{submission.reference}/{'A' * 43}/more/"
        assert browser.get(url).status == 404


class TestSend:
    def test_it_leads_to_the_receipt(self, browser, submission, ask, open_form):
        ask()
        page = browser.send(open_form(), **{"q-why": "For the children"})
        assert (page.status, page.response["Location"]) == (303, path_of(submission))
        assert answers()["why"] == "For the children"

    def test_an_error_keeps_what_was_typed(self, browser, ask, open_form):
        ask("why", "budget")
        page = browser.send(open_form(), **{"q-why": "", "q-amount": "many"})
        assert page.status == 422
        assert set(page.errors) == {"q-why", "q-amount"}
        assert page.fields["q-amount"] == "many"
        assert page.title.startswith("Error:")
        assert answers()["why"] == "Because"

    def test_an_answer_can_hide_a_question(self, browser, ask, open_form):
        ask("budget")
        browser.send(open_form(), **{"q-budget": "no"})
        assert "amount" not in answers()

    def test_an_answer_can_show_one(self, browser, submission, ask, open_form):
        Submission.objects.update(answers={"why": "Because", "budget": False})
        submission.refresh_from_db()
        ask("budget")
        page = browser.send(open_form(), **{"q-budget": "yes"})
        assert set(page.errors) == {"q-amount"}

    def test_a_double_click_is_one_answer(self, browser, submission, ask, open_form):
        ask()
        form = open_form()
        pages = [browser.send(form, **{"q-why": "For the children"}) for _ in range(2)]
        assert [page.status for page in pages] == [303, 303]
        assert EarlierAnswers.objects.count() == 1

    def test_another_answer_afterwards_is_refused_and_shown(self, browser, ask, open_form):
        ask()
        form = open_form()
        browser.send(form, **{"q-why": "First"})
        page = browser.send(form, **{"q-why": "Second"})
        assert (page.status, answers()["why"]) == (409, "First")
        assert "You have already answered" in page.problem
        assert page.fields["q-why"] == "Second"
        assert page.soup.select("button") == []

    @pytest.fixture
    def earlier_form(self, browser, submission, ask, open_form):
        """One that was answered with "First", before something else was asked for."""
        ask("why")
        form = open_form()
        browser.send(form, **{"q-why": "First"})
        submission.refresh_from_db()
        ask("other")
        return form

    def test_the_page_of_an_earlier_request_does_not_answer_a_later_one(
        self, browser, earlier_form
    ):
        page = browser.send(earlier_form, **{"q-why": "Second"})
        assert (page.status, page.fields["q-why"]) == (409, "Second")
        assert "You have already answered" in page.problem
        assert answers() | {"why": "First", "other": "Not asked again"} == answers()
        assert Submission.objects.get().state == State.MORE_WANTED

    def test_nor_does_a_second_click(self, browser, submission, earlier_form):
        page = browser.send(earlier_form, **{"q-why": "First"})
        assert (page.status, page.response["Location"]) == (303, path_of(submission))
        assert Submission.objects.get().state == State.MORE_WANTED

    def test_after_the_deadline_it_is_refused_and_shown(self, browser, ask, open_form):
        ask()
        page = browser.send(open_form(), after=2 * WEEK, **{"q-why": "Too late"})
        assert (page.status, answers()["why"]) == (409, "Because")
        assert "The deadline has passed" in page.problem
        assert page.fields["q-why"] == "Too late"
        assert page.soup.select("button") == []

    def test_after_the_deadline_the_page_explains(self, ask, open_form, clock):
        ask()
        clock.shift(2 * WEEK)
        page = open_form()
        assert "The deadline has passed" in page.problem
        assert page.form is None

    def test_what_was_not_asked_is_not_taken(self, browser, ask, open_form):
        ask()
        browser.send(open_form(), **{"q-why": "New", "q-other": "Smuggled"})
        assert answers()["other"] == "Not asked again"

    def test_too_much_is_refused(self, browser, ask, submission, settings):
        ask()
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
        page = browser.post(path_of(submission, "more/"), {f"x{n}": "1" for n in range(9)})
        assert page.status == 413


class TestFiles:
    def test_the_old_one_is_named_and_stays(self, browser, ask, open_form, old_file, submission):
        ask("plan", "why")
        form = open_form()
        assert "Already uploaded: old.pdf" in form.text
        browser.send(form, **{"q-why": "New"})
        assert [file.pk for file in submission.attachments.current()] == [old_file.pk]

    def test_a_new_one_replaces_it(self, browser, ask, open_form, old_file, submission):
        ask("plan")
        browser.send(open_form(), **{"q-plan": upload("new.pdf")})
        assert [file.name for file in submission.attachments.current()] == ["new.pdf"]
        assert [file.name for file in EarlierAnswers.objects.get().attachments] == ["old.pdf"]

    def test_a_required_one_cannot_be_left_out(self, browser, ask, open_form, old_file):
        ask("plan")
        page = browser.send(open_form(), **{"drop-plan": "yes"})
        assert page.status == 422

    def test_an_error_keeps_the_new_one(self, browser, ask, open_form, old_file, submission):
        ask("plan", "why")
        page = browser.send(open_form(), **{"q-why": "", "q-plan": upload("new.pdf")})
        assert "Already uploaded: new.pdf" in page.text
        browser.send(page, **{"q-why": "New"})
        assert [file.name for file in submission.attachments.current()] == ["new.pdf"]

    def test_a_double_click_with_a_file_is_one_answer(
        self, browser, ask, open_form, old_file, submission
    ):
        ask("plan")
        form = open_form()
        sent = [browser.send(form, **{"q-plan": upload("new.pdf")}).status for _ in range(2)]
        assert sent == [303, 303]
        assert submission.attachments.count() == 2
