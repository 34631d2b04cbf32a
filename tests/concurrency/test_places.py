"""Nothing is oversold or lost, however many sign up at the same moment."""

from __future__ import annotations

import re
from itertools import accumulate

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.record.transitions import LOG_PREFIX
from wagtail_inddragelse.models import Message, Participant, State, Submission

from .server import Answer, Form, send_all

FORM_PATH = "/temaforloeb/tilmelding/"
ON_SQLITE = connection.vendor == "sqlite"
PEOPLE, PLACES, CLIENTS = (80, 20, 8) if ON_SQLITE else (400, 50, 16)


@pytest.fixture
def crowd():
    return [
        {"contact_name": f"Person {n}", "contact_email": f"person{n}@example.dk"}
        for n in range(PEOPLE)
    ]


@pytest.fixture
def full_intake(intake):
    """An intake with far fewer places than there are people who want one."""
    intake.capacity = PLACES
    intake.save()
    return intake


def number_in_line(answer: Answer) -> int | None:
    """The number in line that a receipt shows; None when it shows a place."""
    text = BeautifulSoup(answer.receipt, "html.parser").select_one(".alert-text").get_text()
    found = re.search(r"\d+", text)
    return int(found[0]) if found else None


@pytest.fixture
def rush(full_intake, serve, crowd):
    """Let everybody sign up: their answers by e-mail, and the submissions as they were stored."""

    def run(**environment: str) -> tuple[dict[str, Answer], list[Submission]]:
        with serve(**environment) as server:
            answers = send_all(server, Form.open(server, FORM_PATH), crowd, CLIENTS)
        emails = [person["contact_email"] for person in crowd]
        return dict(zip(emails, answers, strict=True)), list(Submission.objects.order_by("pk"))

    return run


def test_nobody_is_lost_and_nothing_is_oversold(rush, crowd):
    answers, stored = rush()
    in_order = [answers[submission.contact_email] for submission in stored]

    assert {answer.status for answer in answers.values()} == {303}
    assert {s.contact_email for s in stored} == {person["contact_email"] for person in crowd}
    assert len(stored) == PEOPLE
    # Those who came first have the places, and the rest wait in the order they were stored.
    states = [submission.state for submission in stored]
    assert states == [State.CONFIRMED] * PLACES + [State.WAITING] * (PEOPLE - PLACES)
    # Each was stored under the lock, so the times taken there have the same order.
    received = [submission.received_at for submission in stored]
    assert received == sorted(received)
    # Nobody who sent the form after another one was answered has come before them.
    last_sent = accumulate((answer.sent_at for answer in in_order), max)
    assert all(s <= a.answered_at for s, a in zip(last_sent, in_order, strict=True))
    # What each was told at once still holds when everybody has come.
    numbers = [number_in_line(answer) for answer in in_order]
    assert numbers == [None] * PLACES + list(range(1, PEOPLE - PLACES + 1))
    # Nothing that belongs to a submission is missing or doubled.
    assert Participant.objects.count() == PEOPLE
    logged = ModelLogEntry.objects.filter(action__startswith=LOG_PREFIX)
    assert logged.count() == PEOPLE
    mails = Message.objects.filter(to__startswith="person").values_list("submission", "occasion")
    assert set(mails) == {(submission.pk, submission.state) for submission in stored}
    assert Message.objects.exclude(to__startswith="person").count() == PEOPLE


def test_without_the_lock_it_goes_wrong(rush):
    """The test above tells a lock from none: the same rush, at the same pace, oversells.

    Not so on SQLite, where an IMMEDIATE transaction is the lock. Without it nothing is oversold
    there either: of two that have read, SQLite lets only one write. The other's form is lost.
    """
    answers, stored = rush(SERVER_UNLOCKED="yes")

    confirmed = sum(submission.state == State.CONFIRMED for submission in stored)
    lost = sum(answer.status == 503 for answer in answers.values())
    assert lost > 0 if ON_SQLITE else confirmed > PLACES


def test_a_double_click_is_one_submission(intake, serve):
    person = {"contact_name": "Ada Holm"}
    with serve() as server:
        form = Form.open(server, FORM_PATH)
        pairs = [
            send_all(server, form, [person | {"contact_email": f"ada{n}@example.dk"}] * 2, 2)
            for n in range(20)
        ]

    stored = Submission.objects.order_by("pk")
    paths = [{answer.receipt_path for answer in pair} for pair in pairs]
    assert [len(path) for path in paths] == [1] * 20
    assert {s.reference for s in stored} == {path.pop().split("/")[-3] for path in paths}
    assert Message.objects.count() == 2 * 20
