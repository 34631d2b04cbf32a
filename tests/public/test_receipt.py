"""The receipt: what it shows and to whom, and that nobody else finds or keeps it."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar

from tests.domain.builders import NOW
from tests.questions.builders import question, schema, upload
from wagtail_inddragelse.mail.links import receipt_token
from wagtail_inddragelse.models import State, Submission
from wagtail_inddragelse.questions.schema import FormSchema, Question
from wagtail_inddragelse.testing.factories import (
    ContactPersonFactory,
    FormVersionFactory,
    ParticipantFactory,
    SessionFactory,
    SubmissionFactory,
)

from .browser import CONTACT
from .conftest import FORM_PATH


def path_of(submission: Submission, end: str = "") -> str:
    return f"/inddragelse/receipt/{submission.reference}/{receipt_token(submission)}/{end}"


@pytest.fixture
def submission_in(intake):
    def make(state: str = "confirmed", **values) -> Submission:
        return SubmissionFactory(
            intake=intake,
            state=state,
            language="en",
            offered_until=NOW + dt.timedelta(days=3),
            **values,
        )

    return make


@pytest.fixture
def open_receipt(browser):
    def open_receipt(submission: Submission, end: str = ""):
        return browser.get(path_of(submission, end))

    return open_receipt


ENDS = ["", "calendar.ics", "change/"]


class TestTheSecretLink:
    @pytest.mark.parametrize("end", ENDS)
    def test_it_opens(self, open_receipt, submission_in, end):
        assert open_receipt(submission_in(), end).status == 200

    @pytest.mark.parametrize("end", ENDS)
    @pytest.mark.parametrize("token", ["x", "A" * 43, "é", "%00"])
    def test_another_token_does_not(self, browser, submission_in, end, token):
        submission = submission_in()

        url = f"/inddragelse/receipt/{submission.reference}/{token}/{end}"

        assert browser.get(url).status == 404

    @pytest.mark.parametrize("end", ENDS)
    @pytest.mark.parametrize("reference", ["3333-3333", "x", "%00", "é", "..", "%2e%2e%2f"])
    def test_nor_another_reference(self, browser, submission_in, end, reference):
        token = receipt_token(submission_in())

        assert browser.get(f"/inddragelse/receipt/{reference}/{token}/{end}").status == 404

    @pytest.mark.parametrize("end", ENDS)
    def test_nor_somebody_elses_token(self, browser, submission_in, end):
        mine, other = submission_in(), submission_in()

        url = f"/inddragelse/receipt/{other.reference}/{receipt_token(mine)}/{end}"

        assert browser.get(url).status == 404

    @pytest.mark.parametrize("end", ENDS)
    def test_nor_after_the_link_was_changed(self, browser, submission_in, end):
        submission = submission_in()
        old = path_of(submission, end)
        Submission.objects.update(token_salt="another")

        assert browser.get(old).status == 404

    def test_nothing_can_be_changed_without_it(self, browser, submission_in):
        mine, other = submission_in(), submission_in()
        url = f"/inddragelse/receipt/{other.reference}/{receipt_token(mine)}/change/"

        assert browser.post(url, {"action": "withdraw"}).status == 404
        assert Submission.objects.get(pk=other.pk).state == State.CONFIRMED

    @pytest.mark.parametrize("end", ENDS)
    def test_it_is_never_cached_indexed_framed_or_passed_on(self, open_receipt, submission_in, end):
        headers = open_receipt(submission_in(), end).response.headers

        for directive in ("no-store", "no-cache", "private", "max-age=0"):
            assert directive in headers["Cache-Control"]
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"

    @pytest.mark.parametrize("end", ["", "change/"])
    def test_the_page_says_so_too(self, open_receipt, submission_in, end):
        robots = open_receipt(submission_in(), end).soup.find("meta", attrs={"name": "robots"})

        assert robots["content"] == "noindex, nofollow"

    def test_it_sets_no_cookie(self, browser, submission_in, open_receipt):
        page = open_receipt(submission_in())

        assert (browser.client.cookies, page.response.get("Vary", "")) == ({}, "")


class TestFrames:
    def test_the_form_can_be_shown_in_a_frame(self, form):
        assert "X-Frame-Options" not in form.response.headers

    def test_so_can_the_form_that_comes_back(self, browser, form):
        assert "X-Frame-Options" not in browser.send(form).response.headers

    def test_it_is_sent_out_of_the_frame(self, form):
        assert form.form["target"] == "_top"

    def test_an_offer_can_not(self, browser):
        assert browser.get("/course/").response["X-Frame-Options"] == "DENY"


class TestWhatItShows:
    def test_what_was_sent_with_the_questions_as_they_were_asked(self, open_receipt, submission_in):
        asked = schema(question("short_text", "q1", label="Why do you apply?"))
        submission = submission_in(
            form_version=FormVersionFactory(form_schema=asked),
            answers={"q1": "To learn"},
            contact_name="Ada Holm",
            contact_phone="12 34 56 78",
            organisation="Skive Kommune",
            municipality_code="0779",
        )

        text = open_receipt(submission).text

        assert "Why do you apply? To learn" in text
        assert "Name Ada Holm" in text
        assert "Phone 12 34 56 78 Organisation Skive Kommune Municipality Skive" in text
        assert "Received 1 October 2026 at 12:00." in text

    def test_who_takes_part_and_what_they_answered(self, open_receipt, submission_in):
        asked = FormSchema(participant_questions=(Question("diet", "short_text", "Diet"),))
        submission = submission_in(people=0, form_version=FormVersionFactory(form_schema=asked))
        people = [("Bo", "bo@example.dk", {"diet": "Vegan"}), ("Cy", "cy@example.dk", {})]
        for position, (name, email, answers) in enumerate(people):
            ParticipantFactory(
                submission=submission,
                position=position,
                name=name,
                email=email,
                role="Leader",
                answers=answers,
            )

        items = [
            " ".join(li.get_text(" ").split())
            for li in open_receipt(submission).soup.select("main > div > ul > li:has(dl)")
        ]

        assert items == [
            "Bo, Leader, bo@example.dk Diet Vegan",
            "Cy, Leader, cy@example.dk Diet Not answered",
        ]

    def test_the_files_by_name_without_a_link(self, browser, ask, private_files):
        ask(question("attachment", "plan", label="Plan"))
        answer = browser.send(
            browser.get(FORM_PATH), **CONTACT, **{"q-plan": upload("my plan.pdf")}
        )

        receipt = browser.receipt(answer)

        assert "Plan my plan.pdf" in receipt.text
        assert [a["href"] for a in receipt.soup.select("main a") if "attach" in a["href"]] == []

    def test_what_happens_next(self, browser, ask):
        ask(what_happens_next="<p>We call you in <b>May</b>.</p>")

        receipt = browser.receipt(browser.send(browser.get(FORM_PATH), **CONTACT))

        assert ("h2", "What happens next") in receipt.headings()
        assert "We call you in May ." in receipt.text

    def test_whom_to_ask(self, open_receipt, submission_in, event):
        event.contacts.set([ContactPersonFactory(name="Karen Vang")])
        event.save()

        assert "Questions? Karen Vang" in open_receipt(submission_in()).text

    def test_whom_to_ask_when_only_the_form_names_someone(
        self, open_receipt, submission_in, form_page
    ):
        form_page.contacts.set([ContactPersonFactory(name="Form contact")])
        form_page.save()

        assert "Questions? Form contact" in open_receipt(submission_in()).text

    def test_the_headings_are_in_order(self, browser, ask, event):
        event.contacts.set([ContactPersonFactory(name="Karen Vang")])
        event.save()
        ask(question("short_text", "q1"), what_happens_next="<p>Soon.</p>")

        receipt = browser.receipt(browser.send(browser.get(FORM_PATH), **CONTACT))

        assert receipt.headings() == [
            ("h1", "You are signed up"),
            ("h2", "When and where"),
            ("h2", "What happens next"),
            ("h2", "Questions?"),
            ("h2", "What you sent"),
            ("h3", "Who takes part"),
            ("h3", "Om jer"),
        ]

    def test_whom_one_represents(self, open_receipt, submission_in):
        page = open_receipt(submission_in(applies_for="organisation"))

        assert "Who you represent Another organisation" in page.text

    def test_nobody_elses_particulars(self, open_receipt, submission_in):
        submission_in(contact_name="Somebody Else", contact_email="else@example.dk")

        page = open_receipt(submission_in())

        assert ("Somebody Else" in page.text, "else@example.dk" in page.text) == (False, False)

    def test_it_is_in_the_language_it_was_sent_in(self, open_receipt, submission_in):
        submission = submission_in()
        Submission.objects.update(language="da")

        assert open_receipt(submission).soup.h1.text == "Du er tilmeldt"


STATES = sorted({*State.values} - {"draft"})


class TestHowItStands:
    @pytest.mark.parametrize("state", STATES)
    def test_only_who_has_a_place_sees_where_to_meet_online(
        self, open_receipt, submission_in, state
    ):
        html = open_receipt(submission_in(state)).response.content.decode()

        assert ("secret-room" in html) is (state == "confirmed")

    @pytest.mark.parametrize("state", STATES)
    def test_who_can_withdraw_is_led_to_it(self, open_receipt, submission_in, state):
        submission = submission_in(state)
        links = [a["href"] for a in open_receipt(submission).soup.select("main a")]

        is_open = state in (
            "received",
            "under_assessment",
            "more_wanted",
            "waiting",
            "offered",
            "confirmed",
        )
        assert (path_of(submission, "change/") in links) is is_open


class TestOver:
    """What is over is told and can't be changed, whether or not it was written yet."""

    @pytest.mark.parametrize(
        ("because", "words"),
        [
            ("held", "It has been held, and there was no place for you."),
            ("cancelled", "It is cancelled, and there is no waiting list any more."),
            ("too_big", "There are now fewer places than people in your group"),
            ("no_list", "There is no waiting list any more, and no place is free for you."),
            ("late", "No place became free for you."),
        ],
    )
    def test_it_says_why(self, open_receipt, submission_in, because, words):
        assert words in open_receipt(submission_in("over", over_because=because)).text

    @pytest.mark.parametrize(
        ("state", "heading", "words"),
        [
            ("confirmed", "You were signed up", "It has been held. You were signed up."),
            ("waiting", "There was no place for you", "It has been held"),
            ("offered", "The place is no longer kept for you", "You did not answer in time"),
        ],
    )
    def test_of_what_was_held_nothing_can_be_changed(
        self, clock, open_receipt, submission_in, state, heading, words
    ):
        submission = submission_in(state)
        clock.shift(dt.timedelta(days=70))
        page = open_receipt(submission)
        assert (page.soup.h1.text, words in page.text) == (heading, True)
        assert path_of(submission, "change/") not in [a["href"] for a in page.soup.select("a")]
        assert open_receipt(submission, "change/").soup.select("main button") == []

    def test_an_offer_that_lapsed_is_no_question_any_more(self, clock, open_receipt, submission_in):
        submission = submission_in("offered")
        clock.shift(dt.timedelta(days=3))
        page = open_receipt(submission)
        assert page.soup.h1.text == "The place is no longer kept for you"
        assert "Answer the offer of a place" not in page.text


class TestReason:
    def test_a_rejection_says_why(self, open_receipt, submission_in):
        page = open_receipt(submission_in("rejected", decision_reason="Only two places"))
        heading = page.soup.find("h2", string="Why")
        assert heading.find_next("p").get_text(strip=True) == "Only two places"

    def test_a_prepared_rejection_says_nothing(self, open_receipt, submission_in):
        prepared = {"pending_state": "reject", "decision_reason": "Only two places"}
        page = open_receipt(submission_in("under_assessment", **prepared))
        assert "Only two places" not in page.text
        assert page.soup.find("h2", string="Why") is None


class TestCalendar:
    def test_it_has_all_sessions(self, open_receipt, submission_in, intake):
        SessionFactory(intake=intake, title="Day 2", starts_at=NOW + dt.timedelta(days=39))

        response = open_receipt(submission_in(), "calendar.ics").response

        events = Calendar.from_ical(response.content).events
        assert [str(event["summary"]) for event in events] == ["Course – Day 1", "Course – Day 2"]
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="course.ics"'

    @pytest.mark.parametrize(("state", "expected"), [("confirmed", True), ("waiting", False)])
    def test_the_online_link_is_for_those_who_have_a_place(
        self, open_receipt, submission_in, state, expected
    ):
        content = open_receipt(submission_in(state), "calendar.ics").response.content

        assert (b"secret-room" in content.replace(b"\r\n ", b"")) is expected

    def test_the_secret_link_is_not_in_it(self, open_receipt, submission_in):
        submission = submission_in()
        content = open_receipt(submission, "calendar.ics").response.content.replace(b"\r\n ", b"")

        assert receipt_token(submission).encode() not in content
        assert f"Reference: {submission.reference}".encode() in content

    @pytest.mark.parametrize(
        ("state", "method", "status"),
        [
            ("confirmed", "PUBLISH", "CONFIRMED"),
            ("waiting", "PUBLISH", "TENTATIVE"),
            ("withdrawn", "CANCEL", "CANCELLED"),
            ("rejected", "CANCEL", "CANCELLED"),
        ],
    )
    def test_it_follows_the_state(self, open_receipt, submission_in, state, method, status):
        content = open_receipt(submission_in(state), "calendar.ics").response.content
        calendar = Calendar.from_ical(content)
        assert calendar["method"] == method
        assert {event["status"] for event in calendar.events} == {status}


def test_a_receipt_outlives_the_publication_of_its_page(open_receipt, submission_in, event):
    submission = submission_in()
    event.unpublish()

    assert open_receipt(submission).status == 200
