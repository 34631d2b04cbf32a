"""Assessing in the admin, and what a declared conflict closes."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.models import Assessment, Intake, Role, RoleGrant, State
from wagtail_inddragelse.questions.schema import Criterion, FormSchema
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    IntakeFactory,
    SubmissionFactory,
)

from ..conftest import make_user

pytestmark = pytest.mark.django_db

SCHEMA = FormSchema(criteria=(Criterion("need", "Is it needed?", scale=("no", "some", "much")),))
HAND_IN = {"score-need": "3", "recommendation": "accept", "hand-in": ""}


@pytest.fixture
def submission(own_offer):
    intake = IntakeFactory(
        page=own_offer, selection=Intake.Selection.ASSESSED, assessors_see_all=True
    )
    return SubmissionFactory(
        intake=intake,
        state=State.UNDER_ASSESSMENT,
        form_version=FormVersionFactory(form_schema=SCHEMA),
        contact_name="Own Applicant",
    )


@pytest.fixture
def assessor(submission):
    user = make_user("assessor")
    page = submission.intake.page_id
    RoleGrant.objects.create(group=user.groups.get(), page_id=page, role=Role.ASSESS)
    return user


@pytest.fixture
def assessor_client(client, assessor):
    client.force_login(assessor)
    return client


@pytest.fixture
def declared(assessor, submission):
    return conflicts.declare(assessor, submission, has_conflict=False)


def case(submission) -> str:
    return reverse("inddragelse_submissions_modeladmin_inspect", args=[submission.pk])


def assess(submission) -> str:
    return reverse("inddragelse_assess", args=[submission.pk])


class TestConflictClosesEverything:
    @pytest.fixture(autouse=True)
    def conflict(self, assessor, submission):
        conflicts.declare(assessor, submission, has_conflict=True)

    def test_register(self, assessor_client):
        url = reverse("inddragelse_submissions_modeladmin_index")
        assert list(assessor_client.get(url).context["object_list"]) == []

    def test_search(self, assessor_client):
        url = reverse("inddragelse_submissions_modeladmin_index")
        response = assessor_client.get(url, {"q": "Applicant"})
        assert list(response.context["object_list"]) == []

    def test_assessment(self, assessor_client, submission):
        assert assessor_client.get(assess(submission)).status_code == 404

    def test_selection(self, assessor_client, assessor, submission):
        page = submission.intake.page_id
        RoleGrant.objects.create(group=assessor.groups.get(), page_id=page, role=Role.DECIDE)
        url = reverse("inddragelse_selection", args=[submission.intake_id])
        assert assessor_client.get(url).context["forms"] == []


@pytest.mark.usefixtures("declared")
class TestAssess:
    def test_shows_criteria_with_their_scale(self, assessor_client, submission):
        form = assessor_client.get(assess(submission)).context["form"]
        choices = form.fields["score-need"].choices
        assert [value for value, _label in choices] == ["1", "2", "3", "na"]

    def test_looking_begins_nothing(self, assessor_client, submission):
        assessor_client.get(assess(submission))
        assert not Assessment.objects.exists()

    def test_is_kept_without_being_handed_in(self, assessor_client, submission, assessor):
        assessor_client.post(assess(submission), {"score-need": "2", "comment": "So far"})
        kept = Assessment.objects.get(assessor=assessor)
        assert (kept.comment, kept.scores.get().value, kept.is_handed_in) == ("So far", 2, False)

    def test_is_handed_in(self, assessor_client, submission):
        response = assessor_client.post(assess(submission), HAND_IN)
        assert (response.url, Assessment.objects.get().total) == (case(submission), 100)

    def test_what_is_missing_is_said_and_the_rest_kept(self, assessor_client, submission):
        data = {"comment": "Kept", "hand-in": ""}
        response = assessor_client.post(assess(submission), data)
        errors = set(response.context["form"].errors)
        kept = Assessment.objects.get()
        assert (response.status_code, errors) == (422, {"score-need", "recommendation"})
        assert (kept.comment, kept.is_handed_in) == ("Kept", False)

    def test_not_applicable_is_no_number(self, assessor_client, submission):
        assessor_client.post(assess(submission), HAND_IN | {"score-need": "na"})
        handed_in = Assessment.objects.get()
        assert (handed_in.scores.get().value, handed_in.total) == (None, None)

    def test_a_step_that_no_scale_has_is_refused(self, assessor_client, submission):
        response = assessor_client.post(assess(submission), HAND_IN | {"score-need": "4"})
        assert (response.status_code, Assessment.objects.exists()) == (422, False)

    def test_a_decided_case_is_left_alone(self, assessor_client, submission):
        submission.state = State.CONFIRMED
        submission.save()
        response = assessor_client.post(assess(submission), HAND_IN)
        assert (response.url, Assessment.objects.exists()) == (case(submission), False)

    def test_others_are_hidden_on_the_case_until_ones_own_is_in(
        self, assessor_client, assessor, submission
    ):
        other = make_user("other")
        AssessmentFactory(submission=submission, assessor=other, total=7, comment="Weak")
        AssessmentFactory(submission=submission, assessor=assessor)
        before = assessor_client.get(case(submission))
        assert (before.context["case"].assessed.mean, "Weak" in before.content.decode()) == (
            None,
            False,
        )
        assessor_client.post(assess(submission), HAND_IN)
        assert "Weak" in assessor_client.get(case(submission)).content.decode()


class TestHandedIn:
    @pytest.fixture(autouse=True)
    def handed_in(self, assessor_client, submission, declared):
        assessor_client.post(assess(submission), HAND_IN)

    def test_the_page_says_so_and_has_no_button_to_go_on_later(self, assessor_client, submission):
        page = BeautifulSoup(assessor_client.get(assess(submission)).content, "html.parser")
        buttons = [each.get("name") for each in page.select("form[novalidate] button")]
        found = len(page.select("main .help-info")), buttons
        assert found == (1, ["hand-in", "take-back"])

    def test_a_page_opened_before_does_not_take_it_back(self, assessor_client, submission):
        data = {"score-need": "1", "comment": "So far", "keep": ""}
        response = assessor_client.post(assess(submission), data)
        form, stored = response.context["form"], Assessment.objects.get()
        assert (response.status_code, form["comment"].value()) == (422, "So far")
        assert (stored.is_handed_in, stored.total, stored.comment) == (True, 100, "")

    def test_other_words_are_handed_in_anew(self, assessor_client, submission):
        assessor_client.post(assess(submission), HAND_IN | {"score-need": "2"})
        stored = Assessment.objects.get()
        assert (stored.is_handed_in, stored.total) == (True, 50)

    def test_what_was_handed_in_stands_while_the_new_is_incomplete(
        self, assessor_client, submission
    ):
        response = assessor_client.post(assess(submission), {"score-need": "1", "hand-in": ""})
        stored = Assessment.objects.get()
        assert "gælder stadig" in response.content.decode()
        assert (stored.is_handed_in, stored.total, stored.recommendation) == (True, 100, "accept")

    def test_its_button_takes_it_back(self, assessor_client, submission):
        response = assessor_client.post(assess(submission), {"take-back": ""})
        stored = Assessment.objects.get()
        assert (response.url, stored.is_handed_in) == (assess(submission), False)
        assert ModelLogEntry.objects.filter(action="wagtail_inddragelse.take_back").count() == 1


def test_not_before_declaring(assessor_client, submission):
    assert assessor_client.post(assess(submission), HAND_IN).url == case(submission)
    assert not Assessment.objects.exists()


def test_not_without_the_role(caseworker_client, caseworker, submission):
    conflicts.declare(caseworker, submission, has_conflict=False)
    assert caseworker_client.post(assess(submission), HAND_IN).status_code == 404
