"""Steps by hand are asked about, and taken by those who decide."""

import pytest
from django.urls import reverse

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.models import Role, RoleGrant, State
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

from ..conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def decider(own_offer):
    user = make_user("decider")
    RoleGrant.objects.create(group=user.groups.get(), page_id=own_offer.pk, role=Role.DECIDE)
    return user


@pytest.fixture
def decider_client(client, decider):
    client.force_login(decider)
    return client


def step(submission, action="withdraw", query="") -> str:
    return reverse("inddragelse_by_hand", args=[submission.pk, action]) + query


def case(submission, query="") -> str:
    return reverse("inddragelse_submissions_modeladmin_inspect", args=[submission.pk]) + query


def state(submission) -> str:
    submission.refresh_from_db()
    return submission.state


def test_asks_before_it_does_anything(decider_client, own_submission):
    response = decider_client.get(step(own_submission, query="?q=x"))
    assert response.template_name == ["wagtail_inddragelse/casework/case/by_hand.html"]
    assert (response.context["writes"], response.context["case_url"]) == (
        True,
        case(own_submission, "?q=x"),
    )
    assert state(own_submission) == State.CONFIRMED


def test_does_it_and_leads_back_with_the_query(decider_client, own_submission):
    response = decider_client.post(step(own_submission, query="?q=x"))
    assert response.url == case(own_submission, "?q=x")
    assert state(own_submission) == State.WITHDRAWN


def test_a_second_click_does_it_once(decider_client, own_submission):
    form = {"once": "opened-once"}
    first, second = (decider_client.post(step(own_submission), form) for _ in range(2))
    page = decider_client.get(second.url)
    assert second.url == first.url
    assert [message.level_tag for message in page.context["messages"]] == ["success", "info"]


def test_what_could_not_be_done_can_be_tried_again(decider_client, own_submission):
    own_submission.state = State.REJECTED
    own_submission.save()
    form = {"once": "opened-once"}
    for _ in range(2):
        page = decider_client.post(step(own_submission), form, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["error"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_says_so_when_it_cannot_be_done(decider_client, own_submission, method):
    response = getattr(decider_client, method)(step(own_submission, "invite"), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert state(own_submission) == State.CONFIRMED


@pytest.mark.parametrize("action", ["accept", "receive", "nonsense"])
def test_other_actions_do_not_exist(decider_client, own_submission, action):
    assert decider_client.post(step(own_submission, action)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
class TestWrongUsers:
    def test_who_only_sees(self, caseworker_client, own_submission, method):
        assert getattr(caseworker_client, method)(step(own_submission)).status_code == 404
        assert state(own_submission) == State.CONFIRMED

    def test_who_edits(self, editor_client, own_submission, method):
        assert getattr(editor_client, method)(step(own_submission)).status_code == 404

    def test_who_decides_elsewhere(self, decider_client, other_submission, method):
        assert getattr(decider_client, method)(step(other_submission)).status_code == 404
        assert state(other_submission) == State.CONFIRMED

    def test_who_has_a_conflict(self, decider_client, decider, own_submission, method):
        conflicts.declare(decider, own_submission, has_conflict=True)
        assert getattr(decider_client, method)(step(own_submission)).status_code == 404

    def test_visitor(self, client, own_submission, method):
        response = getattr(client, method)(step(own_submission))
        assert response.url.startswith("/admin/login/")

    def test_who_must_declare_first(self, decider_client, own_offer, method):
        intake = IntakeFactory(page=own_offer, selection="assessed")
        submission = SubmissionFactory(intake=intake, state=State.RECEIVED)
        response = getattr(decider_client, method)(step(submission))
        assert response.url == case(submission)
        assert state(submission) == State.RECEIVED
