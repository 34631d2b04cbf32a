"""Asking for more: what opens again, until when, and what becomes of the earlier answers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import assessment, conflicts, decisions
from wagtail_inddragelse.domain.intakes import places
from wagtail_inddragelse.domain.signup import attachments, more_wanted, self_service
from wagtail_inddragelse.models import (
    Attachment,
    EarlierAnswers,
    Intake,
    Message,
    MoreWanted,
    Role,
    State,
    Submission,
)
from wagtail_inddragelse.questions.schema import Condition, FormSchema, Question, Step
from wagtail_inddragelse.questions.sent import Reply, UploadedAnswer
from wagtail_inddragelse.testing.factories import (
    FormVersionFactory,
    IntakeFactory,
    MoreWantedFactory,
    SubmissionFactory,
)

from ...refusing import refused
from ..builders import NOW, pdf
from ..people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DUE = NOW + dt.timedelta(days=7)
SCHEMA = FormSchema(
    steps=(
        Step(
            "s1",
            "Plan",
            questions=(
                Question("why", "long_text", "Why?"),
                Question("has_budget", "yes_no", "Is there a budget?"),
                Question(
                    "budget", "number", "How much?", condition=Condition("has_budget", ("yes",))
                ),
                Question("plan", "attachment", "Your plan"),
                Question("cvr", "cvr", "CVR number"),
            ),
        ),
    )
)
ANSWERS = {"why": "Because", "has_budget": True, "budget": 100, "cvr": "12345674"}


@pytest.fixture
def intake():
    return IntakeFactory(selection=Intake.Selection.ASSESSED)


@pytest.fixture
def decider(intake):
    return make_user("decider", intake.page, Role.DECIDE)


@pytest.fixture
def submission(intake):
    return SubmissionFactory(
        intake=intake,
        state=State.UNDER_ASSESSMENT,
        form_version=FormVersionFactory(form_schema=SCHEMA),
        answers=ANSWERS,
        organisation_cvr="12345674",
        organisation_key="cvr:12345674",
    )


@pytest.fixture
def ask(submission, decider):
    def ask(*ids: str, due_at: dt.datetime = DUE, **values) -> MoreWanted:
        return more_wanted.ask(submission, ids or ("why",), due_at=due_at, user=decider, **values)

    return ask


def state_of(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).state


def logged(submission: Submission) -> list[str]:
    """What the log says happened, the oldest first and without our prefix."""
    entries = ModelLogEntry.objects.filter(object_id=str(submission.pk)).order_by("pk")
    return [entry.action.rpartition(".")[2] for entry in entries]


def occasions() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("occasion", flat=True))


class TestAsk:
    def test_moves_the_case_and_writes_to_the_applicant(self, submission, ask):
        ask(text=" What about the staff? ")
        assert state_of(submission) == State.MORE_WANTED
        assert (logged(submission), occasions()) == (["ask_for_more"], ["more_wanted"])
        assert MoreWanted.objects.get().text == "What about the staff?"

    def test_keeps_who_asked(self, ask, decider):
        assert ask().asked_by == decider

    def test_a_received_one_is_under_assessment_first(self, submission, ask):
        Submission.objects.update(state=State.RECEIVED)
        ask()
        assert logged(submission) == ["assess", "ask_for_more"]

    def test_its_places_are_locked_first_as_it_is_written_twice(self, submission, ask, monkeypatch):
        Submission.objects.update(state=State.RECEIVED)
        locked, lock = [], places.lock
        monkeypatch.setattr(places, "lock", lambda intake: locked.append(intake) or lock(intake))
        ask()
        assert locked == [submission.intake]

    @pytest.mark.parametrize("state", sorted({*State} - {State.RECEIVED, State.UNDER_ASSESSMENT}))
    def test_is_refused_in_any_other_state(self, ask, state):
        Submission.objects.update(state=state, offered_until=NOW)
        with refused("not_open"):
            ask()
        assert (MoreWanted.objects.count(), occasions()) == (0, [])

    def test_nothing_is_asked_about_what_is_cancelled(self, ask, submission):
        assert more_wanted.can_ask(submission)
        Intake.objects.update(publication=Intake.Publication.CANCELLED)
        with refused("cancelled"):
            ask()
        assert not more_wanted.can_ask(Submission.objects.get())

    @pytest.mark.parametrize("ids", [["gone"], ["why", "gone"]])
    def test_only_what_was_asked_can_be_asked_again(self, ask, ids):
        with refused("no_question"):
            ask(*ids)

    def test_something_must_be_asked(self, submission, decider):
        with refused("no_question"):
            more_wanted.ask(submission, [], due_at=DUE, user=decider)

    def test_a_question_that_was_hidden_cannot_be_asked(self, ask):
        Submission.objects.update(answers=ANSWERS | {"has_budget": False})
        with refused("no_question"):
            ask("budget")

    def test_the_deadline_lies_ahead(self, ask):
        with refused("past"):
            ask(due_at=NOW)

    def test_a_prepared_outcome_is_taken_back_first(self, submission, ask, decider):
        decisions.prepare(submission, "accept", user=decider)
        with refused("prepared"):
            ask()
        assert state_of(submission) == State.UNDER_ASSESSMENT

    def test_a_second_request_cannot_be_stored(self, submission, ask):
        ask()
        with pytest.raises(IntegrityError), transaction.atomic():
            MoreWantedFactory(submission=submission)

    def test_one_can_follow_another(self, submission, ask, decider):
        ask()
        more_wanted.take_back(submission, user=decider)
        ask("plan")
        assert MoreWanted.objects.count() == 2


class TestReopened:
    def ids(self, wanted: MoreWanted) -> list[str]:
        return [question.id for question in more_wanted.reopened(wanted).questions]

    def test_what_hangs_on_a_question_comes_along(self, ask):
        assert self.ids(ask("has_budget")) == ["has_budget", "budget"]

    def test_what_it_hangs_on_does_not(self, ask):
        [question] = more_wanted.reopened(ask("budget")).questions
        assert (question.id, question.condition) == ("budget", None)


class TestGive:
    def give(self, submission, answers=None, files=None, kept=()) -> Submission:
        uploads = tuple(UploadedAnswer(*pair) for pair in (files or {}).items())
        return more_wanted.give(submission, Reply(answers or {}, uploads, kept))

    def test_brings_the_case_back_and_tells_the_office(self, submission, ask):
        ask()
        self.give(submission, {"why": "For the children"})
        assert state_of(submission) == State.UNDER_ASSESSMENT
        assert logged(submission) == ["ask_for_more", "give_more"]
        assert occasions() == ["more_wanted", "office_more_given"]

    def test_the_newest_answers_are_the_submissions(self, submission, ask):
        ask()
        row = self.give(submission, {"why": "For the children"})
        assert row.answers == ANSWERS | {"why": "For the children"}
        assert row.answers_version == 2

    def test_the_first_answers_are_kept(self, submission, ask):
        wanted = ask()
        self.give(submission, {"why": "For the children"})
        earlier = EarlierAnswers.objects.get()
        assert (earlier.number, earlier.answers, earlier.replaced_by) == (1, ANSWERS, wanted)

    def test_an_answer_that_changes_nothing_makes_no_version(self, submission, ask):
        wanted = ask()
        row = self.give(submission, {"why": "Because"})
        wanted.refresh_from_db()
        assert (row.answers_version, wanted.outcome) == (1, "answered")

    def test_what_was_not_asked_stays(self, submission, ask):
        ask()
        row = self.give(submission, {"why": "New", "cvr": "99999999"})
        assert row.answers["cvr"] == "12345674"

    def test_an_answer_that_hides_another_removes_it(self, submission, ask):
        ask("has_budget")
        row = self.give(submission, {"has_budget": False})
        assert row.answers == {"why": "Because", "has_budget": False, "cvr": "12345674"}

    def test_a_cvr_number_is_the_organisations(self, submission, ask):
        ask("cvr")
        row = self.give(submission, {"cvr": "29188955"})
        assert (row.organisation_cvr, row.organisation_key) == ("29188955", "cvr:29188955")

    def test_a_second_answer_is_refused(self, submission, ask):
        ask()
        self.give(submission, {"why": "First"})
        with refused("moved_on"):
            self.give(submission, {"why": "Second"})
        submission.refresh_from_db()
        assert submission.answers["why"] == "First"

    def test_nothing_is_taken_that_was_never_asked(self, submission):
        with refused("moved_on"):
            self.give(submission, {"why": "Uncalled for"})

    def test_another_request_than_the_one_that_was_read_is_not_answered(
        self, submission, ask, decider
    ):
        first = ask("why")
        more_wanted.take_back(submission, user=decider)
        second = ask("has_budget")
        with refused("moved_on"):
            more_wanted.give(submission, Reply({"why": "New"}), to=first)
        second.refresh_from_db()
        assert (second.outcome, state_of(submission)) == ("", State.MORE_WANTED)

    def test_the_last_minute_counts(self, submission, ask, clock):
        ask()
        clock.move_to(DUE + dt.timedelta(seconds=59))
        assert self.give(submission, {"why": "Late"}).answers["why"] == "Late"

    def test_the_next_is_too_late(self, submission, ask, clock, private_files):
        ask("plan")
        clock.move_to(DUE + dt.timedelta(minutes=1))
        with refused("too_late"):
            self.give(submission, files={"plan": pdf()})
        assert (state_of(submission), private_files()) == (State.MORE_WANTED, [])


class TestFiles:
    @pytest.fixture
    def old(self, submission, private_files) -> Attachment:
        row = attachments.write("plan", pdf(name="old.pdf"))
        row.submission = submission
        row.save()
        return row

    def test_a_new_one_replaces_the_old(self, submission, ask, old):
        ask("plan")
        reply = Reply({}, (UploadedAnswer("plan", pdf(b"%PDF-1.7 new", "new.pdf")),))
        row = more_wanted.give(submission, reply)
        assert [file.name for file in row.attachments.current()] == ["new.pdf"]
        assert [file.name for file in EarlierAnswers.objects.get().attachments] == ["old.pdf"]

    def test_the_old_one_can_stay(self, submission, ask, old):
        ask("plan", "why")
        row = more_wanted.give(submission, Reply({"why": "New"}, (), (("plan", old),)))
        assert [file.pk for file in row.attachments.current()] == [old.pk]
        assert EarlierAnswers.objects.get().attachments == [old]

    def test_one_more_makes_a_version_of_its_own(self, submission, ask):
        ask("plan")
        reply = Reply(submission.answers, (UploadedAnswer("plan", pdf(name="new.pdf")),))
        assert more_wanted.give(submission, reply).answers_version == 2

    def test_so_does_one_kept_from_an_attempt(self, submission, ask):
        ask("plan")
        kept = attachments.keep("plan", pdf(name="new.pdf"))
        reply = Reply(submission.answers, (), (("plan", kept),))
        assert more_wanted.give(submission, reply).answers_version == 2

    def test_it_can_be_taken_away(self, submission, ask, old):
        ask("plan")
        row = more_wanted.give(submission, Reply({}))
        assert list(row.attachments.current()) == []

    def test_one_that_was_not_asked_for_stays(self, submission, ask, old):
        ask("why")
        row = more_wanted.give(submission, Reply({"why": "New"}))
        assert [file.pk for file in row.attachments.current()] == [old.pk]

    def test_one_kept_from_an_attempt_with_an_error_is_tied_to_it(self, submission, ask, old):
        ask("plan")
        kept = attachments.keep("plan", pdf(b"%PDF-1.7 new", "new.pdf"))
        row = more_wanted.give(submission, Reply({}, (), (("plan", kept),)))
        assert [file.pk for file in row.attachments.current()] == [kept.pk]


class TestTakeBack:
    def test_brings_the_case_back_and_tells_the_applicant(self, submission, ask, decider):
        wanted = ask()
        more_wanted.take_back(submission, user=decider)
        wanted.refresh_from_db()
        assert (state_of(submission), wanted.outcome) == (State.UNDER_ASSESSMENT, "taken_back")
        assert occasions() == ["more_wanted", "more_taken_back"]

    def test_an_answered_one_cannot_be(self, submission, ask, decider):
        ask()
        more_wanted.give(submission, Reply({"why": "New"}))
        with refused("moved_on"):
            more_wanted.take_back(submission, user=decider)

    def test_another_than_the_one_that_was_seen_stays(self, submission, ask, decider):
        first = ask()
        more_wanted.give(submission, Reply({"why": "New"}))
        second = ask("has_budget")
        with refused("moved_on"):
            more_wanted.take_back(submission, user=decider, seen=first)
        second.refresh_from_db()
        assert (second.outcome, state_of(submission)) == ("", State.MORE_WANTED)

    def test_a_withdrawal_ends_it(self, submission, ask):
        wanted = ask()
        self_service.withdraw(submission)
        wanted.refresh_from_db()
        assert wanted.outcome == "withdrawn"

    @pytest.mark.parametrize("end", ["withdraw", "give", "take_back", "close_overdue"])
    def test_what_ends_one_request_ends_no_other(self, submission, ask, decider, intake, end):
        other = MoreWantedFactory(
            submission=SubmissionFactory(intake=intake, state=State.MORE_WANTED),
            due_at=DUE + dt.timedelta(days=1),
        )
        earlier = MoreWantedFactory(submission=submission, outcome="answered", closed_at=NOW)
        wanted = ask()
        {
            "withdraw": lambda: self_service.withdraw(submission),
            "give": lambda: more_wanted.give(submission, Reply({"why": "New"})),
            "take_back": lambda: more_wanted.take_back(submission, user=decider),
            "close_overdue": lambda: more_wanted.close_overdue(DUE + dt.timedelta(minutes=1)),
        }[end]()
        for row in (wanted, other, earlier):
            row.refresh_from_db()
        assert wanted.outcome
        assert (other.outcome, other.closed_at) == ("", None)
        assert (earlier.outcome, earlier.closed_at) == ("answered", NOW)
        assert state_of(other.submission) == State.MORE_WANTED


class TestCloseOverdue:
    def test_brings_the_case_back_and_tells_the_office(self, submission, ask):
        wanted = ask()
        assert more_wanted.close_overdue(DUE + dt.timedelta(minutes=1)) == 1
        wanted.refresh_from_db()
        assert (state_of(submission), wanted.outcome) == (State.UNDER_ASSESSMENT, "overdue")
        assert logged(submission) == ["ask_for_more", "miss_more"]
        assert occasions() == ["more_wanted", "office_more_overdue"]

    def test_waits_for_the_minute_to_end(self, submission, ask):
        ask()
        assert more_wanted.close_overdue(DUE + dt.timedelta(seconds=59)) == 0
        assert state_of(submission) == State.MORE_WANTED

    def test_a_command_does_it(self, ask, clock, capsys):
        ask()
        clock.move_to(DUE + dt.timedelta(minutes=1))
        call_command("close_overdue_requests")
        assert capsys.readouterr().out == "1 overdue\n"

    def test_does_it_once(self, ask):
        ask()
        later = DUE + dt.timedelta(days=1)
        assert [more_wanted.close_overdue(later) for _ in range(2)] == [1, 0]

    def test_leaves_the_next_that_was_asked_meanwhile(self, submission, ask):
        earlier = ask()
        more_wanted.give(submission, Reply({"why": "New"}))
        latest = ask(due_at=DUE + dt.timedelta(days=7))
        assert not more_wanted._lapse(earlier, DUE + dt.timedelta(days=1))
        latest.refresh_from_db()
        assert (latest.outcome, state_of(submission)) == ("", State.MORE_WANTED)

    def test_leaves_what_was_answered(self, submission, ask):
        ask()
        more_wanted.give(submission, Reply({"why": "New"}))
        assert more_wanted.close_overdue(DUE + dt.timedelta(days=1)) == 0


class TestAssessments:
    @pytest.fixture
    def assessed(self, submission, intake):
        assessor = make_user("assessor", intake.page, Role.ASSESS)
        conflicts.declare(assessor, submission, has_conflict=False)
        made = assessment.assign(submission, assessor, user=assessor)
        return assessment.hand_in(assessment.save(made, {}, recommendation="accept"))

    def test_one_that_was_handed_in_stays_on_the_version_it_was_made_on(
        self, submission, ask, assessed
    ):
        ask()
        more_wanted.give(submission, Reply({"why": "New"}))
        assessed.refresh_from_db()
        assert (assessed.is_handed_in, assessed.answers_version) == (True, 1)

    def test_it_can_be_handed_in_anew(self, submission, ask, assessed):
        ask()
        more_wanted.give(submission, Reply({"why": "New"}))
        again = assessment.hand_in_anew(assessed, {}, recommendation="reject", answers_version=2)
        assert again.answers_version == 2

    def test_it_is_made_on_what_was_read(self, submission, ask, assessed):
        ask()
        more_wanted.give(submission, Reply({"why": "New"}))
        stale = assessment.hand_in_anew(assessed, {}, recommendation="reject", answers_version=1)
        assert stale.answers_version == 1
