"""Declaring a conflict of interest in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.models import ConflictOfInterest, Intake, Role, State, Submission
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

from ..cases import WHO, WORDS, give, leaks, make_case
from ..conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(own_offer):
    intake = IntakeFactory(
        page=own_offer, selection=Intake.Selection.ASSESSED, assessors_see_all=True
    )
    return SubmissionFactory(
        intake=intake,
        state=State.UNDER_ASSESSMENT,
        contact_name="Own Applicant",
        contact_email="leder@vejle.dk",
    )


@pytest.fixture
def assessor(own_offer):
    return give(make_user("assessor"), own_offer, Role.ASSESS)


@pytest.fixture
def assessor_client(client, assessor):
    client.force_login(assessor)
    return client


def case(submission) -> str:
    return reverse("inddragelse_submissions_modeladmin_inspect", args=[submission.pk])


def round_of(submission) -> str:
    return reverse("inddragelse_declare_round", args=[submission.intake_id])


class TestDeclare:
    def declare(self, client, submission, **data):
        return client.post(reverse("inddragelse_declare", args=[submission.pk]), data)

    def test_answers_are_closed_before(self, assessor_client, submission):
        submission.answers = {"q": "A secret answer"}
        submission.save()
        response = assessor_client.get(case(submission))
        assert response.template_name == ["wagtail_inddragelse/casework/case/declare.html"]
        assert "A secret answer" not in response.content.decode()

    def test_case_opens_to_one_without_a_conflict(self, assessor_client, submission):
        response = self.declare(assessor_client, submission, has_conflict="no")
        assert response.url == case(submission)
        assert "case" in assessor_client.get(case(submission)).context

    def test_case_closes_to_one_with_a_conflict(self, assessor_client, submission):
        response = self.declare(assessor_client, submission, has_conflict="yes")
        assert response.url == reverse("inddragelse_submissions_modeladmin_index")
        assert assessor_client.get(case(submission)).status_code == 302

    @pytest.mark.parametrize("data", [{}, {"has_conflict": "perhaps"}])
    def test_says_nothing_unless_something_is_chosen(self, assessor_client, submission, data):
        assert self.declare(assessor_client, submission, **data).url == case(submission)
        assert not ConflictOfInterest.objects.exists()

    def test_not_of_a_case_one_may_not_see(self, assessor_client, other_submission):
        response = self.declare(assessor_client, other_submission, has_conflict="no")
        assert response.status_code == 404


class TestDeclareRound:
    @pytest.fixture
    def another(self, submission):
        return SubmissionFactory(intake=submission.intake, contact_name="Another Applicant")

    def declare(self, client, *rows, conflict=(), **data):
        shown = {"shown": [row.pk for row in rows], "conflict": [row.pk for row in conflict]}
        return client.post(round_of(rows[0]), {"is_looked_through": "on", **shown, **data})

    def declarations(self) -> dict[int, bool]:
        return dict(ConflictOfInterest.objects.values_list("submission", "has_conflict"))

    def shown(self, client, submission) -> list[str]:
        page = BeautifulSoup(client.get(round_of(submission)).content, "html.parser")
        return [cell.get_text() for cell in page.select("tbody th")]

    def test_those_not_declared_for_are_listed(self, assessor_client, submission, another):
        assert self.shown(assessor_client, submission) == [submission.reference, another.reference]

    def test_those_declared_for_are_not(self, assessor_client, assessor, submission, another):
        conflicts.declare(assessor, submission, has_conflict=False)
        assert self.shown(assessor_client, submission) == [another.reference]

    def test_another_rounds_are_not(self, assessor_client, own_offer, submission):
        other = IntakeFactory(page=own_offer, selection=Intake.Selection.ASSESSED)
        SubmissionFactory(intake=other)
        assert self.shown(assessor_client, submission) == [submission.reference]

    def test_a_hint_is_shown(self, assessor_client, assessor, submission):
        assessor.email = "konsulent@vejle.dk"
        assessor.save()
        [row] = assessor_client.get(round_of(submission)).context["rows"]
        assert row.hints == conflicts.hints(assessor, submission) != []

    def test_all_are_declared_for(self, assessor_client, submission, another):
        self.declare(assessor_client, submission, another)
        assert self.declarations() == {submission.pk: False, another.pk: False}

    def test_the_way_back_is_the_list_it_was_opened_from(self, assessor_client, submission):
        data = {"is_looked_through": "on", "shown": submission.pk}
        response = assessor_client.post(f"{round_of(submission)}?state=received", data)
        register = reverse("inddragelse_submissions_modeladmin_index")
        assert response.url == f"{register}?state=received"

    @pytest.mark.parametrize("name", ["inddragelse_selection", "inddragelse_release"])
    def test_from_the_selection_one_comes_back_to_it(self, client, own_offer, submission, name):
        client.force_login(give(make_user("decider"), own_offer, Role.SEE, Role.DECIDE))
        Submission.objects.update(pending_state="accept")
        url = reverse(name, args=[submission.intake_id])
        page = BeautifulSoup(client.get(url).content, "html.parser")
        link = page.select_one("main .help-warning a")["href"]
        response = client.post(link, {"is_looked_through": "on", "shown": submission.pk})
        assert response.url == reverse("inddragelse_selection", args=[submission.intake_id])

    def test_those_ticked_are_closed(self, assessor_client, assessor, submission, another):
        self.declare(assessor_client, submission, another, conflict=[another])
        assert list(Submission.objects.visible_to(assessor)) == [submission]

    def test_one_that_came_meanwhile_is_not_declared_for(
        self, assessor_client, submission, another
    ):
        response = self.declare(assessor_client, submission)
        assert self.declarations() == {submission.pk: False}
        assert response.url == round_of(submission)

    def test_nothing_without_the_confirmation(self, assessor_client, submission, another):
        response = self.declare(
            assessor_client, submission, another, conflict=[another], is_looked_through=""
        )
        assert (response.status_code, self.declarations()) == (422, {})
        page = BeautifulSoup(response.content, "html.parser")
        ticked = [box["value"] for box in page.select("input[name=conflict][checked]")]
        assert ticked == [str(another.pk)]

    def test_an_earlier_word_is_not_changed(self, assessor_client, assessor, submission, another):
        conflicts.declare(assessor, submission, has_conflict=True)
        self.declare(assessor_client, submission, another)
        assert self.declarations() == {submission.pk: True, another.pk: False}

    def test_another_offers_case_is_not_declared_for(
        self, assessor_client, submission, other_offer
    ):
        leaky = make_case(other_offer)
        self.declare(assessor_client, submission, leaky)
        assert self.declarations() == {submission.pk: False}

    def test_keys_that_are_none_are_passed_over(self, assessor_client, submission):
        data = {"is_looked_through": "on", "shown": ["x", "9" * 30], "conflict": ["-1"]}
        assert assessor_client.post(round_of(submission), data).status_code == 302
        assert self.declarations() == {}

    def test_it_leads_back_to_the_list_it_was_opened_from(self, assessor_client, submission):
        url = f"{round_of(submission)}?state=received"
        data = {"is_looked_through": "on", "shown": [submission.pk]}
        index = reverse("inddragelse_submissions_modeladmin_index")
        assert assessor_client.post(url, data).url == f"{index}?state=received"

    def test_a_long_round_comes_in_parts(self, assessor_client, submission, another, monkeypatch):
        monkeypatch.setattr("wagtail_inddragelse.casework.case.declaring.DeclareRoundView.MOST", 1)
        assert self.shown(assessor_client, submission) == [submission.reference]
        assert assessor_client.get(round_of(submission)).context["later"] == 1

    def test_as_many_queries_for_many(self, assessor_client, submission, another):
        assessor_client.get(round_of(submission))
        with CaptureQueriesContext(connection) as few:
            assessor_client.get(round_of(submission))
        SubmissionFactory.create_batch(5, intake=submission.intake)
        with CaptureQueriesContext(connection) as many:
            assessor_client.get(round_of(submission))
        assert len(many) == len(few)

    def test_a_blind_round_does_not_tell_who_applied(self, client, own_offer, assessor):
        assessor.email = "konsulent@hjoerring.dk"
        assessor.save()
        blind = make_case(own_offer, blind=True)
        client.force_login(assessor)
        html = client.get(round_of(blind)).content.decode()
        assert (blind.reference in html, leaks(html, WHO + WORDS)) == (True, [])

    def test_who_decides_a_blind_round_is_told(self, client, own_offer):
        blind = make_case(own_offer, blind=True)
        client.force_login(give(make_user("decider"), own_offer, Role.DECIDE))
        assert leaks(client.get(round_of(blind)).content.decode(), ("Signe Leckage",)) == [
            "Signe Leckage"
        ]

    def test_no_answer_is_told(self, assessor_client, own_offer):
        html = assessor_client.get(round_of(make_case(own_offer))).content.decode()
        assert leaks(html, ("borgmesteren", "Begge spor", "opbakning-fra", "11223344")) == []

    def test_not_in_a_round_one_may_not_see(self, assessor_client, other_submission):
        assert assessor_client.get(round_of(other_submission)).status_code == 404
