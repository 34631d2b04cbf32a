"""What a caseworker does with one case by hand."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.casework import by_hand
from wagtail_inddragelse.domain.record.records import Record
from wagtail_inddragelse.domain.record.transitions import Action
from wagtail_inddragelse.domain.writing.seen import ChangedMeanwhile, marks
from wagtail_inddragelse.models import Intake, Occasion, State, Submission
from wagtail_inddragelse.testing.factories import (
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
    UserFactory,
)

from ...refusing import refused
from ..builders import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def intake():
    return IntakeFactory(capacity=1, waiting_list=Intake.WaitingList.MANUAL)


def log_of(submission) -> list[tuple]:
    entries = ModelLogEntry.objects.filter(object_id=str(submission.pk)).order_by("pk")
    return [(entry.action.rpartition(".")[2], entry.user, entry.data) for entry in entries]


def steps(submission) -> list[Action]:
    return by_hand.possible_actions(submission, NOW)


class TestKeepDetails:
    def keep(self, submission, user, number="", person=None):
        return by_hand.set_details(submission, journal_number=number, assigned_to=person, user=user)

    def test_writes_both_and_puts_each_on_record(self, user):
        submission, person = SubmissionFactory(), UserFactory(is_superuser=True)
        self.keep(submission, user, "2026-17", person)
        submission.refresh_from_db()
        assert (submission.journal_number, submission.assigned_to) == ("2026-17", person)
        assert log_of(submission) == [
            ("journal", user, {"before": "", "number": "2026-17"}),
            ("assign_caseworker", user, {"caseworker": person.pk}),
        ]

    def test_the_row_is_written_once(self, user):
        submission, person = SubmissionFactory(), UserFactory(is_superuser=True)
        with CaptureQueriesContext(connection) as queries:
            self.keep(submission, user, "2026-17", person)
        written = [each["sql"] for each in queries if each["sql"].startswith("UPDATE")]
        assert len(written) == 1

    def test_nothing_is_on_record_when_nothing_changes(self, user):
        submission = SubmissionFactory(journal_number="2026-17", assigned_to=user)
        assert self.keep(submission, user, "2026-17", user) == []
        assert log_of(submission) == []

    def test_case_is_given_back(self, user):
        submission = SubmissionFactory(assigned_to=user)
        assert self.keep(submission, user) == [Record.ASSIGN_CASEWORKER]
        assert log_of(submission) == [("assign_caseworker", user, {"caseworker": None})]

    def test_leaves_what_somebody_else_wrote_meanwhile(self, user):
        submission, user = SubmissionFactory(), UserFactory(is_superuser=True)
        shown = marks(by_hand.details(submission))
        Submission.objects.update(journal_number="2026-17")
        by_hand.set_details(submission, journal_number="", assigned_to=user, user=user, shown=shown)
        submission.refresh_from_db()
        assert (submission.journal_number, submission.assigned_to) == ("2026-17", user)

    def test_refuses_what_two_changed(self, user):
        submission = SubmissionFactory()
        shown = marks(by_hand.details(submission))
        Submission.objects.update(journal_number="2026-17")
        with pytest.raises(ChangedMeanwhile):
            by_hand.set_details(
                submission, journal_number="4", assigned_to=user, user=user, shown=shown
            )
        submission.refresh_from_db()
        assert (submission.journal_number, submission.assigned_to) == ("2026-17", None)

    def test_an_objection_is_open_until_it_is_closed(self, user):
        submission, day = SubmissionFactory(), dt.date(2026, 11, 3)
        for since in (day, None):
            by_hand.set_details(submission, objection_since=since, user=user)
        submission.refresh_from_db()
        assert submission.objection_since is None
        assert log_of(submission) == [
            ("objection", user, {"since": "2026-11-03", "before": ""}),
            ("objection_closed", user, {"since": "", "before": "2026-11-03"}),
        ]

    def test_leaves_a_state_that_changed_meanwhile(self, user):
        submission = SubmissionFactory(state=State.CONFIRMED)
        Submission.objects.update(state=State.WITHDRAWN)
        self.keep(submission, user, "2026-17")
        submission.refresh_from_db()
        assert submission.state == State.WITHDRAWN


class TestPossibleSteps:
    def test_before_the_session_there_is_nobody_to_mark(self, intake):
        SessionFactory(intake=intake, starts_at=NOW + dt.timedelta(days=1))
        submission = SubmissionFactory(intake=intake, state=State.CONFIRMED)
        assert steps(submission) == [Action.WITHDRAW]

    def test_after_the_session(self, intake):
        SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1))
        submission = SubmissionFactory(intake=intake, state=State.CONFIRMED)
        assert steps(submission) == [Action.MARK_ATTENDED, Action.MARK_ABSENT]

    def test_where_no_session_is_set(self, intake):
        submission = SubmissionFactory(intake=intake, state=State.ATTENDED)
        assert steps(submission) == [Action.MARK_ABSENT]

    def test_one_who_waits(self, intake):
        submission = SubmissionFactory(intake=intake, state=State.WAITING)
        assert steps(submission) == [Action.INVITE, Action.WITHDRAW]

    def test_one_who_waits_for_what_has_begun(self, intake):
        SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1))
        SessionFactory(intake=intake, starts_at=NOW + dt.timedelta(days=1))
        submission = SubmissionFactory(intake=intake, state=State.WAITING)
        assert steps(submission) == [Action.INVITE, Action.WITHDRAW]

    def test_one_who_waits_for_what_was_held(self, intake):
        SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1))
        assert steps(SubmissionFactory(intake=intake, state=State.WAITING)) == []

    def test_one_who_waits_with_more_people_than_there_are_places(self, intake):
        submission = SubmissionFactory(intake=intake, state=State.WAITING, people=2)
        assert steps(submission) == [Action.WITHDRAW]

    def test_one_who_waits_for_what_is_cancelled(self, intake):
        intake.publication = Intake.Publication.CANCELLED
        submission = SubmissionFactory(intake=intake, state=State.WAITING)
        assert steps(submission) == [Action.WITHDRAW]

    @pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.OVER])
    def test_none_when_it_is_over(self, intake, state):
        assert steps(SubmissionFactory(intake=intake, state=state)) == []


class TestTakeStep:
    def test_offers_a_place_out_of_turn(self, intake, user):
        SubmissionFactory(intake=intake, state=State.WAITING)
        second = SubmissionFactory(intake=intake, state=State.WAITING)
        row = by_hand.act(second, Action.INVITE, user=user, now=NOW)
        assert (row.state, row.offered_until) == (State.OFFERED, NOW + dt.timedelta(days=3))
        assert log_of(second) == [("invite", user, {})]
        assert [mail.occasion for mail in second.messages.all()] == [Occasion.OFFERED]

    def test_offers_no_place_that_is_taken(self, intake, user):
        SubmissionFactory(intake=intake, state=State.CONFIRMED)
        waiting = SubmissionFactory(intake=intake, state=State.WAITING)
        with refused("full"):
            by_hand.act(waiting, Action.INVITE, user=user)
        waiting.refresh_from_db()
        assert (waiting.state, log_of(waiting)) == (State.WAITING, [])

    def test_offers_no_place_in_what_has_just_been_cancelled(self, intake, user):
        waiting = SubmissionFactory(intake=intake, state=State.WAITING)
        Intake.objects.update(publication=Intake.Publication.CANCELLED)
        with refused("moved_on"):
            by_hand.act(waiting, Action.INVITE, user=user, now=NOW)
        waiting.refresh_from_db()
        assert waiting.state == State.WAITING

    def test_withdraws_in_the_name_of_the_caseworker(self, intake, user):
        submission = SubmissionFactory(intake=intake, state=State.CONFIRMED)
        row = by_hand.act(submission, Action.WITHDRAW, user=user)
        assert row.state == State.WITHDRAWN
        assert log_of(submission) == [("withdraw", user, {})]

    def test_marks_one_absent_after_all(self, intake, user):
        submission = SubmissionFactory(intake=intake, state=State.ATTENDED)
        row = by_hand.act(submission, Action.MARK_ABSENT, user=user)
        assert row.state == State.ABSENT

    @pytest.mark.parametrize("action", [Action.ACCEPT, Action.REJECT, Action.ACCEPT_PLACE])
    def test_takes_no_other_step(self, intake, user, action):
        submission = SubmissionFactory(intake=intake, state=State.UNDER_ASSESSMENT)
        with refused("moved_on"):
            by_hand.act(submission, action, user=user)

    def test_refuses_when_another_was_faster(self, intake, user):
        submission = SubmissionFactory(intake=intake, state=State.CONFIRMED)
        Submission.objects.update(state=State.WITHDRAWN)
        with refused("moved_on"):
            by_hand.act(submission, Action.WITHDRAW, user=user)
        assert log_of(submission) == []
