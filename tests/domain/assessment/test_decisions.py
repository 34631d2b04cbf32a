"""Decisions are prepared in silence, and released together."""

import datetime as dt
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import conflicts, decisions
from wagtail_inddragelse.domain.assessment.decisions import Wanted
from wagtail_inddragelse.domain.writing import seen
from wagtail_inddragelse.domain.writing.seen import ChangedMeanwhile
from wagtail_inddragelse.models import Intake, Message, Role, State, Submission
from wagtail_inddragelse.questions.schema import Criterion, FormSchema
from wagtail_inddragelse.signals import submission_state_changed
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
)

from ...refusing import refused
from ..builders import NOW
from ..people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def intake():
    return IntakeFactory(selection=Intake.Selection.ASSESSED, capacity=2)


@pytest.fixture
def decider(intake):
    return make_user("decider", intake.page, Role.DECIDE)


@pytest.fixture
def second(intake):
    return make_user("second", intake.page, Role.DECIDE)


@pytest.fixture
def assessor(intake):
    return make_user("assessor", intake.page, Role.ASSESS)


@pytest.fixture
def apply(intake, assessor):
    """Makes an application, assessed with ``score`` when one is given."""

    def apply(score=None, **values) -> Submission:
        values = {"state": State.UNDER_ASSESSMENT, **values}
        submission = SubmissionFactory(intake=intake, **values)
        if score is not None:
            AssessmentFactory(submission=submission, assessor=assessor, total=score)
        return submission

    return apply


def state_of(submission) -> str:
    return Submission.objects.get(pk=submission.pk).state


class TestPrepare:
    def test_moves_nothing_and_writes_to_nobody(self, apply, decider):
        row = decisions.prepare(apply(), "accept", user=decider)
        assert (row.pending_state, row.state, row.decided_by) == (
            "accept",
            State.UNDER_ASSESSMENT,
            decider,
        )
        assert not Message.objects.exists()

    def test_rejection_needs_a_reason(self, apply, decider):
        submission = apply()
        with refused("no_reason"):
            decisions.prepare(submission, "reject", reason="  ", user=decider)
        submission.refresh_from_db()
        assert submission.pending_state == ""

    def test_rejection_without_a_reason_cannot_be_stored(self, apply):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=apply().pk).update(pending_state="reject")

    def test_can_be_taken_back(self, apply, decider):
        submission = apply()
        decisions.prepare(submission, "accept", user=decider)
        row = decisions.prepare(submission, "", user=decider)
        assert (row.pending_state, row.decided_by) == ("", None)

    def test_takes_an_approval_away(self, apply, decider, second):
        submission = apply()
        decisions.prepare(submission, "accept", user=decider)
        decisions.approve(submission, user=second)
        row = decisions.prepare(submission, "waiting", user=decider)
        assert row.approved_by is None

    @pytest.mark.parametrize("state", [State.CONFIRMED, State.WITHDRAWN, State.MORE_WANTED])
    def test_refused_in_other_states(self, apply, decider, state):
        with refused("decided"):
            decisions.prepare(apply(state=state), "accept", user=decider)

    def test_is_put_on_record(self, apply, decider):
        decisions.prepare(apply(), "accept", user=decider)
        entry = ModelLogEntry.objects.get()
        assert (entry.action, entry.user, entry.data) == (
            "wagtail_inddragelse.prepare",
            decider,
            {"outcome": "accept"},
        )

    def test_not_over_what_somebody_else_prepared_meanwhile(self, apply, decider, second):
        submission = apply()
        shown = decisions.shown_mark(submission)
        decisions.prepare(submission, "waiting", user=second)
        with pytest.raises(ChangedMeanwhile):
            decisions.prepare(submission, "accept", user=decider, shown=shown)
        submission.refresh_from_db()
        assert (submission.pending_state, submission.decided_by) == ("waiting", second)

    def test_not_by_who_has_a_conflict(self, apply, decider):
        submission = apply()
        conflicts.declare(decider, submission, has_conflict=True)
        with refused("conflict"):
            decisions.prepare(submission, "accept", user=decider)
        submission.refresh_from_db()
        assert submission.pending_state == ""


class TestApprove:
    def test_by_another(self, apply, decider, second):
        submission = apply()
        decisions.prepare(submission, "accept", user=decider)
        assert decisions.approve(submission, user=second).approved_by == second

    def test_not_by_who_prepared_it(self, apply, decider):
        submission = apply()
        decisions.prepare(submission, "accept", user=decider)
        with refused("own_outcome"):
            decisions.approve(submission, user=decider)

    def test_not_before_something_is_prepared(self, apply, second):
        with refused("not_prepared"):
            decisions.approve(apply(), user=second)

    @pytest.mark.parametrize(
        "change", [{"pending_state": "waiting"}, {"decision_reason": "Other words"}]
    )
    def test_not_other_words_than_those_seen(self, apply, decider, second, change):
        submission = decisions.prepare(apply(), "accept", reason="Words", user=decider)
        shown = decisions.shown_mark(submission)
        Submission.objects.filter(pk=submission.pk).update(**change)
        with refused("changed"):
            decisions.approve(submission, user=second, shown=shown)
        submission.refresh_from_db()
        assert submission.approved_by is None

    def test_not_by_who_has_a_conflict(self, apply, decider, second):
        submission = decisions.prepare(apply(), "accept", user=decider)
        conflicts.declare(second, submission, has_conflict=True)
        with refused("conflict"):
            decisions.approve(submission, user=second)
        submission.refresh_from_db()
        assert submission.approved_by is None


class TestMany:
    """What is done one by one, done for many together: the same rules, a few queries for all."""

    def test_each_is_prepared_or_says_why_not(self, apply, decider, second):
        fine, changed, closed, decided = apply(), apply(), apply(), apply(state=State.CONFIRMED)
        shown = decisions.shown_mark(changed)
        decisions.prepare(changed, "waiting", user=second)
        conflicts.declare(decider, closed, has_conflict=True)
        rows = (fine, changed, closed, decided)
        wanted = {row.pk: Wanted("accept", shown=shown) for row in rows}
        result = decisions.prepare_many(wanted, user=decider)
        assert (result.done, result.clashes) == ([fine.pk], [changed.pk])
        assert set(result.refusals) == {closed.pk, decided.pk}
        fine.refresh_from_db()
        assert (fine.pending_state, fine.decided_by) == ("accept", decider)

    def test_a_rejection_needs_a_reason(self, apply, decider):
        row = apply()
        result = decisions.prepare_many({row.pk: Wanted("reject", " ")}, user=decider)
        assert (list(result.refusals), result.done) == ([row.pk], [])

    def test_each_is_approved_or_says_why_not(self, apply, decider, second):
        fine, changed, own, nothing = (apply() for _ in range(4))
        for row, user in ((fine, decider), (changed, decider), (own, second)):
            decisions.prepare(row, "accept", user=user)
        shown = {}
        for row in (fine, changed, own, nothing):
            row.refresh_from_db()
            shown[str(row.pk)] = decisions.shown_mark(row)
        decisions.prepare(changed, "waiting", user=decider)
        result = decisions.approve_many(shown, user=second)
        assert (result.done, set(result.refusals)) == ([fine.pk], {changed.pk, own.pk, nothing.pk})
        fine.refresh_from_db()
        assert fine.approved_by == second

    def test_more_take_no_more_queries(self, apply, decider, second):
        def count(number: int) -> int:
            rows = [apply() for _ in range(number)]
            shown = {str(row.pk): seen.mark(["accept", ""]) for row in rows}
            with CaptureQueriesContext(connection) as queries:
                decisions.prepare_many({row.pk: Wanted("accept") for row in rows}, user=decider)
                assert len(decisions.approve_many(shown, user=second).done) == number
                conflicts.declare_many(second, rows, set())
            return len(queries)

        assert count(2) == count(9)


class TestTakeTheBest:
    def suggested(self, intake, **options) -> list[tuple[Submission, str]]:
        found = decisions.take_the_best(intake, **options)
        return [(candidate.submission, candidate.outcome) for candidate in found]

    def test_until_the_places_are_used(self, apply, intake):
        third, first, second = apply(60), apply(90), apply(80)
        assert self.suggested(intake) == [(first, "accept"), (second, "accept"), (third, "waiting")]

    def test_nothing_is_written(self, apply, intake):
        apply(60)
        decisions.take_the_best(intake)
        assert not Submission.objects.exclude(pending_state="").exists()

    def test_without_a_waiting_list_the_others_are_left_to_people(self, apply, intake):
        intake.capacity, intake.waiting_list = 1, "off"
        intake.save()
        best, other = apply(90), apply(80)
        assert self.suggested(intake) == [(best, "accept"), (other, "")]

    def test_whom_nobody_assessed_comes_last_without_a_suggestion(self, apply, intake):
        unassessed, worst = apply(), apply(0)
        assert self.suggested(intake) == [(worst, "accept"), (unassessed, "")]

    def test_mean_of_all_assessments_counts(self, apply, intake):
        disputed, agreed = apply(100), apply(60)
        AssessmentFactory(submission=disputed, assessor=make_user("other"), total=0)
        assert [row for row, _ in self.suggested(intake)] == [agreed, disputed]

    def test_places_that_are_taken_are_gone(self, apply, intake):
        apply(state=State.CONFIRMED)
        first, second = apply(90), apply(80)
        assert self.suggested(intake) == [(first, "accept"), (second, "waiting")]

    def test_a_smaller_party_may_fill_the_last_place(self, apply, intake):
        first, big, small = apply(90), apply(80, people=2), apply(70)
        assert self.suggested(intake) == [(first, "accept"), (big, "waiting"), (small, "accept")]

    def test_one_place_per_organisation(self, apply, intake):
        intake.unit = "organisations"
        intake.save()
        first, second = apply(90, people=3), apply(80, people=3)
        assert self.suggested(intake) == [(first, "accept"), (second, "accept")]

    def test_without_a_limit_of_places_all_that_are_assessed_are_taken(self, apply, intake):
        intake.capacity = None
        intake.save()
        rows = [apply(90, people=2), apply(80), apply(70)]
        unassessed = apply()
        expected = [*((row, "accept") for row in rows), (unassessed, "")]
        assert self.suggested(intake) == expected

    def test_one_that_was_asked_for_more_keeps_its_place_among_the_best(self, apply, intake):
        intake.capacity = 1
        intake.save()
        asked, other = apply(90, state=State.MORE_WANTED), apply(80)
        assert self.suggested(intake) == [(asked, "accept"), (other, "waiting")]

    def test_one_that_is_decided_is_no_longer_there(self, apply, intake):
        apply(90, state=State.REJECTED)
        assert self.suggested(intake) == []

    def test_an_organisation_that_has_its_place_needs_no_other(self, apply, intake):
        intake.unit, intake.capacity = "organisations", 1
        intake.save()
        rows = [apply(90, organisation_key="0101"), apply(80, organisation_key="0101")]
        other = apply(70, organisation_key="0751")
        expected = [*((row, "accept") for row in rows), (other, "waiting")]
        assert self.suggested(intake) == expected

    def test_draft_scores_decide_no_tie(self, apply, intake):
        early, late = apply(80, received_at=NOW), apply(80)
        draft = AssessmentFactory(submission=late, assessor=make_user("drafting"))
        draft.scores.create(criterion_id="will", value=5)
        early.assessments.get().scores.create(criterion_id="will", value=2)
        ordered = self.suggested(intake, criterion="will")
        assert [row for row, _ in ordered] == [early, late]

    def test_a_decider_sees_the_score_while_somebody_else_owes_theirs(self, apply, intake, decider):
        row = apply(80)
        AssessmentFactory(submission=row, assessor=make_user("late"))
        found = decisions.ranked(intake, user=decider)
        assert [(each.score, each.is_owed) for each in found] == [(80, False)]

    def test_a_mean_of_fewer_assessments_than_others_have_is_marked(self, apply, intake):
        two, one, none = apply(80), apply(90), apply()
        AssessmentFactory(submission=two, assessor=make_user("other"), total=70)
        marked = {row.pk: row.has_fewer for row in decisions.ranked(intake)}
        assert marked == {two.pk: False, one.pk: True, none.pk: False}

    def test_on_ties_who_applied_first_comes_first(self, apply, intake):
        late = apply(80)
        early = apply(80, received_at=NOW)
        assert [row for row, _ in self.suggested(intake)] == [early, late]

    def test_on_ties_the_higher_on_a_criterion_comes_first(self, apply, intake):
        early, late = apply(80, received_at=NOW), apply(80)
        for submission, value in ((early, 2), (late, 4)):
            submission.assessments.get().scores.create(criterion_id="will", value=value)
        ordered = self.suggested(intake, criterion="will")
        assert [row for row, _ in ordered] == [late, early]

    def test_those_of_other_intakes_are_left_alone(self, apply, intake):
        SubmissionFactory(state=State.UNDER_ASSESSMENT)
        assert self.suggested(intake) == []

    def test_a_second_application_of_one_that_holds_its_place_needs_no_other(self, apply, intake):
        Intake.objects.update(unit="organisations", capacity=2)
        intake.refresh_from_db()
        apply(state=State.CONFIRMED, organisation_key="name:skive")
        best, again = (apply(score, organisation_key="name:viborg") for score in (90, 70))
        third = apply(80, organisation_key="name:odder")
        held = apply(60, organisation_key="name:skive")

        found = decisions.take_the_best(intake)

        assert [(each.submission, each.places, each.outcome) for each in found] == [
            (best, 1, "accept"),
            (third, 1, "waiting"),
            (again, 0, "accept"),
            (held, 0, "accept"),
        ]


@contextmanager
def numbers_told():
    """The number in line of each whose state changes, in the order it does."""
    told = []

    def listen(submission, **kwargs):
        told.append(submission.number_in_line)

    submission_state_changed.connect(listen)
    try:
        yield told
    finally:
        submission_state_changed.disconnect(listen)


def give(row, step: int, steps: int = 5) -> None:
    """Have its first assessor give it this step on “will”, which has so many in its form."""
    will = Criterion("will", "Will", scale=tuple(map(str, range(steps))))
    row.form_version = FormVersionFactory(form_schema=FormSchema(criteria=(will,)))
    row.save(update_fields=["form_version"])
    row.assessments.first().scores.create(criterion_id="will", value=step)


class TestLine:
    """After a round the line follows the scores that were released, then time."""

    def wait(self, apply, decider, *scores) -> list[Submission]:
        rows = [apply(score) for score in scores]
        for row in rows:
            decisions.prepare(row, "waiting", user=decider)
        return rows

    def test_the_better_score_is_before(self, apply, intake, decider):
        low, none, high, same = self.wait(apply, decider, 25, None, 75, 75)
        decisions.release(intake, user=decider)
        line = Submission.objects.for_intake(intake).in_line()
        assert list(line) == [high, same, low, none]
        assert [row.number_in_line for row in line] == [1, 2, 3, 4]

    def test_the_number_that_each_is_told_is_the_one_they_have(self, apply, intake, decider):
        self.wait(apply, decider, 25, None, 75)
        with numbers_told() as told:
            decisions.release(intake, user=decider)
        assert told == [1, 2, 3]

    def test_between_equal_scores_it_is_the_order_that_was_shown(self, apply, intake, decider):
        """Though the other of two applied first, and each scale of the two forms is another."""
        rows = self.wait(apply, decider, 80, 80, 80, 90)
        for row, (step, steps) in zip(rows, [(2, 5), (3, 4), (3, 5), (1, 5)], strict=True):
            give(row, step, steps)
        shown = decisions.ranked(intake, criterion="will")
        decisions.release(intake, user=decider, criterion="will")
        line = list(Submission.objects.for_intake(intake).in_line())
        assert line == shown == [rows[3], rows[1], rows[2], rows[0]]
        assert [row.number_in_line for row in line] == [1, 2, 3, 4]

    def test_the_number_told_is_the_one_by_the_criterion(self, apply, intake, decider):
        for row, step in zip(self.wait(apply, decider, 80, 80), (2, 4), strict=True):
            give(row, step)
        with numbers_told() as told:
            decisions.release(intake, user=decider, criterion="will")
        assert told == [1, 2]

    def test_who_applied_first_is_before_whatever_order_rows_were_made_in(
        self, apply, intake, decider
    ):
        late, early = apply(80), apply(80, received_at=NOW)
        for row in (late, early):
            decisions.prepare(row, "waiting", user=decider)
        decisions.release(intake, user=decider)
        line = list(Submission.objects.for_intake(intake).in_line())
        assert (line, [row.number_in_line for row in line]) == ([early, late], [1, 2])

    def test_means_that_are_told_alike_are_a_tie_in_the_selection_too(self, apply, intake, decider):
        """Two means of three, which differ in the third decimal."""
        higher, lower = self.wait(apply, decider, "66.67", "66.66")
        for name in ("second", "third"):
            assessor = make_user(name)
            for row in (higher, lower):
                AssessmentFactory(submission=row, assessor=assessor, total="66.67")
        give(lower, 5)
        shown = decisions.ranked(intake, criterion="will")
        decisions.release(intake, user=decider, criterion="will")
        assert list(Submission.objects.in_line()) == shown == [lower, higher]

    def test_a_later_release_joins_the_same_line(self, apply, intake, decider):
        (first,) = self.wait(apply, decider, 50)
        decisions.release(intake, user=decider)
        better, worse = self.wait(apply, decider, 80, 20)
        decisions.release(intake, user=decider)
        assert list(Submission.objects.for_intake(intake).in_line()) == [better, first, worse]

    def test_it_stands_whatever_is_assessed_later(self, apply, intake, decider):
        low, high = self.wait(apply, decider, 25, 75)
        decisions.release(intake, user=decider)
        low.assessments.update(total=100)
        assert list(Submission.objects.for_intake(intake).in_line()) == [high, low]

    def test_what_is_not_handed_in_does_not_count(self, apply, intake, decider):
        (row,) = self.wait(apply, decider, 60)
        AssessmentFactory(submission=row)
        decisions.release(intake, user=decider)
        row.refresh_from_db()
        assert row.line_score == 60

    def test_nobody_is_put_on_a_list_that_there_is_not(self, apply, intake, decider):
        (row,) = self.wait(apply, decider, 60)
        Intake.objects.update(waiting_list=Intake.WaitingList.OFF)
        result = decisions.release(intake, user=decider)
        assert list(result.refusals) == [row.reference]
        assert state_of(row) == State.UNDER_ASSESSMENT


class TestRelease:
    def test_moves_each_to_its_outcome(self, apply, intake, decider):
        taken, waiting, rejected = apply(), apply(), apply()
        decisions.prepare(taken, "accept", user=decider)
        decisions.prepare(waiting, "waiting", user=decider)
        decisions.prepare(rejected, "reject", reason="No places", user=decider)
        result = decisions.release(intake, user=decider)
        states = [state_of(row) for row in (taken, waiting, rejected)]
        assert (result.released, result.refusals) == (3, {})
        assert states == [State.CONFIRMED, State.WAITING, State.REJECTED]

    def test_writes_one_mail_to_each(self, apply, intake, decider):
        taken, rejected = apply(), apply()
        decisions.prepare(taken, "accept", user=decider)
        decisions.prepare(rejected, "reject", reason="No places", user=decider)
        decisions.release(intake, user=decider)
        mails = set(Message.objects.values_list("submission", "occasion"))
        assert mails == {(taken.pk, "accepted"), (rejected.pk, "rejected")}

    def test_keeps_reason_and_people_and_notes_the_time(self, apply, intake, decider):
        submission = apply()
        decisions.prepare(submission, "reject", reason="No places", user=decider)
        decisions.release(intake, user=decider)
        submission.refresh_from_db()
        assert (submission.decision_reason, submission.decided_by) == ("No places", decider)
        assert (submission.decided_at is not None, submission.pending_state) == (True, "")

    def test_repeated_releases_nothing_more(self, apply, intake, decider):
        decisions.prepare(apply(), "accept", user=decider)
        decisions.release(intake, user=decider)
        assert decisions.release(intake, user=decider).released == 0
        assert Message.objects.count() == 1

    def test_what_is_not_prepared_stays(self, apply, intake, decider):
        submission = apply()
        decisions.release(intake, user=decider)
        assert state_of(submission) == State.UNDER_ASSESSMENT

    def test_one_that_nobody_assessed_can_be_released(self, apply, intake, decider):
        submission = apply(state=State.RECEIVED)
        decisions.prepare(submission, "accept", user=decider)
        decisions.release(intake, user=decider)
        assert state_of(submission) == State.CONFIRMED

    def test_withdrawn_meanwhile_stays_withdrawn(self, apply, intake, decider):
        submission = apply()
        decisions.prepare(submission, "accept", user=decider)
        Submission.objects.filter(pk=submission.pk).update(state=State.WITHDRAWN)
        decisions.release(intake, user=decider)
        assert state_of(submission) == State.WITHDRAWN

    def test_where_its_organisation_holds_the_last_place_another_is_accepted(
        self, apply, intake, decider
    ):
        Intake.objects.update(unit="organisations", capacity=1)
        apply(state=State.CONFIRMED, organisation_key="name:skive")
        again, other = (apply(organisation_key=f"name:{name}") for name in ("skive", "odder"))
        for row in (again, other):
            decisions.prepare(row, "accept", user=decider)

        result = decisions.release(intake, user=decider)

        assert (result.released, list(result.refusals)) == (1, [other.reference])
        assert state_of(again) == State.CONFIRMED

    def test_more_than_the_places_is_refused_and_left(self, apply, intake, decider):
        rows = [apply() for _ in range(3)]
        for row in rows:
            decisions.prepare(row, "accept", user=decider)
        result = decisions.release(intake, user=decider)
        assert (result.released, list(result.refusals)) == (2, [rows[2].reference])
        assert state_of(rows[2]) == State.UNDER_ASSESSMENT

    @pytest.mark.parametrize("is_held", [True, False])
    def test_of_what_is_cancelled_or_was_held_only_rejections_are(
        self, apply, intake, decider, is_held
    ):
        accepted, waiting, rejected = apply(), apply(), apply()
        decisions.prepare(accepted, "accept", user=decider)
        decisions.prepare(waiting, "waiting", user=decider)
        decisions.prepare(rejected, "reject", reason="No places", user=decider)
        if is_held:
            SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=400))
        else:
            Intake.objects.update(publication=Intake.Publication.CANCELLED)

        result = decisions.release(intake, user=decider)

        assert (result.released, state_of(rejected)) == (1, State.REJECTED)
        assert set(result.refusals) == {accepted.reference, waiting.reference}

    def test_who_can_never_have_places_is_not_put_on_the_list(self, apply, intake, decider):
        row = apply(90, people=intake.capacity + 1)
        assert [each.outcome for each in decisions.take_the_best(intake)] == [""]
        decisions.prepare(row, "waiting", user=decider)
        assert list(decisions.release(intake, user=decider).refusals) == [row.reference]
        assert state_of(row) == State.UNDER_ASSESSMENT

    def test_of_another_language_of_the_intake_is_released_too(self, apply, intake, decider):
        submission = apply()
        decisions.prepare(submission, "accept", user=decider)
        english = Intake(translation_key=intake.translation_key)
        assert decisions.release(english, user=decider).released == 1

    def test_only_what_was_listed(self, apply, intake, decider):
        listed, other = apply(), apply()
        for row in (listed, other):
            decisions.prepare(row, "accept", user=decider)
        listed.refresh_from_db()
        marks = {str(listed.pk): decisions.shown_mark(listed)}
        result = decisions.release(intake, user=decider, listed=marks)
        assert (result.released, result.refusals) == (1, {})
        assert (state_of(listed), state_of(other)) == (State.CONFIRMED, State.UNDER_ASSESSMENT)

    @pytest.mark.parametrize(
        "change",
        [
            {"pending_state": "waiting"},
            {"decision_reason": "Other words"},
            {"pending_state": ""},
            {"state": State.WITHDRAWN},
        ],
    )
    def test_what_changed_since_it_was_listed_is_left_and_named(
        self, apply, intake, decider, change
    ):
        submission = decisions.prepare(apply(), "accept", user=decider)
        marks = {str(submission.pk): decisions.shown_mark(submission)}
        Submission.objects.filter(pk=submission.pk).update(**change)
        result = decisions.release(intake, user=decider, listed=marks)
        assert (result.released, list(result.refusals)) == (0, [submission.reference])
        assert not Message.objects.exists()

    def test_not_by_who_has_a_conflict_in_it(self, apply, intake, decider, second):
        closed, other = apply(), apply()
        for row in (closed, other):
            decisions.prepare(row, "accept", user=second)
        conflicts.declare(decider, closed, has_conflict=True)
        result = decisions.release(intake, user=decider)
        assert (result.released, list(result.refusals)) == (1, [closed.reference])
        assert (state_of(closed), state_of(other)) == (State.UNDER_ASSESSMENT, State.CONFIRMED)

    def test_takes_few_queries_for_each(self, intake, decider, django_assert_max_num_queries):
        intake.capacity = None
        intake.save()
        rows = SubmissionFactory.create_batch(60, intake=intake, state=State.RECEIVED)
        Submission.objects.filter(pk__in=[row.pk for row in rows]).update(pending_state="accept")
        with django_assert_max_num_queries(3 * len(rows)):
            assert decisions.release(intake, user=decider).released == len(rows)


class TestFourEyes:
    @pytest.fixture(autouse=True)
    def four_eyes(self, intake):
        intake.four_eyes = True
        intake.save()

    def test_unapproved_is_refused_and_left(self, apply, intake, decider):
        submission = apply()
        decisions.prepare(submission, "accept", user=decider)
        result = decisions.release(intake, user=decider)
        assert (result.released, list(result.refusals)) == (0, [submission.reference])
        assert state_of(submission) == State.UNDER_ASSESSMENT

    def test_approved_is_released(self, apply, intake, decider, second):
        submission = apply()
        decisions.prepare(submission, "accept", user=decider)
        decisions.approve(submission, user=second)
        assert decisions.release(intake, user=decider).released == 1


class Fault(Exception):
    pass


def test_a_fault_in_the_middle_leaves_nothing_half_done(apply, intake, decider):
    first, second = apply(received_at=NOW), apply()
    for row in (first, second):
        decisions.prepare(row, "accept", user=decider)

    def fail(submission, **kwargs):
        if submission.pk == second.pk:
            raise Fault

    submission_state_changed.connect(fail)
    try:
        with pytest.raises(Fault):
            decisions.release(intake, user=decider)
    finally:
        submission_state_changed.disconnect(fail)
    assert [state_of(row) for row in (first, second)] == [State.UNDER_ASSESSMENT] * 2
    assert not Message.objects.exists()
    assert decisions.release(intake, user=decider).released == 2
    assert Message.objects.count() == 2


def test_a_fault_leaves_what_was_released_before(apply, intake, decider, monkeypatch):
    monkeypatch.setattr(decisions, "BATCH", 1)
    first, second = apply(received_at=NOW), apply()
    for row in (first, second):
        decisions.prepare(row, "accept", user=decider)

    def fail(submission, **kwargs):
        if submission.pk == second.pk:
            raise Fault

    submission_state_changed.connect(fail)
    try:
        with pytest.raises(Fault):
            decisions.release(intake, user=decider)
    finally:
        submission_state_changed.disconnect(fail)
    assert (state_of(first), state_of(second)) == (State.CONFIRMED, State.UNDER_ASSESSMENT)
    assert decisions.release(intake, user=decider).released == 1
