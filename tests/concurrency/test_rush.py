"""Signing up, withdrawing, answering, lapsing, publishing, assessing and releasing, all at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import assessment, conflicts, decisions
from wagtail_inddragelse.domain.casework import messages
from wagtail_inddragelse.domain.intakes.intakes import get_statuses
from wagtail_inddragelse.domain.record.transitions import (
    LOG_PREFIX,
    TRANSITIONS,
    Action,
    NotAllowed,
)
from wagtail_inddragelse.domain.signup import self_service, waiting_list
from wagtail_inddragelse.domain.writing.refused import Refused
from wagtail_inddragelse.models import (
    Assessment,
    Intake,
    Message,
    PendingState,
    Recommendation,
    Role,
    RoleGrant,
    State,
    Submission,
)
from wagtail_inddragelse.testing.factories import AssessmentFactory, SubmissionFactory, UserFactory

from .server import Form, Server

pytestmark = pytest.mark.server

FORM_PATH = "/temaforloeb/tilmelding/"
PLACES, PEOPLE, CLIENTS, CASES = 6, 32, 6, 36
LATER = dt.timedelta(days=4)
"""Longer than an offered place is held."""


@pytest.fixture
def course(languages) -> Intake:
    """A start date whose places are offered on by themselves, in two languages."""
    Intake.objects.update(capacity=PLACES, waiting_list=Intake.WaitingList.AUTOMATIC)
    return Intake.objects.get(pk=languages[0].pk)


@pytest.fixture
def assessor(course):
    """Somebody who may assess on the page of the round."""
    group = Group.objects.create(name="Assessors")
    RoleGrant.objects.create(group=group, page=course.page, role=Role.ASSESS)
    user = UserFactory()
    user.groups.add(group)
    return user


@pytest.fixture
def round_(course, monkeypatch) -> Intake:
    """An assessed round on the same page, in two languages, with an outcome for each case.

    The score falls with the number of the case, so the best are accepted and the next must wait.
    """
    monkeypatch.setattr(decisions, "BATCH", 4)
    row = course.page.inddragelse_intakes.exclude(pk=course.pk).get()
    assessed = Intake.objects.filter(translation_key=row.translation_key)
    assessed.update(selection=Intake.Selection.ASSESSED)
    kinds, reader = list(PendingState), UserFactory()
    for number in range(CASES):
        case = SubmissionFactory(
            intake=row,
            state=State.RECEIVED,
            pending_state=kinds[number % len(kinds)],
            decision_reason="A reason",
        )
        AssessmentFactory(submission=case, assessor=reader, total=99 - number)
    return Intake.objects.get(pk=row.pk)


def sign_up(server: Server, form: Form, number: int) -> list[int]:
    """Sign up, and change one's mind or answer an offer: the statuses that come back."""
    answer = server.sign_up(
        form, contact_name=f"Person {number}", contact_email=f"person{number}@example.dk"
    )
    twice = ["accept_place", "accept_place", "withdraw"]
    steps = ["withdraw"] if number % 2 else twice[: number % 4]
    return [answer.status, *(server.change(answer.receipt_path, step) for step in steps)]


def until(over: Event, deed: Callable[[int], object]) -> int:
    """Do it again and again, each time with its number; how often it was done."""
    rounds = 0
    while not over.is_set() or not rounds:
        deed(rounds)
        rounds += 1
    connection.close()
    return rounds


def run_the_hour(number: int) -> None:
    """What the hourly command does; every third time when all offers have lapsed."""
    waiting_list.expire_place_offers(timezone.now() + LATER if number % 3 == 2 else None)
    waiting_list.settle_all()


def answer_decisions(round_: Intake) -> None:
    """Those who were accepted, or offered a place in the round, withdraw, take it or decline."""
    deeds = [self_service.withdraw, self_service.accept_place, self_service.decline]
    for row in Submission.objects.for_intake(round_).holding_places().order_by("-pk")[:3]:
        with suppress(NotAllowed):
            deeds[row.pk % 3](row)


def assess(round_: Intake, assessor, office) -> None:
    """Work on the cases that are still open: declare, assign, assess, hand in and write."""
    for row in Submission.objects.for_intake(round_).decidable().order_by("-pk")[:3]:
        conflicts.declare(assessor, row, has_conflict=False)
        with suppress(Refused):
            given = assessment.assign(row, assessor, user=office)
            assessment.save(given, {}, recommendation=Recommendation.ACCEPT)
            assessment.hand_in(given)
        messages.write([row], "Subject", "Text", user=office, send=False)


def test_all_invariants_hold(course, round_, assessor, serve, publishers):
    over, office = Event(), UserFactory(is_superuser=True)
    deeds = [
        run_the_hour,
        lambda n: decisions.release(round_, user=office),
        lambda n: decisions.release(round_, user=office),
        lambda n: answer_decisions(round_),
        lambda n: assess(round_, assessor, office),
    ]
    with serve() as server, publishers(PUBLISHER_PLACES=str(PLACES)) as results:
        forms = [Form.open(server, f"{FORM_PATH}?intake={each.pk}") for each in (course, round_)]
        with (
            ThreadPoolExecutor(CLIENTS) as crowd,
            ThreadPoolExecutor(len(deeds)) as others,
        ):
            working = [others.submit(until, over, deed) for deed in deeds]
            people = [crowd.submit(sign_up, server, forms[n % 5 == 4], n) for n in range(PEOPLE)]
            statuses = [status for person in people for status in person.result()]
            over.set()
            assert all(each.result() > 0 for each in working)
    decisions.release(round_, user=office)
    waiting_list.settle_all()

    assert set(statuses) == {303}
    assert [result["failures"] for result in results] == [[], []]
    assert all(result["published"] for result in results)
    assert Submission.objects.count() == PEOPLE + CASES
    for intake in (course, round_):
        assert_places_are_right(Intake.objects.get(pk=intake.pk))
        assert_the_line_is_right(intake)
    for row in Submission.objects.prefetch_related("messages"):
        assert_each_state_is_on_record_and_told_once(row)
    # A case may be decided after it was assigned, and then takes no assessment.
    still_open = Submission.objects.decidable()
    begun = Assessment.objects.filter(assessor=assessor, submission__in=still_open)
    assert begun.filter(submitted_at=None).count() == 0
    for key in Intake.objects.values_list("translation_key", flat=True):
        facts = Intake.objects.filter(translation_key=key).values_list(*Intake.SHARED_FIELDS)
        assert len(set(facts)) == 1


def assert_places_are_right(intake: Intake) -> None:
    """Counts are the rows; never more than the most there ever were; none kept from who waits."""
    rows = Submission.objects.for_intake(intake)
    holding = [row for row in rows.prefetch_related("participants") if row.state in HOLDING]
    taken = sum(len(row.participants.all()) for row in holding)
    status = get_statuses([intake])[0]
    assert (status.taken, status.waiting) == (taken, rows.filter(state=State.WAITING).count())
    assert taken == len(holding) <= PLACES + 1
    assert not status.waiting or status.places_left == 0 or intake.is_assessed
    assert not status.waiting or taken >= intake.capacity


HOLDING = {State.OFFERED, State.CONFIRMED}


def assert_the_line_is_right(intake: Intake) -> None:
    """Nobody was let past: who was offered a place came before everybody who still waits."""
    line = list(Submission.objects.for_intake(intake).in_line())
    offered = ModelLogEntry.objects.filter(action=Action.INVITE.log_action)
    keys = [int(key) for key in offered.values_list("object_id", flat=True)]
    rows = Submission.objects.for_intake(intake).filter(pk__in=keys)
    assert all(rank(row) < rank(waits) for row in rows for waits in line)
    if not intake.is_assessed:
        confirmed = Submission.objects.for_intake(intake).filter(state=State.CONFIRMED)
        assert all(row.pk < waits.pk for row in confirmed for waits in line)


def rank(row: Submission) -> tuple:
    return -(row.line_score or 0), -row.line_tie_break, row.received_at, row.pk


def assert_each_state_is_on_record_and_told_once(row: Submission) -> None:
    """The log leads along the table to the state that it is in, and each step sent its mails."""
    entries = ModelLogEntry.objects.filter(object_id=str(row.pk)).order_by("pk")
    names = [entry.action.removeprefix(LOG_PREFIX) for entry in entries]
    steps = [TRANSITIONS[Action(name)] for name in names if name in Action.values]
    state = State.DRAFT if row.contact_email.startswith("person") else State.RECEIVED
    for step in steps:
        assert state in step.sources, names
        state = step.target
    assert state == row.state, names

    due = Counter(m for step in steps for m in (step.applicant, step.office) if m)
    sent = row.messages.filter(change=None).exclude(occasion="free")
    assert Counter(sent.values_list("occasion", flat=True)) == due, names
    assert row.messages.filter(change__isnull=False).count() <= 1
    assert Message.objects.filter(submission=row, own_text="Text").count() == names.count(
        "write_message"
    )
