"""Every mail in every state, to one, to many and to an organisation, in both languages: what it
must say and what it must not."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone, translation

from wagtail_inddragelse.formats import in_sentence
from wagtail_inddragelse.mail.placeholders import fill
from wagtail_inddragelse.mail.rendering import render
from wagtail_inddragelse.models import (
    MAIL_KINDS,
    Intake,
    Message,
    Occasion,
    Recipient,
    State,
    occasions_where,
)
from wagtail_inddragelse.models.states import OPEN_STATES
from wagtail_inddragelse.testing.factories import ParticipantFactory

from .conftest import NOW

pytestmark = pytest.mark.usefixtures("before_the_course")

TO_OFFICE = occasions_where(lambda kind: kind.to is Recipient.OFFICE)
TO_APPLICANTS = sorted(set(Occasion) - {Occasion.NOW_OPEN})
STATES = sorted(set(State) - {State.DRAFT})
ABOUT_A_PLACE = {
    Occasion.CONFIRMED: State.CONFIRMED,
    Occasion.ACCEPTED: State.CONFIRMED,
    Occasion.REJECTED: State.REJECTED,
    Occasion.OFFERED: State.OFFERED,
    Occasion.DECLINED: State.DECLINED,
    Occasion.EXPIRED: State.EXPIRED,
    Occasion.WAITING: State.WAITING,
    Occasion.OVER: State.OVER,
}
NEXT = "NEXT STEPS OF THE FORM"
TEXTS = {"what_happens_next": f"<p>{NEXT}</p>", "case_office_email": "office@example.dk"}
PARTIES = ["one", "many", "organisation"]
TAKE = {
    "en": {"one": "Take the place or decline it", "many": "Take the places or decline them"},
    "da": {"one": "Tag imod pladsen, eller sig nej", "many": "Tag imod pladserne, eller sig nej"},
}
CHANGE = {
    "en": {
        False: "See or print your sign-up, or withdraw",
        True: "See or print your application, or withdraw it",
    },
    "da": {
        False: "Se eller udskriv din tilmelding, eller meld fra",
        True: "Se eller udskriv din ansøgning, eller træk den tilbage",
    },
}
MISSING = {"en": "See what is missing and send it", "da": "Se, hvad der mangler, og send det"}
SEE = {"en": "See what you sent", "da": "Se, hvad du har sendt"}
NOT_TO = {
    ("one", "en"): r"\bplaces\b|\ball of you\b|\borganisation\b",
    ("one", "da"): r"\b(I|jer|jeres|pladser|pladserne|organisation)\b",
    ("many", "en"): r"\b(a|the|no|free) place\b|\borganisation\b",
    (
        "many",
        "da",
    ): r"\b(en|ingen|ledig) plads\b|\bpladsen\b|(?<!skriver) til dig\b|\borganisation\b",
    ("organisation", "en"): r"\bplaces\b|\byou a place\b|\bplace for you\b|\bYou have a place\b",
    ("organisation", "da"): r"\bpladser\b|\bplads til (dig|jer)\b|\bDu (har|har fået) en plads\b",
}
"""Words that fit another party in a mail about a place."""

OPENINGS = {
    ("many", Occasion.CONFIRMED): "I har 3 pladser på Theme course & talks.",
    ("many", Occasion.ACCEPTED): (
        "Vi har vurderet din ansøgning til Theme course & talks. I har fået 3 pladser."
    ),
    ("many", Occasion.REJECTED): (
        "Vi har vurderet din ansøgning til Theme course & talks. Vi kan desværre ikke tilbyde jer "
        "plads. Følg linket herunder for at læse begrundelsen."
    ),
    ("many", Occasion.OFFERED): ("Der er blevet 3 pladser ledige til jer på Theme course & talks."),
    ("many", Occasion.DECLINED): "Du har sagt nej til pladserne på Theme course & talks.",
    ("many", Occasion.EXPIRED): (
        "Vi hørte ikke fra dig i tide, så pladserne på Theme course & talks er ikke længere "
        "reserveret til jer."
    ),
    ("many", Occasion.WAITING): (
        "Der er ikke 3 ledige pladser til jer på Theme course & talks lige nu, så I er på "
        "venteliste."
    ),
    ("many", Occasion.OVER): "Der blev ikke 3 pladser ledige til jer på Theme course & talks.",
    ("organisation", Occasion.CONFIRMED): (
        "Jeres organisation har en plads på Theme course & talks."
    ),
    ("organisation", Occasion.ACCEPTED): (
        "Vi har vurderet din ansøgning til Theme course & talks. Jeres organisation har fået en "
        "plads."
    ),
    ("organisation", Occasion.REJECTED): (
        "Vi har vurderet din ansøgning til Theme course & talks. Vi kan desværre ikke tilbyde "
        "jeres organisation en plads. Følg linket herunder for at læse begrundelsen."
    ),
    ("organisation", Occasion.OFFERED): ("Der er blevet en plads ledig på Theme course & talks."),
    ("organisation", Occasion.WAITING): (
        "Der er ikke plads til jeres organisation på Theme course & talks lige nu, så den er på "
        "venteliste."
    ),
    ("organisation", Occasion.OVER): (
        "Der blev ingen plads ledig til jeres organisation på Theme course & talks."
    ),
}


@pytest.fixture(params=["first_come", "assessed"])
def selection(request, intake):
    intake.selection = request.param
    intake.save()
    return request.param


@pytest.fixture
def party(intake, make_submission):
    """The sign-up of one person, of three, or of an organisation with three."""

    def make(name: str):
        if name == "organisation":
            intake.unit = Intake.Unit.ORGANISATIONS
            intake.save()
        row = make_submission("RX34-K7PQ", texts=TEXTS, offered_until=NOW, over_because="late")
        for position in range(1 if name == "one" else 3):
            ParticipantFactory(submission=row, position=position)
        return row

    return make


def said(row, occasion: Occasion, state: State, language: str) -> tuple[str, str]:
    """The subject and the text of a mail to somebody who stands like that when it is made."""
    row.state = state
    message = Message(
        submission=row, occasion=occasion, to="x@example.dk", language=language, next_attempt_at=NOW
    )
    if occasion == Occasion.FREE:
        message.own_subject, message.own_text = "Practical", "Hello."
    return render(message)[:2]


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("party_name", PARTIES)
def test_what_follows_the_state(party, selection, party_name, language):
    """Whatever a mail is about, it may be made late, when its reader stands elsewhere."""
    row = party(party_name)
    is_assessed = selection == "assessed"
    for state in STATES:
        is_as_sent = (
            state in (State.RECEIVED, State.UNDER_ASSESSMENT, State.MORE_WANTED)
            if is_assessed
            else state == State.CONFIRMED
        )
        for occasion in TO_APPLICANTS:
            subject, text = said(row, occasion, state, language)
            where = (occasion, state, text)
            assert (NEXT in text) is (MAIL_KINDS[occasion].is_receipt and is_as_sent), where
            assert not re.search(r"calendar|kalender", text, re.IGNORECASE), where
            assert not re.search(r"\{|\}|%\(|\bNone\b(?! of you)", subject + text), where
            assert not re.search(r"(?<!\d)(?<!kl)[.!?] [a-zæøå]", text), where
            if state != State.CONFIRMED or occasion in TO_OFFICE:
                assert "secret-room" not in text, where
            if occasion in TO_OFFICE:
                continue
            assert _link_text(text) == _expected_link(
                occasion, state, party_name, language, is_assessed
            ), where


def _link_text(text: str) -> str:
    lines = text.splitlines()
    return lines[lines.index("[[receipt-link]]") - 1].removesuffix(":")


def _expected_link(occasion, state, party_name, language, is_assessed) -> str:
    if state == State.OFFERED:
        return TAKE[language]["many" if party_name == "many" else "one"]
    if occasion == Occasion.CANCELLED or state not in OPEN_STATES:
        return SEE[language]
    if state == State.MORE_WANTED:
        return MISSING[language]
    return CHANGE[language][is_assessed]


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("party_name", PARTIES)
@pytest.mark.parametrize("occasion", sorted(ABOUT_A_PLACE))
def test_it_speaks_to_one_to_many_or_to_an_organisation(party, occasion, party_name, language):
    row = party(party_name)
    subject, text = said(row, occasion, ABOUT_A_PLACE[occasion], language)
    for part in (subject, text):
        assert re.search(NOT_TO[party_name, language], part) is None, part
    if language == "da" and (party_name, occasion) in OPENINGS:
        assert text.splitlines()[0] == OPENINGS[party_name, occasion]


def test_nobody_is_asked_to_withdraw_from_what_was_held(party):
    row = party("one")
    row.intake.sessions.update(
        starts_at=timezone.now() - dt.timedelta(days=2),
        ends_at=timezone.now() - dt.timedelta(days=1),
    )
    text = said(row, Occasion.FREE, State.CONFIRMED, "en")[1]
    assert _link_text(text) == SEE["en"]


class TestInASentence:
    @pytest.mark.parametrize(
        ("language", "typed", "goes_on"),
        [
            ("da", "I midten af maj", "i midten af maj"),
            ("da", "Inden for fire uger", "inden for fire uger"),
            ("da", "Maj 2027", "maj 2027"),
            ("da", "Uge 42", "uge 42"),
            ("da", "KL giver besked", "KL giver besked"),
            ("da", "midt i maj", "midt i maj"),
            ("da", "Ultimo, måske", "ultimo, måske"),
            ("en", "Mid-December", "mid-December"),
            ("en", "Within four weeks", "within four weeks"),
            ("en", "May 2027", "May 2027"),
            ("en", "Monday, at the latest", "Monday, at the latest"),
            ("en", "I will call", "I will call"),
            ("de", "Mitte Mai", "Mitte Mai"),
            ("da", "", ""),
        ],
    )
    def test_a_phrase_goes_on_as_it_is_written_there(self, language, typed, goes_on):
        with translation.override(language):
            assert in_sentence(typed) == goes_on

    @pytest.mark.parametrize(
        ("text", "filled"),
        [
            ("Du kan forvente svar {answer_expected}.", "Du kan forvente svar i midten af maj."),
            ("{answer_expected} får du svar.", "I midten af maj får du svar."),
            ("Tak. {answer_expected} får du svar.", "Tak. I midten af maj får du svar."),
            ("Svar: {answer_expected}", "Svar: I midten af maj"),
        ],
    )
    def test_so_does_what_is_put_into_a_mail(self, intake, submission, text, filled):
        intake.decision_expected_text = "I midten af maj"
        submission.intake = intake
        message = Message(submission=submission, occasion=Occasion.RECEIVED, language="da")
        assert fill(text, message) == filled
