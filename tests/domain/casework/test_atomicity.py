"""Whatever somebody does to a case is done as a whole or not at all, whichever write fails.

Each is called as a view does that opens no transaction of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import assessment, conflicts, decisions
from wagtail_inddragelse.domain.casework import by_hand, messages
from wagtail_inddragelse.domain.record import retention
from wagtail_inddragelse.domain.signup import more_wanted, self_service
from wagtail_inddragelse.models import (
    Assessment,
    ConflictOfInterest,
    EarlierAnswers,
    Intake,
    IntakeSummary,
    Message,
    MoreWanted,
    Participant,
    Role,
    Score,
    State,
    Submission,
)
from wagtail_inddragelse.questions.schema import Criterion, FormSchema, Question, Step
from wagtail_inddragelse.questions.sent import Reply
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    IntakeFactory,
    MessageFactory,
    MoreWantedFactory,
    SubmissionFactory,
)

from ..builders import NOW
from ..people import make_user
from ..signup.test_signup_atomicity import FailingWrites

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]

WATCHED = (
    Assessment,
    ConflictOfInterest,
    EarlierAnswers,
    IntakeSummary,
    Message,
    ModelLogEntry,
    MoreWanted,
    Participant,
    Score,
    Submission,
)
WEEK = dt.timedelta(days=7)
SCHEMA = FormSchema(
    steps=(Step("s1", "Plan", questions=(Question("why", "long_text", "Why?"),)),),
    criteria=(Criterion("need", "Need"),),
)


class World:
    """A round with a case at each stage, and a course with a line."""

    def __init__(self) -> None:
        self.round = IntakeFactory(selection=Intake.Selection.ASSESSED, capacity=5)
        self.course = IntakeFactory(capacity=1, waiting_list=Intake.WaitingList.AUTOMATIC)
        self.decider = make_user("decider", self.round.page, Role.DECIDE)
        self.assessor = make_user("assessor", self.round.page, Role.ASSESS)
        self.new = self.case(State.RECEIVED)
        self.open = self.case(State.UNDER_ASSESSMENT)
        self.prepared = self.case(
            State.UNDER_ASSESSMENT, pending_state="accept", decided_by=self.assessor
        )
        self.turned_down = self.case(State.RECEIVED, pending_state="reject", decision_reason="Full")
        self.asked = self.case(State.MORE_WANTED)
        MoreWantedFactory(submission=self.asked, question_ids=["why"], due_at=NOW + WEEK)
        self.begun = AssessmentFactory(
            submission=self.open, assessor=self.assessor, recommendation="accept"
        )
        self.begun.scores.create(criterion_id="need", value=3)
        self.offered = SubmissionFactory(
            intake=self.course, state=State.OFFERED, offered_until=NOW + WEEK
        )
        self.waiting = SubmissionFactory(intake=self.course, state=State.WAITING)
        self.mail = MessageFactory(
            submission=self.open, delivery="sent", to=self.open.contact_email
        )

    def case(self, state: State, **values) -> Submission:
        version = FormVersionFactory(form_schema=SCHEMA)
        return SubmissionFactory(
            intake=self.round,
            form_version=version,
            answers={"why": "Because"},
            state=state,
            delete_after=NOW.date() - WEEK if state == State.REJECTED else None,
            **values,
        )


DEEDS: dict[str, Callable[[World], object]] = {
    "prepare": lambda w: decisions.prepare(w.open, "accept", user=w.decider),
    "approve": lambda w: decisions.approve(w.prepared, user=w.decider),
    "release": lambda w: decisions.release_some(
        w.round, [w.prepared.pk, w.turned_down.pk], user=w.decider
    ),
    "ask": lambda w: more_wanted.ask(w.new, ["why"], due_at=NOW + WEEK, user=w.decider),
    "give": lambda w: more_wanted.give(w.asked, Reply({"why": "New"})),
    "take_back": lambda w: more_wanted.take_back(w.asked, user=w.decider),
    "close_overdue": lambda w: more_wanted.close_overdue(NOW + 2 * WEEK),
    "assign": lambda w: assessment.assign(w.new, w.assessor, user=w.decider),
    "share": lambda w: assessment.assign_evenly([w.new], [w.assessor], user=w.decider),
    "save": lambda w: assessment.save(w.begun, {"need": assessment.Given(5)}),
    "hand_in": lambda w: assessment.hand_in(w.begun),
    "unassign": lambda w: assessment.unassign(w.begun, user=w.decider),
    "declare": lambda w: conflicts.declare(w.assessor, w.open, has_conflict=True),
    "withdraw what was asked": lambda w: self_service.withdraw(w.asked),
    "withdraw an offered place": lambda w: self_service.withdraw(w.offered),
    "accept a place": lambda w: self_service.accept_place(w.offered),
    "decline a place": lambda w: self_service.decline(w.offered),
    "set details": lambda w: by_hand.set_details(
        w.open, journal_number="26/1", assigned_to=w.decider, user=w.decider
    ),
    "write": lambda w: messages.write([w.open], "Words", "Text", user=w.decider, send=True),
    "correct an address": lambda w: messages.resend(
        w.mail, "new@example.dk", correct_case=True, user=w.decider
    ),
    "delete": lambda w: retention.delete_due(NOW),
}


@pytest.fixture
def world(home, settings) -> World:
    # Mails that were sent at the commit would be the write that fails, which nobody is told of.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    world = World()
    world.case(State.REJECTED)
    return world


def snapshot() -> list[list[dict]]:
    """All rows that a deed may write."""
    return [list(model.objects.order_by("pk").values()) for model in WATCHED]


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_a_failure_at_any_write_leaves_nothing(world, deed):
    before, position, has_failed = snapshot(), 0, True
    with connection.execute_wrapper(writes := FailingWrites(position)):
        while has_failed:
            writes.position, writes.count = position, 0
            has_failed = fails(deed, world)
            if has_failed:
                assert snapshot() == before, f"write {position}"
                position += 1

    assert position > 1
    assert snapshot() != before


def fails(deed: Callable[[World], object], world: World) -> bool:
    fresh(world)
    try:
        deed(world)
    except DatabaseError:
        return True
    return False


def fresh(world: World) -> None:
    """Each attempt begins with the rows as a request reads them."""
    for name, row in vars(world).items():
        if isinstance(row, (Submission, Assessment, Message)):
            setattr(world, name, type(row).objects.get(pk=row.pk))
