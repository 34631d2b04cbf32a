"""Headers, secret link and calendar file of the e-mail that goes out."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from wagtail_inddragelse.mail.envelope import as_email
from wagtail_inddragelse.mail.links import receipt_url
from wagtail_inddragelse.mail.rendering import render
from wagtail_inddragelse.models import Intake, Occasion, Session, State, Subscription


@pytest.fixture
def make_email(make_message):
    def make(about=None, **values):
        message = make_message(about, **values) if about else make_message(**values)
        message.subject, message.text, message.html = render(message)
        return as_email(message)

    return make


def html_of(email) -> BeautifulSoup:
    return BeautifulSoup(email.alternatives[0].content, "html.parser")


class TestHeaders:
    def test_it_says_that_a_machine_sent_it(self, make_email):
        assert make_email().message()["Auto-Submitted"] == "auto-generated"

    def test_its_message_id_is_of_the_senders_domain(self, make_email):
        assert make_email().message()["Message-ID"].endswith("@example.dk>")

    def test_a_sender_with_a_name_gives_a_valid_message_id(self, make_email, settings):
        settings.DEFAULT_FROM_EMAIL = "The Agency <post@agency.example>"
        assert make_email().message()["Message-ID"].endswith("@agency.example>")

    def test_it_is_from_the_sites_address(self, make_email):
        assert make_email().from_email == "post@example.dk"

    def test_our_own_address_goes_before_the_sites(self, make_email, settings):
        settings.WAGTAIL_INDDRAGELSE = {"DEFAULT_FROM_EMAIL": "tilmelding@example.dk"}
        assert make_email().from_email == "tilmelding@example.dk"

    def test_an_applicants_answer_goes_to_the_case_office(self, make_email):
        assert make_email().reply_to == ["sager@example.dk"]

    def test_without_a_case_office_it_goes_to_the_sender(self, make_email, settings):
        settings.WAGTAIL_INDDRAGELSE = {}
        assert make_email().reply_to == []

    def test_the_case_office_does_not_answer_itself(self, make_email):
        assert make_email(occasion=Occasion.OFFICE_NEW).reply_to == []


class TestSecretLink:
    def test_it_is_in_both_parts(self, make_email, submission):
        email = make_email()
        assert receipt_url(submission) in email.body
        assert html_of(email).find("a", href=receipt_url(submission))

    def test_nothing_is_left_in_its_place(self, make_email):
        email = make_email()
        assert "[[" not in email.body + email.alternatives[0].content

    @pytest.mark.parametrize("occasion", [Occasion.OFFICE_NEW, Occasion.OFFICE_WITHDRAWN])
    def test_the_case_office_does_not_get_it(self, make_email, submission, occasion):
        email = make_email(occasion=occasion)
        assert receipt_url(submission) not in email.body + email.alternatives[0].content

    def test_written_by_hand_it_gives_the_case_office_nothing(self, make_message, submission):
        message = make_message(occasion=Occasion.OFFICE_NEW, text="[[receipt-link]]")
        assert as_email(message).body == ""

    def test_a_subscriber_gets_the_offer(self, make_email, intake):
        subscription = Subscription.objects.create(
            intake=intake, email="s@example.dk", language="en", keep_until="2030-01-01"
        )
        email = make_email(submission=None, subscription=subscription, occasion=Occasion.NOW_OPEN)
        assert "Read more and sign up:\nhttps://www.example.dk/\n" in email.body


class TestCalendar:
    def attached(self, email) -> list[tuple[str, str]]:
        return [
            (part.get_filename(), part.get_content_type())
            for part in email.message().walk()
            if part.get_filename()
        ]

    @pytest.mark.parametrize(
        "occasion", [Occasion.CONFIRMED, Occasion.ACCEPTED, Occasion.MOVED, Occasion.CANCELLED]
    )
    def test_who_takes_part_gets_it(self, make_email, occasion):
        email = make_email(occasion=occasion)
        assert self.attached(email) == [("theme-course.ics", "text/calendar")]

    def test_its_type_names_method_and_character_set(self, make_email):
        [part] = [part for part in make_email().message().walk() if part.get_filename()]
        assert dict(part.get_params()[1:]) == {"method": "PUBLISH", "charset": "utf-8"}

    def test_what_is_cancelled_is_taken_out_of_calendars(self, make_email, intake):
        intake.publication = Intake.Publication.CANCELLED
        email = make_email(occasion=Occasion.CANCELLED)
        [part] = [part for part in email.message().walk() if part.get_filename()]
        assert part.get_param("method") == "CANCEL"
        content = part.get_payload(decode=True).decode()
        assert "METHOD:CANCEL" in content
        assert content.count("STATUS:CANCELLED") == 2

    def test_it_holds_all_sessions_with_the_online_link(self, make_email):
        [attachment] = make_email().attachments
        assert attachment.content.count("BEGIN:VEVENT") == 2
        assert "https://meet.example.dk/secret-room" in attachment.content

    def test_the_secret_link_is_not_in_it(self, make_email, submission):
        [attachment] = make_email().attachments
        assert "receipt" not in attachment.content.replace("\r\n ", "")

    @pytest.mark.parametrize(
        ("occasion", "state"),
        [
            (Occasion.WITHDRAWN, State.WITHDRAWN),
            (Occasion.REJECTED, State.REJECTED),
            (Occasion.DECLINED, State.DECLINED),
            (Occasion.EXPIRED, State.EXPIRED),
            (Occasion.OVER, State.OVER),
        ],
    )
    def test_who_has_no_place_any_more_has_it_struck_out(
        self, make_email, submission, occasion, state
    ):
        before = Calendar.from_ical(make_email().attachments[0].content)
        submission.state = state
        submission.save()
        email = make_email(occasion=occasion)
        [part] = [part for part in email.message().walk() if part.get_filename()]
        after = Calendar.from_ical(part.get_payload(decode=True))
        assert (part.get_param("method"), after["method"]) == ("CANCEL", "CANCEL")
        assert [event["status"] for event in after.events] == ["CANCELLED"] * 2
        for old, new in zip(before.events, after.events, strict=True):
            assert (new["uid"], new["sequence"] > old["sequence"]) == (old["uid"], True)

    def test_a_place_by_another_sign_up_stays_in_the_calendar(
        self, make_email, make_submission, submission
    ):
        """The same contact has both, so the events are the same ones."""
        other = make_submission(
            "ZZ", contact_email=submission.contact_email.upper(), contact_may_repeat=True
        )
        submission.state = State.WITHDRAWN
        submission.save()
        assert self.attached(make_email(occasion=Occasion.WITHDRAWN)) == []
        other.state = State.WAITING
        other.save()
        assert self.attached(make_email(occasion=Occasion.WITHDRAWN)) != []

    @pytest.mark.parametrize("state", [State.WITHDRAWN, State.WAITING])
    def test_a_late_confirmation_brings_no_dates_back(self, make_email, submission, state):
        submission.state = state
        submission.save()
        assert self.attached(make_email(occasion=Occasion.CONFIRMED)) == []

    @pytest.mark.parametrize("occasion", [Occasion.MOVED, Occasion.CANCELLED])
    def test_who_is_waiting_does_not_get_it(self, make_email, make_submission, occasion):
        waiting = make_submission("ZZ", state=State.WAITING)
        assert self.attached(make_email(waiting, occasion=occasion)) == []

    @pytest.mark.parametrize("occasion", [Occasion.REMINDER, Occasion.OFFICE_NEW])
    def test_other_mails_come_without(self, make_email, occasion):
        assert self.attached(make_email(occasion=occasion)) == []

    def test_without_sessions_there_is_none(self, make_email):
        Session.objects.all().delete()
        assert self.attached(make_email()) == []


class TestMessageId:
    def test_it_differs_for_a_row_with_the_same_key(self, make_message):
        message = make_message()
        first = as_email(message).extra_headers["Message-ID"]
        message.created_at += dt.timedelta(microseconds=1)
        assert as_email(message).extra_headers["Message-ID"] != first
