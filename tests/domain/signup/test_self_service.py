"""What applicants do by themselves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.record.transitions import NotAllowed
from wagtail_inddragelse.domain.signup import self_service
from wagtail_inddragelse.models import Intake, Message, State, Submission
from wagtail_inddragelse.testing.factories import (
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
    UserFactory,
)

from ..builders import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def intake():
    return IntakeFactory(capacity=1, waiting_list=Intake.WaitingList.AUTOMATIC)


@pytest.fixture
def offered(intake, soon):
    return SubmissionFactory(intake=intake, state=State.OFFERED, offered_until=soon)


@pytest.fixture
def next_in_line(intake):
    return SubmissionFactory(intake=intake, state=State.WAITING)


def state_of(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).state


def test_who_withdraws_gives_the_place_to_the_next_in_line(intake, next_in_line):
    confirmed = SubmissionFactory(intake=intake)

    self_service.withdraw(confirmed)

    assert (state_of(confirmed), state_of(next_in_line)) == ("withdrawn", "offered")


def test_who_leaves_the_line_frees_no_place(intake, next_in_line):
    SubmissionFactory(intake=intake)
    last = SubmissionFactory(intake=intake, state=State.WAITING)

    self_service.withdraw(last)

    assert (state_of(last), state_of(next_in_line)) == ("withdrawn", "waiting")


def test_withdrawing_twice_writes_once(intake):
    submission = SubmissionFactory(intake=intake)
    self_service.withdraw(submission)

    with pytest.raises(NotAllowed):
        self_service.withdraw(submission)

    assert Message.objects.filter(occasion="withdrawn").count() == 1


def test_a_caseworker_who_does_it_is_in_the_log(intake, admin_user):
    self_service.withdraw(SubmissionFactory(intake=intake), user=admin_user)

    entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.withdraw")
    assert entry.user == admin_user


def test_taking_the_offer_confirms_it(offered, next_in_line):
    self_service.accept_place(offered)

    assert (state_of(offered), state_of(next_in_line)) == ("confirmed", "waiting")


def test_declining_it_gives_it_to_the_next_in_line(offered, next_in_line):
    self_service.decline(offered)

    assert (state_of(offered), state_of(next_in_line)) == ("declined", "offered")


LATER = dt.timedelta(days=11)


@pytest.mark.parametrize("step", [self_service.accept_place, self_service.decline])
def test_an_offer_that_lapsed_is_passed_on_at_once(offered, next_in_line, clock, step):
    clock.shift(LATER)

    with pytest.raises(NotAllowed):
        step(offered)

    assert (state_of(offered), state_of(next_in_line)) == ("expired", "offered")


@pytest.mark.parametrize("step", [self_service.accept_place, self_service.decline])
def test_an_offer_of_what_is_cancelled_is_over(offered, next_in_line, step):
    Intake.objects.update(publication=Intake.Publication.CANCELLED)

    with pytest.raises(NotAllowed):
        step(offered)

    assert (state_of(offered), state_of(next_in_line)) == ("over", "over")


def test_a_late_offer_of_what_has_been_held_is_over(intake, clock):
    SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1))
    until = NOW + dt.timedelta(days=2)
    offered = SubmissionFactory(intake=intake, state=State.OFFERED, offered_until=until)

    with pytest.raises(NotAllowed):
        self_service.accept_place(offered)

    assert state_of(offered) == "over"


def test_nobody_withdraws_from_what_was_held(intake, clock):
    SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1))
    confirmed = SubmissionFactory(intake=intake)

    with pytest.raises(NotAllowed):
        self_service.withdraw(confirmed)

    assert (state_of(confirmed), Message.objects.count()) == ("confirmed", 0)


def test_who_has_begun_can_withdraw_from_what_is_left(intake):
    SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1))
    SessionFactory(intake=intake, starts_at=NOW + dt.timedelta(days=1))

    assert self_service.withdraw(SubmissionFactory(intake=intake)).state == "withdrawn"


def test_an_application_that_was_never_answered_can_be_withdrawn(intake):
    SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1))

    row = SubmissionFactory(intake=intake, state=State.RECEIVED)

    assert self_service.withdraw(row).state == "withdrawn"


@pytest.mark.parametrize("step", [self_service.accept_place, self_service.decline])
def test_only_an_offer_can_be_answered(step, next_in_line):
    with pytest.raises(NotAllowed):
        step(next_in_line)

    assert state_of(next_in_line) == "waiting"


def test_an_offer_that_went_on_can_not_be_taken(offered, next_in_line):
    Submission.objects.filter(pk=offered.pk).update(state=State.EXPIRED)

    with pytest.raises(NotAllowed):
        self_service.accept_place(offered)

    assert state_of(offered) == "expired"


@pytest.mark.parametrize("state", ["received", "under_assessment", "more_wanted"])
def test_what_was_prepared_goes_with_who_withdraws(state):
    user = UserFactory()
    row = SubmissionFactory(
        state=state,
        pending_state="reject",
        decision_reason="Too late",
        decided_by=user,
        approved_by=user,
    )
    self_service.withdraw(row)
    row.refresh_from_db()
    found = (row.pending_state, row.decision_reason, row.decided_by, row.approved_by)
    assert found == ("", "", None, None)


def test_a_decision_that_was_released_stays_with_who_withdraws():
    row = SubmissionFactory(
        state="confirmed", decision_reason="Well founded", decided_at=timezone.now()
    )
    self_service.withdraw(row)
    row.refresh_from_db()
    assert row.decision_reason == "Well founded"
