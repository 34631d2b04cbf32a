"""Who assesses what, and what they hand in."""

from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import assessment as assessing
from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.domain.assessment.assessment import (
    Given,
    HandedIn,
    Incomplete,
)
from wagtail_inddragelse.domain.assessment.reader import Reader
from wagtail_inddragelse.models import Assessment, Intake, Role, State, Submission
from wagtail_inddragelse.questions.schema import Criterion, FormSchema
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    IntakeFactory,
    SubmissionFactory,
)

from ...refusing import refused
from ..people import make_user

pytestmark = pytest.mark.django_db

SCHEMA = FormSchema(
    criteria=(
        Criterion("need", "Need", weight=3),
        Criterion("plan", "Plan", children=(Criterion("plan.0", "Time"),)),
        Criterion("talk", "Talk", advisory=True),
    )
)
SCORES = {"need": Given(5, "Much"), "plan.0": Given(None)}


@pytest.fixture
def intake():
    return IntakeFactory(selection=Intake.Selection.ASSESSED)


@pytest.fixture
def submission(intake):
    return make_submission(intake)


@pytest.fixture
def decider(intake):
    return make_user("decider", intake.page, Role.DECIDE)


@pytest.fixture
def assessors(intake):
    return [make_user(name, intake.page, Role.ASSESS) for name in ("ada", "bo")]


def make_submission(intake, **values):
    version = FormVersionFactory(form_schema=SCHEMA)
    return SubmissionFactory(intake=intake, form_version=version, state=State.RECEIVED, **values)


class TestAssessorsOf:
    def test_those_with_the_role_on_the_page(self, intake, assessors, decider):
        assert set(assessing.assessors_of(intake.page)) == set(assessors)

    def test_those_with_the_role_above_it(self, intake):
        above = make_user("above", intake.page.get_parent(), Role.ASSESS)
        assert list(assessing.assessors_of(intake.page)) == [above]

    def test_not_those_with_the_role_beside_it(self, intake):
        make_user("beside", IntakeFactory().page, Role.ASSESS)
        assert list(assessing.assessors_of(intake.page)) == []

    def test_not_those_who_have_left(self, intake, assessors):
        assessors[0].is_active = False
        assessors[0].save()
        assert list(assessing.assessors_of(intake.page)) == assessors[1:]


class TestAssign:
    def test_begins_an_assessment(self, submission, assessors, decider):
        made = assessing.assign(submission, assessors[0], user=decider)
        assert (made.assessor, made.is_handed_in) == (assessors[0], False)

    def test_moves_the_submission_on(self, submission, assessors, decider):
        assessing.assign(submission, assessors[0], user=decider)
        submission.refresh_from_db()
        assert submission.state == State.UNDER_ASSESSMENT

    def test_twice_is_once(self, submission, assessors, decider):
        assessing.assign(submission, assessors[0], user=decider)
        assessing.assign(submission, assessors[0], user=decider)
        assert Assessment.objects.count() == 1

    def test_is_put_on_record(self, submission, assessors, decider):
        assessing.assign(submission, assessors[0], user=decider)
        entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.assign")
        assert (entry.user, entry.data) == (decider, {"assessor": assessors[0].pk})

    def test_not_to_one_without_the_role(self, submission, decider):
        with refused("unfit"):
            assessing.assign(submission, decider, user=decider)
        assert not Assessment.objects.exists()

    def test_not_to_one_with_a_conflict(self, submission, assessors, decider):
        conflicts.declare(assessors[0], submission, has_conflict=True)
        with refused("unfit"):
            assessing.assign(submission, assessors[0], user=decider)
        assert not Assessment.objects.exists()

    def test_not_when_it_is_decided(self, submission, assessors, decider):
        submission.state = State.REJECTED
        submission.save()
        with refused("unfit"):
            assessing.assign(submission, assessors[0], user=decider)


class TestUnassign:
    def test_takes_it_back(self, submission, assessors, decider):
        made = assessing.assign(submission, assessors[0], user=decider)
        assessing.unassign(made, user=decider)
        assert not Assessment.objects.exists()

    def test_not_once_it_is_handed_in(self, submission, assessors, decider):
        made = AssessmentFactory(submission=submission, assessor=assessors[0], total=50)
        with refused("handed_in"):
            assessing.unassign(made, user=decider)
        assert Assessment.objects.get() == made


class TestEvenly:
    def loads(self, assessors) -> list[int]:
        return [Assessment.objects.filter(assessor=assessor).count() for assessor in assessors]

    def test_each_gets_as_many(self, intake, assessors, decider):
        submissions = [make_submission(intake) for _ in range(4)]
        assert assessing.assign_evenly(submissions, assessors, user=decider) == 4
        assert self.loads(assessors) == [2, 2]

    def test_who_has_more_to_do_gets_fewer(self, intake, assessors, decider):
        AssessmentFactory.create_batch(2, assessor=assessors[0])
        submissions = [make_submission(intake) for _ in range(2)]
        assessing.assign_evenly(submissions, assessors, user=decider)
        assert self.loads(assessors) == [2, 2]

    def test_what_is_handed_in_is_no_load(self, intake, assessors, decider):
        AssessmentFactory.create_batch(2, assessor=assessors[0], total=50)
        assessing.assign_evenly([make_submission(intake)], assessors, user=decider)
        assert self.loads(assessors) == [3, 0]

    def test_several_assessors_each(self, submission, assessors, decider):
        assert assessing.assign_evenly([submission], assessors, each=2, user=decider) == 2

    def test_repeating_gives_no_more(self, submission, assessors, decider):
        assessing.assign_evenly([submission], assessors, each=1, user=decider)
        assert assessing.assign_evenly([submission], assessors, each=1, user=decider) == 0

    def test_who_has_enough_gets_no_more(self, intake, decider):
        six = [make_user(f"v{n}", intake.page, Role.ASSESS) for n in range(6)]
        submission = make_submission(intake)
        for assessor in six[:3]:
            assessing.assign(submission, assessor, user=decider)
        assert assessing.assign_evenly([submission], six, each=1, user=decider) == 0
        assert submission.assessments.count() == 3

    def test_takes_few_queries_for_each(
        self, intake, assessors, decider, django_assert_max_num_queries
    ):
        rows = [make_submission(intake) for _ in range(60)]
        with django_assert_max_num_queries(2 * len(rows)):
            assert assessing.assign_evenly(rows, assessors, each=2, user=decider) == 120
        assert self.loads(assessors) == [60, 60]

    def test_is_as_even_over_several_transactions(self, intake, assessors, decider, monkeypatch):
        monkeypatch.setattr(assessing, "BATCH", 1)
        rows = [make_submission(intake) for _ in range(4)]
        assessing.assign_evenly(rows, assessors, user=decider)
        assert self.loads(assessors) == [2, 2]

    def test_each_is_on_record(self, intake, assessors, decider):
        rows = [make_submission(intake) for _ in range(2)]
        assessing.assign_evenly(rows, assessors, user=decider)
        logged = ModelLogEntry.objects.filter(action="wagtail_inddragelse.assign", user=decider)
        assert {(entry.object_id, entry.data["assessor"]) for entry in logged} == {
            (str(row.pk), row.assessments.get().assessor_id) for row in rows
        }

    def test_goes_on_after_the_first_declared_conflict(self, intake, assessors, decider):
        rows = [make_submission(intake) for _ in range(2)]
        for assessor in assessors:
            conflicts.declare(assessor, rows[0], has_conflict=True)
        assert assessing.assign_evenly(rows, assessors, user=decider) == 1
        assert Assessment.objects.get().submission == rows[1]

    def test_passes_over_who_may_have_a_conflict(self, intake, decider):
        near = make_user("near", intake.page, Role.ASSESS, email="near@skive.dk")
        far = make_user("far", intake.page, Role.ASSESS, email="far@vejle.dk")
        submission = make_submission(intake, municipality_code="0779")
        assessing.assign_evenly([submission], [near, far], user=decider)
        assert self.loads([near, far]) == [0, 1]


def test_by_region(intake, assessors, decider):
    north = make_submission(intake, municipality_code="0851")
    middle = make_submission(intake, municipality_code="0751")
    abroad = make_submission(intake)
    regions = {"Region Nordjylland": [assessors[0]], "Region Midtjylland": [assessors[1]]}
    given = assessing.assign_by_region([north, middle, abroad], regions, user=decider)
    pairs = set(Assessment.objects.values_list("submission", "assessor"))
    assert (given, pairs) == (2, {(north.pk, assessors[0].pk), (middle.pk, assessors[1].pk)})


@pytest.fixture
def assigned(submission, assessors, decider):
    return assessing.assign(submission, assessors[0], user=decider)


class TestSave:
    def test_keeps_what_is_there_so_far(self, assigned):
        assessing.save(assigned, {"need": Given(2, "Some")}, comment="So far")
        scores = list(assigned.scores.values_list("criterion_id", "value", "reason"))
        assert (scores, assigned.comment) == ([("need", 2, "Some")], "So far")

    def test_replaces_what_was_there(self, assigned):
        assessing.save(assigned, {"need": Given(2)})
        assessing.save(assigned, {"plan.0": Given(3)})
        assert list(assigned.scores.values_list("criterion_id", flat=True)) == ["plan.0"]

    @pytest.mark.parametrize(
        "scores", [{"need": Given(6)}, {"need": Given(0)}, {"plan": Given(1)}, {"x": Given(1)}]
    )
    def test_refuses_steps_that_no_scale_has(self, assigned, scores):
        assessing.save(assigned, SCORES)
        with pytest.raises(ValueError, match="no such level"):
            assessing.save(assigned, scores)
        assert assigned.scores.count() == len(SCORES)

    def test_refused_once_it_is_decided(self, assigned, submission):
        submission.refresh_from_db()
        submission.state = State.CONFIRMED
        submission.save()
        with refused("not_open"):
            assessing.save(assigned, SCORES)
        assert not assigned.scores.exists()

    def test_what_is_handed_in_is_not_taken_back_by_saving(self, assigned):
        assessing.save(assigned, SCORES, recommendation="accept")
        assessing.hand_in(assigned)
        with pytest.raises(HandedIn):
            assessing.save(assigned, {"need": Given(1)}, recommendation="reject")
        stored = Assessment.objects.get()
        found = stored.is_handed_in, stored.recommendation, stored.scores.count()
        assert found == (True, "accept", len(SCORES))


@pytest.fixture
def handed_in(assigned):
    assessing.save(assigned, SCORES, recommendation="accept")
    return assessing.hand_in(assigned)


class TestTell:
    """Who is given work hears of it once, however it is shared out."""

    @pytest.fixture
    def told(self, monkeypatch):
        calls = []
        enqueue = staticmethod(lambda *args: calls.append(args))
        monkeypatch.setattr(assessing, "tell_assessor", type("Task", (), {"enqueue": enqueue}))
        return calls

    def test_by_hand(
        self, submission, assessors, decider, told, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assessing.assign(submission, assessors[0], user=decider)
        assert told == [(assessors[0].pk, submission.intake_id)]

    def test_not_of_what_one_begins_alone(
        self, submission, assessors, told, django_capture_on_commit_callbacks
    ):
        Intake.objects.update(assessors_see_all=True)
        with django_capture_on_commit_callbacks(execute=True):
            assessing.assign(submission, assessors[0], user=assessors[0])
        assert told == []

    def test_once_for_a_round_in_many_parts(
        self, intake, assessors, decider, told, monkeypatch, django_capture_on_commit_callbacks
    ):
        monkeypatch.setattr(assessing, "BATCH", 1)
        rows = [make_submission(intake) for _ in range(4)]
        with django_capture_on_commit_callbacks(execute=True):
            assessing.assign_evenly(rows, assessors, user=decider)
        assert sorted(told) == [(assessor.pk, intake.pk) for assessor in assessors]


class TestTakeBack:
    def test_makes_it_a_draft_with_what_was_given(self, handed_in):
        assessing.take_back(handed_in)
        stored = Assessment.objects.get()
        found = stored.is_handed_in, stored.total, stored.recommendation, stored.scores.count()
        assert found == (False, None, "accept", len(SCORES))

    def test_is_put_on_record_once(self, handed_in, assessors):
        for _ in range(2):
            assessing.take_back(handed_in)
        entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.take_back")
        assert entry.user == assessors[0]

    def test_refused_once_it_is_decided(self, handed_in):
        Submission.objects.update(state=State.CONFIRMED)
        with refused("not_open"):
            assessing.take_back(handed_in)
        assert Assessment.objects.get().is_handed_in


class TestHandInAnew:
    def test_replaces_what_was_handed_in(self, handed_in):
        scores = {**SCORES, "plan.0": Given(1)}
        assessing.hand_in_anew(handed_in, scores, recommendation="reject")
        stored = Assessment.objects.get()
        found = stored.is_handed_in, stored.total, stored.recommendation
        assert found == (True, Decimal(75), "reject")

    def test_what_is_incomplete_changes_nothing(self, handed_in):
        with pytest.raises(Incomplete) as missing:
            assessing.hand_in_anew(handed_in, {"need": Given(1)}, recommendation="reject")
        stored = Assessment.objects.get()
        assert [problem.criterion for problem in missing.value.problems] == ["plan.0"]
        found = stored.is_handed_in, stored.total, stored.recommendation, stored.scores.count()
        assert found == (True, Decimal(100), "accept", len(SCORES))


class TestHandIn:
    def test_writes_the_weighted_score(self, assigned):
        assessing.save(assigned, {**SCORES, "plan.0": Given(1)}, recommendation="accept")
        assert assessing.hand_in(assigned).total == Decimal(75)

    def test_not_applicable_counts_as_answered(self, assigned):
        assessing.save(assigned, SCORES, recommendation="accept")
        assert assessing.hand_in(assigned).total == Decimal(100)

    def test_needs_every_criterion_that_counts(self, assigned):
        assessing.save(assigned, {"need": Given(5)}, recommendation="accept")
        with refused("incomplete"):
            assessing.hand_in(assigned)
        assert [problem.criterion for problem in assessing.problems(assigned)] == ["plan.0"]

    def test_needs_a_recommendation(self, assigned):
        assessing.save(assigned, SCORES)
        assert [problem.criterion for problem in assessing.problems(assigned)] == [""]

    def test_is_put_on_record(self, assigned, assessors):
        assessing.save(assigned, SCORES, recommendation="accept")
        assessing.hand_in(assigned)
        entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.hand_in")
        assert entry.user == assessors[0]


class TestVisible:
    @pytest.fixture
    def others(self, submission, assessors):
        return AssessmentFactory(submission=submission, assessor=assessors[1], total=50)

    def test_others_are_hidden_until_ones_own_is_in(self, assigned, others, assessors):
        shown = assessing.visible_assessments(assessors[0], assigned.submission)
        assert shown == [assigned]

    def test_others_are_shown_when_ones_own_is_in(self, assigned, others, assessors):
        assessing.save(assigned, SCORES, recommendation="accept")
        assessing.hand_in(assigned)
        shown = assessing.visible_assessments(assessors[0], assigned.submission)
        assert shown == [assigned, others]

    def test_others_are_shown_at_once_where_nobody_assesses_apart(
        self, intake, assigned, others, assessors
    ):
        intake.assesses_apart = False
        intake.save()
        assigned.submission.intake.refresh_from_db()
        shown = assessing.visible_assessments(assessors[0], assigned.submission)
        assert shown == [assigned, others]

    def test_drafts_are_their_authors_alone(self, assigned, others, decider):
        shown = assessing.visible_assessments(decider, assigned.submission)
        assert shown == [others]

    def test_who_may_still_assess_sees_no_others(self, submission, others, intake):
        third = make_user("third", intake.page, Role.ASSESS)
        assert assessing.visible_assessments(third, submission) == []

    def test_who_may_assess_sees_them_when_it_is_decided(self, submission, others, intake):
        third = make_user("third", intake.page, Role.ASSESS)
        submission.state = State.REJECTED
        submission.save()
        assert assessing.visible_assessments(third, submission) == [others]

    def test_who_decides_as_well_sees_them(self, submission, others, intake):
        both = make_user("both", intake.page, Role.ASSESS, Role.DECIDE)
        assert assessing.visible_assessments(both, submission) == [others]


class TestBlind:
    @pytest.fixture(autouse=True)
    def blind(self, intake):
        intake.assesses_blind = True
        intake.save()

    def test_one_without_knowledge_is_assigned(self, submission, assessors, decider):
        assessing.assign(submission, assessors[0], user=decider)
        assert Reader(assessors[0], submission).may_assess

    def test_not_one_who_decides(self, intake, submission, decider):
        both = make_user("both", intake.page, Role.ASSESS, Role.DECIDE)
        with refused("unfit"):
            assessing.assign(submission, both, user=decider)
        assert assessing.assign_evenly([submission], [both], user=decider) == 0

    def test_nobody_assigns_themselves(self, submission, assessors):
        with refused("unfit", match="fået tildelt"):
            assessing.assign(submission, assessors[0], user=assessors[0])
        assert not Reader(assessors[0], submission).may_assess

    def test_refusing_oneself_does_not_tell_of_a_conflict(self, intake, decider):
        near = make_user("near", intake.page, Role.ASSESS, email="near@skive.dk")
        far = make_user("far", intake.page, Role.ASSESS)
        submission = make_submission(intake, municipality_code="0779")
        words = set()
        for user in (near, far):
            with refused("unfit") as refusal:
                assessing.assign(submission, user, user=user)
            words.add(str(refusal.value))
        assert len(words) == 1

    def test_not_one_who_may_have_a_conflict_they_cannot_see(self, intake, decider):
        near = make_user("near", intake.page, Role.ASSESS, email="near@skive.dk")
        submission = make_submission(intake, municipality_code="0779")
        with refused("unfit", match="inhabil"):
            assessing.assign(submission, near, user=decider)


class TestSummary:
    def summary(self, submission, *given):
        """What these scores on “need” and recommendations come to."""
        for number, (value, recommendation) in enumerate(given):
            assessor = make_user(f"n{number}", submission.intake.page, Role.ASSESS)
            made = assessing.assign(submission, assessor, user=assessor)
            scores = {"need": Given(value), "plan.0": Given(1)}
            assessing.save(made, scores, recommendation=recommendation)
            assessing.hand_in(made)
        return assessing.summary(
            assessing.criteria_of(submission), submission.assessments.order_by("pk")
        )

    def test_has_mean_weighted_score_and_spread(self, submission):
        assert self.summary(submission, (5, "accept"), (4, "accept")) == {
            "weighted": Decimal("65.63"),
            "mean": Decimal("43.75"),
            "spread": Decimal("18.75"),
            "disagree": False,
        }

    def test_recommendations_that_differ_are_disagreement(self, submission):
        assert self.summary(submission, (5, "accept"), (5, "reject"))["disagree"]

    def test_scores_far_apart_are_disagreement(self, submission):
        assert self.summary(submission, (5, "accept"), (1, "accept"))["disagree"]

    def test_drafts_count_for_nothing(self, submission):
        said = self.summary(submission, (5, "accept"))
        draft = AssessmentFactory(
            submission=submission,
            assessor=make_user("drafting"),
            recommendation="reject",
        )
        for criterion in ("need", "plan.0"):
            draft.scores.create(criterion_id=criterion, value=1)
        rows = submission.assessments.order_by("pk")
        assert rows.count() == 2
        assert assessing.summary(assessing.criteria_of(submission), rows) == said

    def test_nothing_is_said_before_anything_is_handed_in(self, submission):
        assert self.summary(submission) == {
            "weighted": None,
            "mean": None,
            "spread": None,
            "disagree": False,
        }
