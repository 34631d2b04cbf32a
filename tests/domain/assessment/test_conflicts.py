"""Conflicts of interest close a submission to who has them."""

import pytest
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import conflicts, decisions
from wagtail_inddragelse.models import Assessment, Intake, Role, Submission
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    IntakeFactory,
    SubmissionFactory,
)

from ...refusing import refused
from ..people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    intake = IntakeFactory(selection=Intake.Selection.ASSESSED, assessors_see_all=True)
    return SubmissionFactory(
        intake=intake,
        state="under_assessment",
        contact_email="leder@hjoerring.dk",
        municipality_code="0860",
    )


@pytest.fixture
def assessor(submission):
    return make_user("assessor", submission.intake.page, Role.ASSESS)


def seen_by(user) -> list[Submission]:
    return list(Submission.objects.visible_to(user))


class TestDeclare:
    def test_must_be_done_before_an_assessed_submission_opens(self, assessor, submission):
        assert conflicts.must_declare(assessor, submission)

    def test_need_not_be_done_where_nothing_is_assessed(self, assessor):
        assert not conflicts.must_declare(assessor, SubmissionFactory())

    def test_is_done_once(self, assessor, submission):
        conflicts.declare(assessor, submission, has_conflict=False)
        assert not conflicts.must_declare(assessor, submission)

    def test_one_persons_word_is_not_anothers(self, assessor, submission):
        conflicts.declare(make_user("other"), submission, has_conflict=False)
        assert conflicts.must_declare(assessor, submission)

    def test_conflict_closes_the_submission(self, assessor, submission):
        assert seen_by(assessor) == [submission]
        conflicts.declare(assessor, submission, has_conflict=True)
        assert seen_by(assessor) == []

    def test_conflict_closes_it_to_a_superuser_too(self, admin_user, submission):
        conflicts.declare(admin_user, submission, has_conflict=True)
        assert seen_by(admin_user) == []

    def test_conflict_closes_no_other_submission(self, assessor, submission):
        other = SubmissionFactory(intake=submission.intake)
        conflicts.declare(assessor, submission, has_conflict=True)
        assert seen_by(assessor) == [other]

    def test_conflict_closes_it_to_nobody_else(self, assessor, submission):
        conflicts.declare(make_user("other"), submission, has_conflict=True)
        assert seen_by(assessor) == [submission]

    def test_one_who_declared_none_has_none(self, assessor, submission):
        conflicts.declare(assessor, submission, has_conflict=False)
        assert not conflicts.has_declared(assessor, submission)
        conflicts.declare(assessor, submission, has_conflict=True)
        assert conflicts.has_declared(assessor, submission)

    def test_no_conflict_leaves_it_open(self, assessor, submission):
        conflicts.declare(assessor, submission, has_conflict=False)
        assert seen_by(assessor) == [submission]

    def test_conflict_takes_an_assessment_away(self, assessor, submission):
        AssessmentFactory(submission=submission, assessor=assessor, total=90)
        others = AssessmentFactory(submission=submission, assessor=make_user("other"), total=20)
        conflicts.declare(assessor, submission, has_conflict=True)
        assert list(Assessment.objects.all()) == [others]

    def test_is_put_on_record_by_reference(self, assessor, submission):
        conflicts.declare(assessor, submission, has_conflict=True)
        entry = ModelLogEntry.objects.get()
        assert (entry.action, entry.label, entry.user) == (
            "wagtail_inddragelse.declare_conflict",
            submission.reference,
            assessor,
        )


class TestWhatItTakesAway:
    @pytest.fixture
    def deciders(self, submission):
        page = submission.intake.page
        return [make_user(name, page, Role.DECIDE) for name in ("first", "second")]

    @pytest.fixture
    def approved(self, submission, deciders):
        first, second = deciders
        decisions.prepare(submission, "reject", reason="No", user=first)
        return decisions.approve(submission, user=second)

    def standing(self, submission):
        row = Submission.objects.get(pk=submission.pk)
        return row.pending_state, row.decision_reason, row.decided_by, row.approved_by

    def test_a_prepared_outcome(self, approved, deciders):
        conflicts.declare(deciders[0], approved, has_conflict=True)
        assert self.standing(approved) == ("", "", None, None)

    def test_an_approval(self, approved, deciders):
        conflicts.declare(deciders[1], approved, has_conflict=True)
        assert self.standing(approved) == ("reject", "No", deciders[0], None)

    def test_a_case_that_was_theirs(self, submission, deciders):
        Submission.objects.update(assigned_to=deciders[0])
        conflicts.declare(deciders[0], submission, has_conflict=True)
        entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.declare_conflict")
        assert Submission.objects.get().assigned_to is None
        assert entry.data == {"lost": ["case"]}

    def test_not_a_case_of_somebody_else(self, submission, deciders):
        Submission.objects.update(assigned_to=deciders[1])
        conflicts.declare(deciders[0], submission, has_conflict=True)
        assert Submission.objects.get().assigned_to == deciders[1]

    def test_not_what_others_did(self, approved, deciders, assessor):
        conflicts.declare(assessor, approved, has_conflict=True)
        assert self.standing(approved) == ("reject", "No", *deciders)

    def test_not_what_was_prepared_for_one_that_has_withdrawn(self, approved, deciders):
        Submission.objects.update(state="withdrawn")
        conflicts.declare(deciders[0], approved, has_conflict=True)
        assert self.standing(approved) == ("reject", "No", *deciders)

    def test_not_what_is_released(self, approved, deciders):
        Submission.objects.update(state="rejected", pending_state="")
        conflicts.declare(deciders[0], approved, has_conflict=True)
        assert self.standing(approved) == ("", "No", *deciders)

    def test_is_on_record(self, approved, deciders):
        conflicts.declare(deciders[0], approved, has_conflict=True)
        entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.declare_conflict")
        assert entry.data == {"lost": ["outcome"]}


class TestUndo:
    @pytest.fixture
    def declaration(self, assessor, submission):
        return conflicts.declare(assessor, submission, has_conflict=True)

    def test_opens_the_case_to_who_is_asked_once_more(self, declaration, assessor, submission):
        conflicts.undo(declaration, user=make_user("decider"))
        assert seen_by(assessor) == [submission]
        assert conflicts.must_declare(assessor, submission)

    def test_is_on_record(self, declaration, assessor):
        decider = make_user("decider")
        conflicts.undo(declaration, user=decider)
        entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.undo_conflict")
        assert (entry.user, entry.data) == (decider, {"person": assessor.pk})

    def test_not_ones_own(self, declaration, assessor):
        with refused("own_conflict"):
            conflicts.undo(declaration, user=assessor)
        assert seen_by(assessor) == []


class TestSigns:
    @pytest.mark.parametrize(
        ("email", "count"),
        [
            ("kollega@hjoerring.dk", 2),
            ("kollega@hjorring.dk", 1),
            ("kollega@forvaltning.hjørring.dk", 1),
            ("kollega@aalborg.dk", 0),
            ("kollega", 0),
        ],
    )
    def test_mail_domain_and_municipality(self, submission, email, count):
        user = make_user("kollega", email=email)
        assert len(conflicts.hints(user, submission)) == count

    def test_capitals_of_an_address_from_elsewhere(self, submission):
        user = make_user("kollega")
        user.email = "kollega@HJOERRING.DK"  # as a directory of staff may set it
        assert len(conflicts.hints(user, submission)) == 2

    @pytest.mark.parametrize(
        "domain", ["hojetaastrup.dk", "hoje-taastrup.dk", "høje-taastrup.dk", "hoejetaastrup.dk"]
    )
    def test_a_name_of_two_words_however_it_is_written(self, submission, domain):
        submission.municipality_code = "0169"
        user = make_user("kollega", email=f"kollega@{domain}")
        assert len(conflicts.hints(user, submission)) == 1

    def test_shared_mail_services_say_nothing(self, submission):
        submission.contact_email = "leder@gmail.com"
        assert conflicts.hints(make_user("a", email="a@gmail.com"), submission) == []

    def test_addresses_without_a_domain_are_not_of_the_same(self, submission):
        submission.contact_email = "leder"
        user = make_user("a")
        user.email = "kollega"
        assert conflicts.hints(user, submission) == []

    def test_a_submission_without_municipality(self, submission):
        submission.municipality_code = ""
        user = make_user("a", email="a@hjorring.dk")
        assert conflicts.hints(user, submission) == []


class TestDeclareMany:
    @pytest.fixture
    def other(self, submission):
        return SubmissionFactory(intake=submission.intake)

    def test_each_is_declared_for(self, assessor, submission, other):
        conflicts.declare_many(assessor, [submission, other], {other.pk})
        assert seen_by(assessor) == [submission]
        assert not conflicts.undeclared(Submission.objects.all(), assessor).exists()

    def test_each_is_on_record(self, assessor, submission, other):
        conflicts.declare_many(assessor, [submission, other], set())
        action = "wagtail_inddragelse.declare_no_conflict"
        logged = ModelLogEntry.objects.filter(action=action, user=assessor)
        assert set(logged.values_list("object_id", flat=True)) == {
            str(submission.pk),
            str(other.pk),
        }


def test_nothing_is_undeclared_where_nothing_is_assessed(assessor, submission):
    SubmissionFactory()
    assert list(conflicts.undeclared(Submission.objects.all(), assessor)) == [submission]
