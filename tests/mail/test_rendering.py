"""What the mails say; the whole of each is in ``snapshots/``."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone, translation

from wagtail_inddragelse.mail.rendering import render
from wagtail_inddragelse.models import (
    Attachment,
    Intake,
    Occasion,
    Participant,
    Recipient,
    State,
    Subscription,
    occasions_where,
)
from wagtail_inddragelse.testing.factories import (
    ContactPersonFactory,
    EventPageFactory,
    IntakeFactory,
    MoreWantedFactory,
    SubmissionFactory,
)

from . import snapshots
from .conftest import COPENHAGEN, NOW

pytestmark = pytest.mark.usefixtures("before_the_course")

STATES = {
    Occasion.WAITING: State.WAITING,
    Occasion.RECEIVED: State.RECEIVED,
    Occasion.OFFERED: State.OFFERED,
    Occasion.MORE_WANTED: State.MORE_WANTED,
    Occasion.REJECTED: State.REJECTED,
    Occasion.DECLINED: State.DECLINED,
    Occasion.EXPIRED: State.EXPIRED,
    Occasion.OVER: State.OVER,
    Occasion.WITHDRAWN: State.WITHDRAWN,
    Occasion.OFFICE_WITHDRAWN: State.WITHDRAWN,
    Occasion.DEADLINE: State.RECEIVED,
    Occasion.MORE_TAKEN_BACK: State.UNDER_ASSESSMENT,
    Occasion.OFFICE_MORE_GIVEN: State.UNDER_ASSESSMENT,
    Occasion.OFFICE_MORE_OVERDUE: State.UNDER_ASSESSMENT,
}
ASSESSED = {
    Occasion.RECEIVED,
    Occasion.MORE_WANTED,
    Occasion.ACCEPTED,
    Occasion.REJECTED,
    Occasion.DEADLINE,
}
TEXTS = {
    "what_happens_next": (
        "<p>We write to you <b>two weeks</b> before the first day.</p>"
        '<ul><li>Bring a case</li><li>Read <a href="/guide/">the guide</a></li></ul>'
    ),
    "case_office_email": "office@example.dk",
}


@pytest.fixture
def make_rendered(make_submission, make_message):
    """Render the mail for an occasion, about a submission that stands as it then would."""

    def make(occasion: Occasion, *, texts=TEXTS, message=None, **values) -> tuple[str, str, str]:
        defaults = {
            "state": STATES.get(occasion, State.CONFIRMED),
            "offered_until": dt.datetime(2026, 9, 8, 12, tzinfo=COPENHAGEN),
        }
        submission = make_submission("RX34-K7PQ", texts=texts, **{**defaults, **values})
        return render(make_message(submission, occasion=occasion, **(message or {})))

    return make


@pytest.fixture
def assess(intake):
    """Make the intake one that caseworkers decide on."""
    intake.selection = Intake.Selection.ASSESSED
    intake.closes_at = dt.datetime(2026, 10, 1, 23, 59, tzinfo=COPENHAGEN)
    intake.decision_expected_text = "mid-October"
    intake.save()


class TestSnapshots:
    @pytest.mark.parametrize("occasion", sorted(set(Occasion) - ASSESSED - {Occasion.NOW_OPEN}))
    def test_first_come(self, make_rendered, occasion):
        self.check(occasion, make_rendered(occasion))

    @pytest.mark.parametrize("occasion", sorted(ASSESSED))
    def test_assessed(self, assess, make_rendered, occasion):
        self.check(occasion, make_rendered(occasion))

    def test_now_open(self, intake, make_message):
        subscription = Subscription.objects.create(
            intake=intake, email="s@example.dk", language="en", keep_until="2030-01-01"
        )
        message = make_message(
            submission=None, subscription=subscription, occasion=Occasion.NOW_OPEN
        )
        self.check(Occasion.NOW_OPEN, render(message))

    def test_with_answers(self, make_rendered):
        answers = {"q1": "Because we <b>want</b> to.\nSee http://evil.example/x"}
        rendered = make_rendered(
            Occasion.CONFIRMED, texts={**TEXTS, "answers_in_mail": True}, answers=answers
        )
        self.check("confirmed_with_answers", rendered)

    def check(self, name: str, rendered: tuple[str, str, str]) -> None:
        subject, text, html = rendered
        snapshots.assert_matches(name, f"{subject}\n\n{text}\n{'=' * 72}\n{html}")


class TestWhereAPlaceGoes:
    @pytest.mark.parametrize("occasion", [Occasion.EXPIRED, Occasion.DECLINED])
    @pytest.mark.parametrize(
        ("next_state", "minutes", "goes_on"),
        [
            (State.OFFERED, 0, True),
            (State.CONFIRMED, 1, True),
            (State.OFFERED, -1, False),
            (State.WAITING, 0, False),
        ],
    )
    def test_it_goes_to_the_next_only_if_it_does(
        self, intake, make_rendered, occasion, next_state, minutes, goes_on
    ):
        since = NOW + dt.timedelta(minutes=minutes)
        values = {"state_changed_at": since, "offered_until": since}
        SubmissionFactory(intake=intake, state=next_state, **values)
        text = make_rendered(occasion, state_changed_at=NOW)[1]
        assert ("goes to the next in line" in text) is goes_on

    def test_a_confirmed_one_who_was_never_offered_it_is_not_the_next(self, intake, make_rendered):
        SubmissionFactory(intake=intake, state_changed_at=NOW)
        text = make_rendered(Occasion.EXPIRED, state_changed_at=NOW)[1]
        assert "next in line" not in text


class TestOver:
    @pytest.mark.parametrize(
        ("because", "words"),
        [
            ("held", "Theme course & talks has been held, and there was no place for you."),
            ("cancelled", "We are sorry that Theme course & talks is cancelled"),
            ("too_big", "There are no places at Theme course & talks any more."),
            ("no_list", "There is no waiting list for Theme course & talks any more"),
            ("late", "No place became free for you at Theme course & talks."),
        ],
    )
    def test_it_says_why(self, make_rendered, because, words):
        text = make_rendered(Occasion.OVER, over_because=because)[1]
        assert words in text
        assert "You are not on the waiting list any more, and you need not do anything." in text


class TestLink:
    @pytest.mark.parametrize(
        ("publication", "is_question"), [("scheduled", True), ("cancelled", False)]
    )
    def test_only_a_place_that_can_be_taken_is_asked_about(
        self, intake, make_rendered, publication, is_question
    ):
        intake.publication = publication
        intake.save()
        text = make_rendered(Occasion.CANCELLED, state=State.OFFERED)[1]
        assert ("Take the place or decline it" in text) is is_question


class TestWhatIsKept:
    @pytest.mark.parametrize("occasion", sorted(set(Occasion) - {Occasion.NOW_OPEN}))
    def test_no_mail_names_anyone(self, make_rendered, occasion):
        rendered = make_rendered(
            occasion,
            contact_name="http://evil.example",
            contact_email="victim@example.dk",
            contact_phone="12345678",
            organisation="Evil Inc",
            answers={"q1": "Because"},
        )
        for part in rendered:
            for personal in ("evil", "victim", "12345678", "Evil Inc", "Because"):
                assert personal not in part

    @pytest.mark.parametrize("occasion", occasions_where(lambda kind: kind.to is Recipient.OFFICE))
    def test_the_case_office_gets_no_secret_link(self, make_rendered, occasion):
        _, text, html = make_rendered(occasion, texts={**TEXTS, "answers_in_mail": True})
        assert "http://testserver/admin/" in text
        for part in (text, html):
            assert "receipt" not in part

    def test_the_secret_is_not_in_what_is_stored(self, make_rendered):
        _, text, html = make_rendered(Occasion.CONFIRMED)
        assert "[[receipt-link]]" in text
        assert BeautifulSoup(html, "html.parser").find("a", href="[[receipt-link]]")
        for part in (text, html):
            assert "/receipt/" not in part

    @pytest.mark.parametrize("state", sorted(set(State) - {State.CONFIRMED, State.DRAFT}))
    def test_only_who_takes_part_gets_the_online_link(self, make_rendered, state):
        for part in make_rendered(Occasion.MOVED, state=state):
            assert "secret-room" not in part

    def test_who_takes_part_gets_the_online_link(self, make_rendered):
        _, text, html = make_rendered(Occasion.REMINDER)
        assert "Take part online: https://meet.example.dk/secret-room" in text
        assert "https://meet.example.dk/secret-room" in html


class TestReminder:
    def test_it_tells_of_the_days_that_are_left(self, make_rendered):
        _, text, _html = make_rendered(
            Occasion.REMINDER, message={"session_date": dt.date(2026, 11, 9)}
        )
        assert ("Day 1" in text, "Day 2" in text) == (False, True)


class TestAnswers:
    TEXTS = {**TEXTS, "answers_in_mail": True}

    def test_they_are_escaped_in_html_and_not_in_text(self, make_rendered):
        answers = {"q1": "<script>alert(1)</script> & more"}
        _, text, html = make_rendered(Occasion.RECEIVED, texts=self.TEXTS, answers=answers)
        assert "<script>alert(1)</script> & more" in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html

    def test_no_address_in_them_becomes_a_link(self, make_rendered):
        answers = {"q1": "http://evil.example www.evil.example a@evil.example"}
        _, text, html = make_rendered(Occasion.RECEIVED, texts=self.TEXTS, answers=answers)
        for part in (text, html):
            assert "http\u200b://evil\u200b.example" in part
            assert "www\u200b.evil\u200b.example a\u200b@evil\u200b.example" in part

    def test_files_are_named(self, make_submission, make_message):
        submission = make_submission("ZZ", texts=self.TEXTS, answers={"q1": "Because"})
        Attachment.objects.create(
            submission=submission, question_id="q1", name="plan.pdf", size=1, file="x"
        )
        _, text, _ = render(make_message(submission, occasion=Occasion.RECEIVED))
        assert "plan\u200b.pdf" in text

    def test_the_case_office_gets_none(self, make_rendered):
        for part in make_rendered(Occasion.OFFICE_NEW, texts=self.TEXTS, answers={"q1": "Because"}):
            assert "Because" not in part


class TestMoreWanted:
    def test_it_names_questions_and_deadline_and_repeats_nothing(
        self, make_submission, make_message
    ):
        submission = make_submission("ZZ", state=State.MORE_WANTED, answers={"q1": "Because"})
        due_at = dt.datetime(2099, 9, 8, 23, 59, tzinfo=COPENHAGEN)
        MoreWantedFactory(
            submission=submission, question_ids=["q1"], due_at=due_at, text="Own words"
        )
        for part in render(make_message(submission, occasion=Occasion.MORE_WANTED))[1:]:
            assert "Answer by: 8 September 2099 at 23:59" in part
            assert "Question: Why do you want to take part?" in part
            assert "Because" not in part
            assert "Own words" not in part

    def test_a_deadline_at_midnight_is_told_as_the_day_that_ends(
        self, make_submission, make_message
    ):
        submission = make_submission("ZZ", state=State.MORE_WANTED)
        MoreWantedFactory(
            submission=submission, due_at=dt.datetime(2099, 9, 9, 0, 0, tzinfo=COPENHAGEN)
        )
        _, text, _ = render(make_message(submission, occasion=Occasion.MORE_WANTED))
        assert "Answer by: 8 September 2099 at 23:59" in text


class TestNumberInLine:
    def test_it_counts_those_before(self, make_submission, make_rendered):
        for number, state in enumerate((State.WAITING, State.WAITING, State.CONFIRMED)):
            make_submission(f"EARLY-{number}", state=state)
        _, text, _ = make_rendered(Occasion.WAITING)
        assert "You are number 3 in line." in text

    def test_it_is_left_out_when_no_longer_in_line(self, make_rendered):
        _, text, _ = make_rendered(Occasion.WAITING, state=State.WITHDRAWN)
        assert "in line" not in text


class TestLanguageAndClock:
    def test_it_is_in_the_language_of_the_message(self, make_rendered):
        with translation.override("da"):
            subject, _, html = make_rendered(Occasion.CONFIRMED)
        assert subject == "You are signed up: Theme course & talks (RX34-K7PQ)"
        assert '<html lang="en">' in html

    def test_danish_dates(self, make_rendered):
        _, text, _ = make_rendered(Occasion.CONFIRMED, message={"language": "da"})
        assert "november 2026" in text

    def test_clock_times_are_the_sites_whoever_sends_it(self, make_rendered):
        with timezone.override(ZoneInfo("America/New_York")):
            _, text, _ = make_rendered(Occasion.CONFIRMED)
        assert "Day 1: 8 November 2026 at 09:00–16:00, Town Hall" in text


class TestSubject:
    def test_a_long_title_is_cut_and_the_reference_kept(self, offer, make_rendered):
        offer.title = "Long " * 51
        subject, _, _ = make_rendered(Occasion.CONFIRMED)
        assert len(subject) < 255
        assert subject.endswith("Long… (RX34-K7PQ)")

    def test_it_is_one_line(self, offer, make_rendered):
        offer.title = "Two\nlines"
        subject, _, _ = make_rendered(Occasion.CONFIRMED)
        assert subject == "You are signed up: Two lines (RX34-K7PQ)"

    def test_nothing_is_escaped_in_it(self, make_rendered):
        assert "course & talks" in make_rendered(Occasion.CONFIRMED)[0]


class TestContact:
    def test_without_people_the_case_office_is_named(self, make_rendered):
        _, text, _ = make_rendered(Occasion.CONFIRMED)
        assert text.endswith("Questions?\n\noffice@example.dk\n")

    def test_the_contact_people_of_the_offer_are_named(self, offer, make_submission, make_message):
        person = ContactPersonFactory(
            name="Bo", role="Consultant", email="bo@example.dk", phone="00000000", hours="9–15"
        )
        event = EventPageFactory(parent=offer, contacts=[person])
        submission = make_submission("ZZ", intake=IntakeFactory(page=event))
        _, text, html = render(make_message(submission))
        assert text.endswith("Questions?\n\nBo, Consultant, 00000000 (9–15), bo@example.dk\n")
        assert '<a href="mailto:bo@example.dk">bo@example.dk</a>' in html

    def test_with_nobody_to_ask_it_is_left_out(self, make_rendered, settings):
        settings.WAGTAIL_INDDRAGELSE = {}
        for part in make_rendered(Occasion.CONFIRMED, texts={}):
            assert "Questions?" not in part


class TestFacts:
    def test_people_are_counted(self, make_submission, make_message):
        submission = make_submission("ZZ")
        for position in range(2):
            Participant.objects.create(submission=submission, position=position, name="N")
        _, text, _ = render(make_message(submission))
        assert "Participants: 2\n" in text

    def test_the_deadline_and_the_answer_are_told(self, assess, make_rendered):
        _, text, _ = make_rendered(Occasion.RECEIVED)
        assert "Deadline: 1 October 2026 at 23:59\nAnswer expected: mid-October\n" in text

    def test_the_day_of_the_answer_is_written_out(self, intake, make_rendered):
        intake.decision_expected_on = NOW.date()
        intake.save()
        _, text, _ = make_rendered(Occasion.RECEIVED)
        assert "Answer expected: 1 September 2026\n" in text


class TestOverriding:
    """A site can replace a template, or blocks of it."""

    @pytest.fixture
    def write_template(self, settings, tmp_path):
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

        def write(name: str, content: str) -> None:
            path = tmp_path / "wagtail_inddragelse" / "mail" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)

        return write

    def test_the_headline_of_an_occasion(self, write_template, make_rendered):
        name = "occasions/confirmed.txt"
        write_template(
            name,
            f'{{% extends "wagtail_inddragelse/mail/{name}" %}}'
            "{% block headline %}Welcome{% endblock %}",
        )
        subject, text, _ = make_rendered(Occasion.CONFIRMED)
        assert subject == "Welcome: Theme course & talks (RX34-K7PQ)"
        assert text.startswith("You have a place at Theme course & talks.")

    def test_a_part_of_all_mails(self, write_template, make_rendered):
        write_template("parts/contact.txt", "Ring us.")
        _, text, _ = make_rendered(Occasion.CONFIRMED)
        assert text.endswith("act for you.\n\nRing us.\n")
