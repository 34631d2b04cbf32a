"""What each page behind the secret link says in each state, word for word, in both languages.

What is not true of a state is nowhere on its pages.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest

from tests.domain.builders import NOW
from wagtail_inddragelse.models import Intake, State, Submission
from wagtail_inddragelse.questions.schema import FormSchema
from wagtail_inddragelse.testing.factories import (
    FormVersionFactory,
    MoreWantedFactory,
    SubmissionFactory,
)

from .test_receipt import path_of

NEXT = "You get a mail with a calendar file"
UNDO = "You can't undo it."
NO_UNDO = "Du kan ikke fortryde det."
NO_MORE = "You need not do anything more."
UNTIL = "4 October 2026 at 12:00"
FRIST = "4. oktober 2026 kl. 12.00"


class Texts(NamedTuple):
    """Heading and state of the receipt, and what the page to withdraw says before its buttons."""

    heading: str
    state: str
    change: str = ""


class Shown(NamedTuple):
    """One row: how it stands, what is said of it in both languages, and what else is shown.

    ``shows`` are NEXT (what the form says comes next), DATES, CALENDAR and ONLINE; ``looks`` is the
    kind of the box with the state.
    """

    english: Texts
    danish: Texts
    looks: str
    shows: frozenset[str] = frozenset()
    buttons: tuple[str, ...] = ()


DATES, CALENDAR, ONLINE, NEXT_STEPS = "dates", "calendar", "online", "next"
WITHDRAW = ("withdraw",)
TAKES_PART = frozenset({DATES, CALENDAR, ONLINE, NEXT_STEPS})
SENT = Texts(
    "Your application has been sent",
    "We have received your application.",
    f"Your application will no longer be considered. {UNDO}",
)
SENDT = Texts(
    "Ansøgningen er sendt",
    "Vi har modtaget din ansøgning.",
    f"Din ansøgning bliver ikke behandlet længere. {NO_UNDO}",
)
SHOWN = {
    "received": Shown(SENT, SENDT, "success", frozenset({DATES}), WITHDRAW),
    "under_assessment": Shown(SENT, SENDT, "success", frozenset({DATES}), WITHDRAW),
    "more_wanted": Shown(
        SENT._replace(heading="We need to know more"),
        SENDT._replace(heading="Vi mangler at vide mere"),
        "success",
        frozenset({DATES}),
        WITHDRAW,
    ),
    "waiting": Shown(
        Texts(
            "You are on the waiting list",
            "There is no place for you right now. You are number 1 on the waiting list, and "
            "we’ll email you if there is one later.",
            f"You leave the waiting list. {UNDO}",
        ),
        Texts(
            "Du er på venteliste",
            "Der er ikke plads lige nu. Du er nummer 1 på ventelisten, og vi skriver til "
            "dig, hvis der bliver plads senere.",
            f"Du forlader ventelisten. {NO_UNDO}",
        ),
        "info",
        frozenset({DATES}),
        WITHDRAW,
    ),
    "offered": Shown(
        Texts(
            "Do you want the place?",
            f"A place is free for you. Answer before {UNTIL}. After that the offer lapses.",
            f"Answer before {UNTIL}. After that the offer lapses.",
        ),
        Texts(
            "Vil du have pladsen?",
            f"Der er en ledig plads til dig. Svar inden {FRIST}. Derefter bortfalder tilbuddet.",
            f"Svar inden {FRIST}. Derefter bortfalder tilbuddet.",
        ),
        "warning",
        frozenset({DATES}),
        ("accept_place", "decline"),
    ),
    "confirmed": Shown(
        Texts("You are signed up", "You have a place.", f"You lose your place. {UNDO}"),
        Texts("Du er tilmeldt", "Du har en plads.", f"Du mister din plads. {NO_UNDO}"),
        "success",
        TAKES_PART,
        WITHDRAW,
    ),
    "declined": Shown(
        Texts("You have declined the place", f"You have said no to the place. {NO_MORE}"),
        Texts(
            "Du har sagt nej til pladsen", "Du har sagt nej til pladsen. Du skal ikke gøre mere."
        ),
        "info",
    ),
    "expired": Shown(
        Texts(
            "The place is no longer kept for you",
            "You did not answer in time, so the place is no longer kept for you.",
        ),
        Texts(
            "Pladsen er ikke længere reserveret til dig",
            "Du svarede ikke i tide, så pladsen er ikke længere reserveret til dig.",
        ),
        "info",
    ),
    "rejected": Shown(
        Texts(
            "You have not been given a place",
            "We have assessed your application, and we are sorry that we can’t offer you a place.",
        ),
        Texts(
            "Du har ikke fået en plads",
            "Vi har vurderet din ansøgning og kan desværre ikke tilbyde dig en plads.",
        ),
        "info",
    ),
    "withdrawn": Shown(
        Texts("You have withdrawn", f"We have noted it. {NO_MORE}"),
        Texts("Du har meldt fra", "Det har vi noteret. Du skal ikke gøre mere."),
        "info",
    ),
    "attended": Shown(
        Texts("You took part", "It has been held, and you took part."),
        Texts("Du deltog", "Det er afholdt, og du deltog."),
        "info",
    ),
    "absent": Shown(
        Texts("You were signed up", "It has been held. We have noted that you did not take part."),
        Texts("Du var tilmeldt", "Det er afholdt. Vi har noteret, at du ikke deltog."),
        "info",
    ),
    "over": Shown(
        Texts(
            "There was no place for you",
            "No place became free for you. You are not on the waiting list any more.",
        ),
        Texts(
            "Der blev ikke plads til dig",
            "Der blev ingen plads ledig til dig. Du står ikke længere på ventelisten.",
        ),
        "info",
    ),
}
CANCELLED = Texts("It is cancelled", f"This has been cancelled. {NO_MORE}")
AFLYST = Texts("Aflyst", "Det er aflyst. Du skal ikke gøre mere.")
NEEDS_NOTHING = "It is cancelled, so you need not do anything. If you withdraw all the same, {}"
BEHOEVER_INTET = "Det er aflyst, så du behøver ikke gøre noget. Hvis du alligevel melder fra, {}"
HAD_A_PLACE = Shown(
    CANCELLED._replace(change=NEEDS_NOTHING.format("you can't undo it.")),
    AFLYST._replace(change=BEHOEVER_INTET.format("kan du ikke fortryde det.")),
    "warning",
    frozenset(),
    WITHDRAW,
)
WAITED = HAD_A_PLACE._replace(
    english=HAD_A_PLACE.english._replace(
        state="It is cancelled, and there is no waiting list any more. You are not on the waiting "
        "list any more."
    ),
    danish=HAD_A_PLACE.danish._replace(
        state="Det er aflyst, og der er ikke længere en venteliste. "
        "Du står ikke længere på ventelisten."
    ),
)
WHEN_CANCELLED = {
    **SHOWN,
    **dict.fromkeys(("received", "under_assessment", "more_wanted", "confirmed"), HAD_A_PLACE),
    **dict.fromkeys(("waiting", "offered"), WAITED),
}


@pytest.fixture
def submission_in(intake):
    def make(state: str, language: str = "en", people: int = 1, **values) -> Submission:
        texts = {"what_happens_next": f"<p>{NEXT}</p>"}
        return SubmissionFactory(
            intake=intake,
            state=state,
            language=language,
            people=people,
            form_version=FormVersionFactory(form_schema=FormSchema(texts=texts)),
            offered_until=NOW + dt.timedelta(days=3),
            over_because="late" if state == "over" else "",
            **values,
        )

    return make


def box(page):
    """The box that says how it stands, and its first sentence."""
    found = page.soup.select_one("main .alert")
    return found, " ".join(found.select_one(".alert-text").get_text(" ").split())


def shown(page) -> set[str]:
    """What the receipt shows besides."""
    html = page.response.content.decode()
    texts = {DATES: "inddragelse-sessions", CALENDAR: "calendar.ics", ONLINE: "secret-room"}
    return {name for name, text in {**texts, NEXT_STEPS: NEXT}.items() if text in html}


def check(browser, submission: Submission, expected: Shown, language: str) -> None:
    """Both pages say what the row says, and nothing else of the kind."""
    texts = expected.danish if language == "da" else expected.english
    receipt = browser.get(path_of(submission))
    found, state = box(receipt)
    assert (receipt.soup.h1.text, state) == (texts.heading, texts.state)
    assert f"alert-{expected.looks}" in found["class"]
    assert shown(receipt) == expected.shows
    change = browser.get(path_of(submission, "change/"))
    buttons = [button["value"] for button in change.soup.select("main button")]
    said = change.soup.select("main form p")
    assert buttons == list(expected.buttons)
    assert [" ".join(text.text.split()) for text in said] == ([texts.change] if buttons else [])


def check_both(browser, submission: Submission, expected: Shown) -> None:
    """The pages in each language."""
    for language in ("en", "da"):
        Submission.objects.update(language=language)
        check(browser, submission, expected, language)


def test_no_state_is_forgotten():
    assert {*SHOWN, "draft"} == {*WHEN_CANCELLED, "draft"} == set(State.values)


@pytest.mark.parametrize("state", SHOWN)
class TestEachState:
    def test_while_it_is_to_come(self, browser, submission_in, state):
        check_both(browser, submission_in(state), SHOWN[state])

    def test_when_it_is_cancelled(self, browser, submission_in, state):
        submission = submission_in(state)
        Intake.objects.update(publication=Intake.Publication.CANCELLED)
        check_both(browser, submission, WHEN_CANCELLED[state])


class TestMany:
    @pytest.mark.parametrize(
        ("state", "heading", "texts", "change"),
        [
            (
                "confirmed",
                "You are all signed up",
                "You have 3 places.",
                f"All of you lose your places. {UNDO}",
            ),
            (
                "offered",
                "Do you want the places?",
                f"3 places are free for you. Answer before {UNTIL}. After that the offer lapses.",
                f"Answer before {UNTIL}. After that the offer lapses.",
            ),
        ],
    )
    def test_several_people(self, browser, submission_in, state, heading, texts, change):
        english = Texts(heading, texts, change)
        row = SHOWN[state]._replace(english=english)
        check(browser, submission_in(state, "en", people=3), row, "en")

    @pytest.mark.parametrize(
        ("state", "heading", "text"),
        [
            ("confirmed", "I er alle tilmeldt", "I har 3 pladser."),
            ("waiting", "I er alle på venteliste", "Der er ikke plads lige nu."),
            ("attended", "I deltog", "Det er afholdt, og I deltog."),
            (
                "absent",
                "I var tilmeldt",
                "Det er afholdt. Vi har noteret, at I ikke deltog.",
            ),
            ("offered", "Vil I have pladserne?", "Der er 3 ledige pladser til jer."),
            ("declined", "Du har sagt nej til pladserne", "Du har sagt nej til pladserne."),
            (
                "expired",
                "Pladserne er ikke længere reserveret til jer",
                "Du svarede ikke i tide, så pladserne er ikke længere reserveret til jer.",
            ),
            (
                "rejected",
                "I har ikke fået pladser",
                "Vi har vurderet din ansøgning og kan desværre ikke tilbyde jer pladser.",
            ),
            (
                "over",
                "Der blev ikke plads til jer",
                "Der blev ikke pladser nok ledige til jer alle.",
            ),
        ],
    )
    def test_several_people_in_danish(self, browser, submission_in, state, heading, text):
        receipt = browser.get(path_of(submission_in(state, "da", people=3)))
        assert receipt.soup.h1.text == heading
        assert box(receipt)[1].startswith(text)

    def test_several_people_answer_for_all(self, browser, submission_in):
        change = browser.get(path_of(submission_in("offered", people=3), "change/"))
        buttons = [button.text for button in change.soup.select("main button")]
        assert buttons == ["Yes, we take the places", "No, we decline the places"]

    @pytest.mark.parametrize(
        ("state", "texts", "change"),
        [
            (
                "confirmed",
                "Your organisation has a place.",
                f"Your organisation loses its place. {UNDO}",
            ),
            (
                "offered",
                f"A place is free for your organisation. Answer before {UNTIL}. After that the "
                "offer lapses.",
                f"Answer before {UNTIL}. After that the offer lapses.",
            ),
            (
                "rejected",
                "We have assessed your application, and we are sorry that we can’t offer your "
                "organisation a place.",
                "",
            ),
        ],
    )
    def test_an_organisation(self, browser, submission_in, state, texts, change):
        Intake.objects.update(unit=Intake.Unit.ORGANISATIONS)
        english = SHOWN[state].english._replace(state=texts, change=change)
        row = SHOWN[state]._replace(english=english)
        check(browser, submission_in(state, "en", people=3), row, "en")


class TestHeld:
    def test_who_took_part_is_told_nothing_of_what_comes(self, browser, submission_in, clock):
        submission = submission_in("confirmed", "en")
        clock.shift(dt.timedelta(days=70))
        texts = Texts("You were signed up", "It has been held. You were signed up.")
        check(browser, submission, Shown(texts, texts, "info"), "en")


class TestApplications:
    """What comes next is told of an application while it waits for its answer."""

    @pytest.fixture(autouse=True)
    def _assessed(self, intake):
        Intake.objects.update(selection=Intake.Selection.ASSESSED)

    @pytest.mark.parametrize("state", ["received", "more_wanted", "confirmed", "waiting"])
    def test_what_is_next(self, browser, submission_in, state):
        waits = state in ("received", "more_wanted")
        receipt = browser.get(path_of(submission_in(state, "en")))
        assert (NEXT_STEPS in shown(receipt)) is waits

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            (
                {"decision_expected_text": "In May"},
                " You can expect an answer in May.",
            ),
            (
                {"decision_expected_text": "December 2026"},
                " You can expect an answer December 2026.",
            ),
            (
                {"decision_expected_on": dt.date(2026, 12, 1)},
                " You can expect an answer by 1 December 2026.",
            ),
            ({"decision_expected_on": dt.date(2026, 9, 1)}, ""),
        ],
    )
    def test_when_the_answer_comes(self, browser, submission_in, values, said):
        Intake.objects.update(**values)
        _found, state = box(browser.get(path_of(submission_in("received", "en"))))
        assert state == f"We have received your application.{said}"

    def test_a_question_that_is_too_late_is_none_any_more(self, browser, submission_in, clock):
        submission = submission_in("more_wanted", "en")
        MoreWantedFactory(submission=submission, due_at=NOW + dt.timedelta(days=1))
        clock.shift(dt.timedelta(days=2))
        assert browser.get(path_of(submission)).soup.h1.text == SENT.heading
