"""Publishing takes the places' lock first, so that it gets in nobody's way."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from wagtail_inddragelse.models import Intake, Submission

from .server import Form, send_all

FORM_PATH = "/temaforloeb/tilmelding/"
ON_SQLITE = connection.vendor == "sqlite"
PEOPLE, CLIENTS = (16, 4) if ON_SQLITE else (64, 16)
SECONDS = 6


@pytest.fixture
def crowd():
    return [
        {"contact_name": f"Person {n}", "contact_email": f"person{n}@example.dk"}
        for n in range(PEOPLE)
    ]


def facts(key) -> set[tuple]:
    """What the rows of one intake say of its places: one, if all say the same."""
    return set(Intake.objects.filter(translation_key=key).values_list(*Intake.SHARED_FIELDS))


def test_nobody_who_signs_up_meets_a_publish(languages, serve, publishers, crowd):
    with serve() as server:
        form = Form.open(server, FORM_PATH + f"?intake={languages[0].pk}")
        with publishers() as results:
            answers = send_all(server, form, crowd, CLIENTS)

    assert [answer.status for answer in answers] == [303] * PEOPLE
    assert Submission.objects.for_intake(languages[0]).count() == PEOPLE
    assert [result["failures"] for result in results] == [[], []]
    assert all(result["published"] for result in results)


def test_both_languages_published_at_once(languages, publishers):
    with publishers() as results:
        time.sleep(SECONDS)

    assert [result["failures"] for result in results] == [[], []]
    assert all(result["published"] > 1 for result in results)
    keys = set(Intake.objects.values_list("translation_key", flat=True))
    assert [len(facts(key)) for key in keys] == [1, 1]


@pytest.mark.server
def test_without_the_lock_they_break_each_other_off(languages, publishers):
    with publishers(SERVER_UNLOCKED="yes") as results:
        time.sleep(SECONDS)

    assert [failure for result in results for failure in result["failures"]] != []
