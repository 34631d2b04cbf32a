"""Preparing, approving and releasing outcomes in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail_inddragelse.domain import decisions
from wagtail_inddragelse.models import Intake, Message, Role, RoleGrant, State, Submission
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    IntakeFactory,
    SubmissionFactory,
)

from .conftest import make_user

pytestmark = pytest.mark.django_db


def give(user, page, role: Role):
    RoleGrant.objects.create(group=user.groups.get(), page_id=page.pk, role=role)
    return user


@pytest.fixture
def intake(own_offer):
    return IntakeFactory(page=own_offer, selection=Intake.Selection.ASSESSED, capacity=1)


@pytest.fixture
def decider(own_offer):
    return give(make_user("decider"), own_offer, Role.DECIDE)


@pytest.fixture
def second(own_offer):
    return give(make_user("second"), own_offer, Role.DECIDE)


@pytest.fixture
def decider_client(client, decider):
    client.force_login(decider)
    return client


@pytest.fixture
def best(intake):
    return assessed(intake, 90)


@pytest.fixture
def weaker(intake):
    return assessed(intake, 40)


def assessed(intake, score) -> Submission:
    submission = SubmissionFactory(intake=intake, state=State.UNDER_ASSESSMENT)
    assessor = make_user(f"assessor of {submission.reference}")
    AssessmentFactory(submission=submission, assessor=assessor, total=score)
    return submission


def selection(intake) -> str:
    return reverse("inddragelse_selection", args=[intake.pk])


def release(intake) -> str:
    return reverse("inddragelse_release", args=[intake.pk])


def outcome(submission, value: str, reason: str = "") -> dict:
    return {f"s{submission.pk}-outcome": value, f"s{submission.pk}-reason": reason}


def pending(*submissions) -> list[str]:
    return [Submission.objects.get(pk=row.pk).pending_state for row in submissions]


class TestSelection:
    def test_lists_the_best_first(self, decider_client, intake, weaker, best):
        forms = decider_client.get(selection(intake)).context["forms"]
        assert [form.candidate.submission for form in forms] == [best, weaker]

    def test_suggests_without_writing(self, decider_client, intake, weaker, best):
        forms = decider_client.get(selection(intake), {"suggest": ""}).context["forms"]
        assert [form["outcome"].value() for form in forms] == ["accept", "waiting"]
        assert pending(best, weaker) == ["", ""]

    def test_suggests_nothing_unasked(self, decider_client, intake, best):
        form = decider_client.get(selection(intake)).context["forms"][0]
        assert form["outcome"].value() == ""

    def test_keeps_outcomes(self, decider_client, intake, weaker, best):
        data = outcome(best, "accept") | outcome(weaker, "reject", "No places left")
        assert decider_client.post(selection(intake), data).url == selection(intake)
        assert pending(best, weaker) == ["accept", "reject"]

    def test_a_rejection_without_a_reason_keeps_nothing(self, decider_client, intake, weaker, best):
        data = outcome(best, "accept") | outcome(weaker, "reject")
        response = decider_client.post(selection(intake), data)
        shown = [form["outcome"].value() for form in response.context["forms"]]
        assert (response.status_code, shown) == (422, ["accept", "reject"])
        assert pending(best, weaker) == ["", ""]

    def test_leaves_alone_what_came_meanwhile(self, decider_client, intake, best, second):
        late = assessed(intake, 10)
        decisions.prepare(late, "waiting", user=second)
        decider_client.post(selection(intake), outcome(best, "accept"))
        assert pending(best, late) == ["accept", "waiting"]

    def test_unchanged_rows_keep_who_prepared_them(self, decider_client, intake, best, second):
        decisions.prepare(best, "accept", user=second)
        decider_client.post(selection(intake), outcome(best, "accept"))
        best.refresh_from_db()
        assert best.decided_by == second

    def test_says_when_there_are_more_than_places(self, decider_client, intake, best, weaker):
        decider_client.post(selection(intake), outcome(best, "accept") | outcome(weaker, "accept"))
        places = decider_client.get(selection(intake)).context["places"]
        assert places == {"capacity": 1, "left": 1, "prepared": 2, "too_many": True}

    def test_takes_no_more_queries_for_more_rows(
        self, decider_client, intake, best, django_assert_num_queries
    ):
        decider_client.get(selection(intake))
        with CaptureQueriesContext(connection) as few:
            decider_client.get(selection(intake))
        for score in range(5):
            assessed(intake, score)
        with django_assert_num_queries(len(few)):
            decider_client.get(selection(intake))


class TestApprove:
    @pytest.fixture(autouse=True)
    def four_eyes(self, intake):
        intake.four_eyes = True
        intake.save()

    def approve(self, client, intake, *values):
        client.post(selection(intake), {"approve": "", "approved": values})

    def test_what_another_prepared(self, decider_client, decider, second, intake, best):
        decisions.prepare(best, "accept", user=second)
        self.approve(decider_client, intake, f"{best.pk}:accept")
        best.refresh_from_db()
        assert best.approved_by == decider

    def test_not_what_changed_meanwhile(self, decider_client, second, intake, best):
        decisions.prepare(best, "waiting", user=second)
        self.approve(decider_client, intake, f"{best.pk}:accept")
        best.refresh_from_db()
        assert best.approved_by is None

    def test_not_ones_own(self, decider_client, decider, intake, best):
        decisions.prepare(best, "accept", user=decider)
        self.approve(decider_client, intake, f"{best.pk}:accept")
        best.refresh_from_db()
        assert best.approved_by is None


class TestRelease:
    def test_says_first_what_it_will_do(self, decider_client, decider, intake, best):
        decisions.prepare(best, "accept", user=decider)
        context = decider_client.get(release(intake)).context
        assert [(str(label), count) for label, count in context["outcomes"]] == [("Imødekom", 1)]
        assert not Message.objects.exists()

    def test_releases(self, decider_client, decider, intake, best, weaker):
        decisions.prepare(best, "accept", user=decider)
        assert decider_client.post(release(intake)).url == selection(intake)
        states = [Submission.objects.get(pk=row.pk).state for row in (best, weaker)]
        assert states == [State.CONFIRMED, State.UNDER_ASSESSMENT]

    def test_names_what_it_left(self, decider_client, decider, intake, best, weaker):
        for row in (best, weaker):
            decisions.prepare(row, "accept", user=decider)
        response = decider_client.post(release(intake), follow=True)
        told = [str(message).strip() for message in response.context["messages"]]
        assert [text for text in told if text.startswith(weaker.reference)] == [
            f"{weaker.reference}: Der er ikke pladser nok tilbage."
        ]


@pytest.mark.parametrize("name", ["inddragelse_selection", "inddragelse_release"])
@pytest.mark.parametrize("role", [Role.SEE, Role.ASSESS, Role.EXPORT, Role.MESSAGES])
def test_other_roles_give_no_decision(client, own_offer, intake, best, name, role):
    client.force_login(give(make_user("other"), own_offer, role))
    assert client.post(reverse(name, args=[intake.pk])).status_code == 404


@pytest.mark.parametrize("name", ["inddragelse_selection", "inddragelse_release"])
def test_role_on_another_offer_gives_no_decision(client, other_offer, intake, best, name):
    client.force_login(give(make_user("other"), other_offer, Role.DECIDE))
    assert client.post(reverse(name, args=[intake.pk])).status_code == 404


class TestDisagreement:
    def candidate(self, client, intake) -> Submission:
        url = reverse("inddragelse_selection", args=[intake.pk])
        return client.get(url).context["forms"][0].candidate.submission

    def test_recommendations_are_counted_and_marked(self, decider_client, intake, best):
        first = best.assessments.get()
        first.recommendation = "accept"
        first.save()
        AssessmentFactory(submission=best, total=85, recommendation="reject")
        row = self.candidate(decider_client, intake)
        assert ([(str(name), n) for name, n in row.said], row.disagree) == (
            [("Imødekom", 1), ("Afslå", 1)],
            True,
        )

    def test_scores_far_apart_are_marked(self, decider_client, intake, best):
        AssessmentFactory(submission=best, total=10)
        assert self.candidate(decider_client, intake).disagree

    def test_scores_alike_are_not(self, decider_client, intake, best):
        AssessmentFactory(submission=best, total=80)
        assert not self.candidate(decider_client, intake).disagree

    def test_who_owes_their_own_is_told_nothing(self, decider, decider_client, intake, best):
        AssessmentFactory(submission=best, total=10, recommendation="reject")
        AssessmentFactory(submission=best, assessor=decider)
        row = self.candidate(decider_client, intake)
        assert (row.is_owed, row.score, row.spread, row.said, row.disagree) == (
            True,
            None,
            None,
            [],
            False,
        )
