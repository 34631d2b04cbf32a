"""Assigning assessors in the admin."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.models import Assessment, Intake, Role, State
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    IntakeFactory,
    SubmissionFactory,
)

from ..cases import give
from ..conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def intake(own_offer):
    return IntakeFactory(page=own_offer, selection=Intake.Selection.ASSESSED)


@pytest.fixture
def submissions(intake):
    codes = ("0851", "0751")
    return [
        SubmissionFactory(intake=intake, state=State.RECEIVED, municipality_code=code)
        for code in codes
    ]


@pytest.fixture
def assessors(own_offer):
    return [give(make_user(name), own_offer, Role.ASSESS) for name in ("ada", "bo")]


@pytest.fixture
def decider_client(client, own_offer, submissions):
    """Of one who decides, and has declared to have no conflict of interest."""
    user = give(make_user("decider"), own_offer, Role.DECIDE)
    conflicts.declare_many(user, submissions, conflicting=())
    client.force_login(user)
    return client


def pairs() -> set[tuple[int, int]]:
    return set(Assessment.objects.values_list("submission", "assessor"))


class TestIntake:
    def post(self, client, intake, **data):
        return client.post(reverse("inddragelse_assigning", args=[intake.pk]), data)

    def test_evenly(self, decider_client, intake, submissions, assessors):
        keys = [person.pk for person in assessors]
        self.post(decider_client, intake, evenly="", assessors=keys, each=1)
        assert [Assessment.objects.filter(assessor=key).count() for key in keys] == [1, 1]

    def test_by_region(self, decider_client, intake, submissions, assessors):
        chosen = {"region-0": assessors[0].pk, "region-1": assessors[1].pk}
        self.post(decider_client, intake, **{"by-region": ""} | chosen)
        north, middle = submissions  # by name, Region Midtjylland comes first
        assert pairs() == {(middle.pk, assessors[0].pk), (north.pk, assessors[1].pk)}

    def test_nobody_chosen_is_an_error(self, decider_client, intake, submissions, assessors):
        response = self.post(decider_client, intake, evenly="", each=1)
        assert (response.status_code, pairs()) == (422, set())

    def test_only_to_assessors(self, decider_client, intake, submissions, assessors):
        stranger = make_user("stranger")
        self.post(decider_client, intake, evenly="", assessors=[stranger.pk], each=1)
        assert pairs() == set()

    def test_not_without_the_role(self, client, intake, submissions, assessors):
        client.force_login(assessors[0])
        keys = [person.pk for person in assessors]
        response = self.post(client, intake, evenly="", assessors=keys, each=1)
        assert (response.status_code, pairs()) == (404, set())


class TestCase:
    def assign(self, client, submission, assessor):
        url = reverse("inddragelse_assign", args=[submission.pk])
        return client.post(url, {"assessor": assessor})

    def test_by_hand(self, decider_client, submissions, assessors):
        self.assign(decider_client, submissions[0], assessors[0].pk)
        assert pairs() == {(submissions[0].pk, assessors[0].pk)}

    @pytest.mark.parametrize("assessor", ["", "x", "²", "999999"])
    def test_nobody(self, decider_client, submissions, assessor):
        assert self.assign(decider_client, submissions[0], assessor).status_code == 302
        assert pairs() == set()

    def test_a_hint_at_a_conflict_is_shown_to_who_assigns(
        self, decider_client, submissions, own_offer, settings
    ):
        settings.MIDDLEWARE = [
            *settings.MIDDLEWARE,
            "django.contrib.messages.middleware.MessageMiddleware",
        ]
        near = give(make_user("near"), own_offer, Role.ASSESS)
        near.email = "near@hjoerring.dk"
        near.save()
        submissions[0].municipality_code = "0860"
        submissions[0].save()
        response = self.assign(decider_client, submissions[0], near.pk)
        shown = [str(message).strip() for message in get_messages(response.wsgi_request)]
        assert (shown, pairs()) == (
            ["near kan være inhabil: E-mailen hører til ansøgerens kommune."],
            {(submissions[0].pk, near.pk)},
        )

    def test_not_to_one_with_a_conflict(self, decider_client, submissions, assessors):
        conflicts.declare(assessors[0], submissions[0], has_conflict=True)
        self.assign(decider_client, submissions[0], assessors[0].pk)
        assert pairs() == set()

    def test_not_without_the_role(self, client, submissions, assessors):
        client.force_login(assessors[0])
        assert self.assign(client, submissions[0], assessors[0].pk).status_code == 404

    def unassign(self, client, assessment, submission):
        url = reverse("inddragelse_unassign", args=[submission.pk, assessment.pk])
        return client.post(url)

    def test_is_taken_back(self, decider_client, submissions, assessors):
        made = AssessmentFactory(submission=submissions[0], assessor=assessors[0])
        self.unassign(decider_client, made, submissions[0])
        assert pairs() == set()

    def test_is_not_taken_back_once_handed_in(self, decider_client, submissions, assessors):
        made = AssessmentFactory(submission=submissions[0], assessor=assessors[0], total=5)
        self.unassign(decider_client, made, submissions[0])
        assert pairs() == {(submissions[0].pk, assessors[0].pk)}

    def test_is_not_taken_back_by_another_case(self, decider_client, submissions, assessors):
        made = AssessmentFactory(submission=submissions[0], assessor=assessors[0])
        assert self.unassign(decider_client, made, submissions[1]).status_code == 404
