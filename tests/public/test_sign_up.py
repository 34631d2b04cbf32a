"""The whole way of a sign-up through HTTP: form page, sending it, receipt, mail, calendar."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from icalendar import Calendar

from tests.mail_server import use_port
from tests.questions.builders import question
from wagtail_inddragelse.models import Intake, Message, State, Submission
from wagtail_inddragelse.public.receipt import secret_link
from wagtail_inddragelse.signals import submission_state_changed

from .browser import CONTACT
from .conftest import FORM_PATH

USED = (
    "This e-mail address can’t be used to sign up here again. If it is yours, look in your inbox: "
    "we’ve sent you the link to your sign-up."
)


def sent(browser, form, **answers):
    return browser.send(form, **{**CONTACT, **answers})


class TestTheWayThrough:
    def test_the_form_page_shows_the_form(self, form):
        assert (form.status, form.title) == (200, "Sign up")
        assert "You are signing up for: Course – Start 8 November" in form.text
        assert "3 places left" in form.text

    def test_search_engines_are_told_what_the_offer_is(self, browser, event):
        event.summary = 'Two "days" & a <lunch>'
        event.save()
        head = browser.get(FORM_PATH).soup.head

        assert head.select_one("meta[name=description]")["content"] == event.summary
        assert head.select_one("meta[property='og:description']")["content"] == event.summary

    def test_sending_it_leads_to_the_receipt(self, browser, form):
        answer = sent(browser, form)

        submission = Submission.objects.get()
        assert answer.status == 303
        assert f"/inddragelse/receipt/{submission.reference}/" in answer.response["Location"]
        assert (submission.contact_email, submission.state) == ("ada@example.dk", "confirmed")

    def test_the_receipt_says_what_has_happened(self, browser, form):
        receipt = browser.receipt(sent(browser, form))

        reference = Submission.objects.get().reference
        assert receipt.title == f"You are signed up – {reference}"
        assert "You have a place." in receipt.text

    def test_applicant_and_case_office_get_a_mail(self, browser, form):
        sent(browser, form)

        assert [message.to for message in mail.outbox] == [["ada@example.dk"], ["sager@example.dk"]]

    def test_the_mail_brings_the_calendar_and_the_link(self, browser, form):
        answer = sent(browser, form)

        to_applicant = mail.outbox[0]
        ((name, content, _type),) = to_applicant.attachments
        (event,) = Calendar.from_ical(content).events
        assert (name.endswith(".ics"), str(event["summary"])) == (True, "Course – Day 1")
        assert answer.response["Location"] in to_applicant.body

    def test_the_mail_does_not_hold_the_answers(self, browser, ask):
        ask(question("short_text", "why"))
        sent(browser, browser.get(FORM_PATH), **{"q-why": "A private reason"})

        assert Submission.objects.get().answers == {"why": "A private reason"}
        assert ["A private reason" in message.body for message in mail.outbox] == [False, False]

    def test_the_places_left_go_down_at_once(self, browser, form, intake):
        sent(browser, form)

        assert "2 places left" in browser.get(FORM_PATH).text
        assert "2 places left" in browser.get("/course/").text

    def test_no_cookie_is_set_on_the_way(self, browser, form):
        answer = sent(browser, form, contact_name="")
        answer = browser.send(answer, contact_name="Ada Holm")
        receipt = browser.receipt(answer)

        assert browser.client.cookies == {}
        assert [page.response.get("Vary", "") for page in (form, answer, receipt)] == [""] * 3

    @pytest.fixture
    def depths(self):
        """How many transactions were open around each step of a submission."""
        depths = []

        def listen(**kwargs):
            depths.append(len(connection.savepoint_ids))

        submission_state_changed.connect(listen)
        yield depths
        submission_state_changed.disconnect(listen)

    def test_a_transaction_that_the_site_opens_for_each_request_is_not_opened(
        self, browser, form, depths, monkeypatch
    ):
        sent(browser, form, contact_email="first@example.dk")
        monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)

        assert browser.receipt(sent(browser, form)).status == 200
        assert depths[0] == depths[1]


class TestOutcomes:
    def test_full_with_a_list_gives_the_number_in_line(self, browser, form, intake):
        for n in range(4):
            sent(browser, form, contact_email=f"{n}@example.dk")

        receipt = browser.receipt(sent(browser, form))

        assert receipt.soup.h1.text == "You are on the waiting list"
        assert "You are number 2 on the waiting list" in receipt.text
        assert mail.outbox[-2].to == ["ada@example.dk"]

    def test_the_form_tells_that_it_is_the_waiting_list(self, browser, form, intake):
        for n in range(3):
            sent(browser, form, contact_email=f"{n}@example.dk")

        assert "You can put yourself on the waiting list." in browser.get(FORM_PATH).text

    def test_an_application_is_received_and_says_when_the_answer_comes(self, browser, intake):
        intake.selection = Intake.Selection.ASSESSED
        intake.decision_expected_text = "mid-December"
        intake.save()

        receipt = browser.receipt(sent(browser, browser.get(FORM_PATH)))

        assert receipt.soup.h1.text == "Your application has been sent"
        assert "You can expect an answer mid-December." in receipt.text
        assert Submission.objects.get().state == State.RECEIVED

    def test_several_people(self, browser, intake):
        intake.max_participants = 3
        intake.save()
        form = browser.get(FORM_PATH)
        first = browser.send(form, **CONTACT, add_participant="1")
        people = {"participant-0-name": "Bo", "participant-0-email": "bo@example.dk"}

        receipt = browser.receipt(browser.send(first, **people))

        assert (first.status, first.fields["contact_name"]) == (200, "Ada Holm")
        assert "You have 2 places." in receipt.text
        assert "Bo, bo@example.dk" in receipt.text

    def test_adding_a_person_is_no_error(self, browser, intake):
        intake.max_participants = 3
        intake.save()

        page = browser.send(browser.get(FORM_PATH), add_participant="1")

        assert (page.status, page.title, page.errors, page.problem) == (200, "Sign up", {}, "")


class TestTwice:
    def test_a_double_click_is_one_sign_up(self, browser, form):
        answers = [sent(browser, form) for _click in range(2)]

        assert len({answer.response["Location"] for answer in answers}) == 1
        assert (Submission.objects.count(), Message.objects.count(), len(mail.outbox)) == (1, 2, 2)

    def test_the_same_from_a_form_that_somebody_else_opened_is_not(self, browser, form):
        sent(browser, form)

        again = sent(browser, browser.get(FORM_PATH))

        assert (again.status, again.response.get("Location")) == (409, None)
        assert again.errors == {"contact_email": USED}
        reference = Submission.objects.get().reference
        assert reference not in again.response.content.decode()

    def test_somebody_else_is_told_the_same_whether_the_answers_are_right(self, browser, form):
        sent(browser, form)

        right, wrong = (
            sent(browser, browser.get(FORM_PATH), contact_name=name)
            for name in ("Ada Holm", "Eve Holm")
        )

        assert (right.status, right.errors) == (wrong.status, wrong.errors)

    def test_the_link_is_sent_to_the_address_once_more_and_only_once(self, browser, form):
        sent(browser, form)
        link = reverse("wagtail_inddragelse:receipt", kwargs=secret_link(Submission.objects.get()))

        for _attempt in range(3):
            sent(browser, browser.get(FORM_PATH), contact_email="ADA@example.dk")

        again = [each for each in mail.outbox if "The link to your sign-up" in each.subject]
        assert [each.to for each in again] == [["ada@example.dk"]]
        assert link in again[0].body

    def test_a_form_shown_again_is_still_the_same_opening(self, browser, form):
        wrong = sent(browser, form, contact_name="")

        answers = [sent(browser, wrong) for _click in range(2)]

        assert [answer.status for answer in answers] == [303, 303]
        assert Submission.objects.count() == 1

    def test_people_who_read_one_cached_page_are_told_apart_by_the_script(self, browser, form):
        sent(browser, form, opened="1")

        assert sent(browser, form, opened="2").status == 409

    def test_other_answers_from_the_same_address_are_refused_kindly(self, browser, form):
        sent(browser, form)

        again = sent(browser, form, contact_name="Ada Lund")

        assert again.status == 409
        assert again.errors == {"contact_email": USED}
        assert (again.fields["contact_name"], again.fields["contact_email"]) == (
            "Ada Lund",
            "ada@example.dk",
        )
        assert Submission.objects.get().contact_name == "Ada Holm"

    def test_reloading_the_receipt_changes_nothing(self, browser, form):
        answer = sent(browser, form)
        first, second = browser.receipt(answer), browser.receipt(answer)

        assert first.response.content == second.response.content
        assert (Submission.objects.count(), len(mail.outbox)) == (1, 2)


class TestForWhom:
    def test_it_is_asked_and_decided_on_where_organisations_are_counted(self, browser, intake):
        Intake.objects.update(max_per_organisation=1)
        municipality = {"applies_for": "municipality", "municipality": "0461"}
        foundation = {"applies_for": "organisation", "municipality": "0461"}
        sent_ = [
            {**municipality, "organisation": "Ældre"},
            {**foundation, "organisation": "Fonden Hus for Alle"},
            {**municipality, "organisation": "Børn og Unge"},
        ]

        answers = [
            sent(browser, browser.get(FORM_PATH), contact_email=f"{n}@example.dk", **values)
            for n, values in enumerate(sent_)
        ]

        assert [answer.status for answer in answers] == [303, 303, 409]
        assert answers[2].problem == "Your organisation has already sent as many as it may."

    def test_it_is_not_asked_elsewhere(self, form):
        assert form.soup.find(attrs={"name": "applies_for"}) is None


class TestAMailServerThatIsDown:
    @pytest.fixture(autouse=True)
    def _dead(self, settings):
        use_port(settings, 1)

    def test_the_applicant_gets_the_receipt(self, browser, form):
        assert browser.receipt(sent(browser, form)).status == 200

    def test_the_mails_wait_for_another_attempt(self, browser, form):
        sent(browser, form)

        assert set(Message.objects.values_list("delivery", "attempts")) == {("queued", 1)}


class TestATaskBackendThatIsDown:
    def test_the_applicant_gets_the_receipt_and_the_mails_wait(self, browser, form, settings):
        settings.TASKS = {"default": {"BACKEND": "tests.mail.test_outbox.BrokerIsDown"}}

        assert browser.receipt(sent(browser, form)).status == 200
        assert set(Message.objects.values_list("delivery", "attempts")) == {("queued", 0)}
