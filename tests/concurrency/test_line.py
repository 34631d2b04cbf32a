"""Places go on down the line while everything happens at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from wagtail_inddragelse.domain.intakes.intakes import get_statuses
from wagtail_inddragelse.domain.signup import waiting_list
from wagtail_inddragelse.models import Intake, State, Submission

from .server import Form, Server

FORM_PATH = "/temaforloeb/tilmelding/"
PEOPLE, CLIENTS, PLACES = 48, 12, 6


@pytest.fixture
def course(languages) -> Intake:
    """A start date whose places are offered on by themselves, in two languages."""
    Intake.objects.update(capacity=PLACES, waiting_list=Intake.WaitingList.AUTOMATIC)
    return Intake.objects.get(pk=languages[0].pk)


def take_part(server: Server, form: Form, number: int) -> list[int]:
    """Sign up, and change one's mind or answer an offer: the statuses that come back."""
    answer = server.sign_up(
        form, contact_name=f"Person {number}", contact_email=f"person{number}@example.dk"
    )
    twice = ["accept_place", "accept_place", "withdraw"]
    steps = ["withdraw"] if number % 2 else twice[: number % 4]
    return [answer.status, *(server.change(answer.receipt_path, step) for step in steps)]


def settle_until(over: Event) -> int:
    """Do what the hourly command does, again and again; how often."""
    rounds = 0
    while not over.is_set():
        waiting_list.expire_place_offers()
        waiting_list.settle_all()
        rounds += 1
    connection.close()
    return rounds


@pytest.mark.server
def test_whatever_happens_at_once_the_line_is_right(course, serve, publishers):
    over = Event()
    with serve() as server, publishers(PUBLISHER_PLACES=str(PLACES)) as results:
        form = Form.open(server, f"{FORM_PATH}?intake={course.pk}")
        with ThreadPoolExecutor(CLIENTS + 1) as pool:
            settling = pool.submit(settle_until, over)
            people = [pool.submit(take_part, server, form, number) for number in range(PEOPLE)]
            statuses = [status for person in people for status in person.result()]
            over.set()
            assert settling.result() > 0
    waiting_list.settle_all()

    assert set(statuses) == {303}
    assert [result["failures"] for result in results] == [[], []]
    assert Submission.objects.for_intake(course).count() == PEOPLE
    withdrawn = Submission.objects.filter(state=State.WITHDRAWN)
    assert withdrawn.count() >= PEOPLE // 2
    [status] = get_statuses([Intake.objects.get(pk=course.pk)])
    assert status.taken <= PLACES + 1
    assert (status.waiting > 0, status.places_left) == (True, 0)
    # Nobody was let past: who has a place came before everybody who still waits.
    line = Submission.objects.for_intake(course).in_line().values_list("pk", flat=True)
    holding = Submission.objects.for_intake(course).holding_places()
    last = max(holding.values_list("pk", flat=True))
    assert all(pk > last for pk in line)
