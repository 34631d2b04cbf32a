"""Preparing and approving outcomes in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail_inddragelse.casework.assessment.selection import SelectionView
from wagtail_inddragelse.domain.assessment import decisions
from wagtail_inddragelse.models import (
    Role,
    State,
    Submission,
)
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
)

from ..cases import give
from ..conftest import make_user
from .rounds import (
    assessed,
    declared,
    outcome,
    pending,
    selection,
    shown,
    told,
)

pytestmark = pytest.mark.django_db


class TestSelection:
    def test_lists_the_best_first(self, decider_client, intake, weaker, best):
        forms = decider_client.get(selection(intake)).context["forms"]
        assert [form.candidate.submission for form in forms] == [best, weaker]

    def test_suggests_without_writing(self, decider_client, intake, weaker, best):
        forms = decider_client.get(selection(intake), {"suggest": ""}).context["forms"]
        assert [form["outcome"].value() for form in forms] == ["accept", "waiting"]
        assert pending(best, weaker) == ["", ""]

    def test_a_criterion_that_there_can_not_be_decides_no_tie(
        self, decider_client, intake, weaker, best
    ):
        forms = decider_client.get(selection(intake), {"criterion": "\x00"}).context["forms"]
        assert [form.candidate.submission for form in forms] == [best, weaker]

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

    def test_leaves_alone_what_came_meanwhile(self, decider_client, decider, intake, best, second):
        late = declared(decider, assessed(intake, 10))
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
        self, decider_client, decider, intake, best, django_assert_num_queries
    ):
        decider_client.get(selection(intake))
        with CaptureQueriesContext(connection) as few:
            decider_client.get(selection(intake))
        for score in range(5):
            declared(decider, assessed(intake, score))
        with django_assert_num_queries(len(few)):
            decider_client.get(selection(intake))

    def test_a_page_opened_earlier_wipes_nothing(
        self, decider_client, intake, best, weaker, second
    ):
        data = shown(best, weaker) | outcome(best, "accept") | outcome(weaker, "")
        decisions.prepare(weaker, "waiting", user=second)
        decider_client.post(selection(intake), data)
        assert pending(best, weaker) == ["accept", "waiting"]

    @pytest.mark.usefixtures("in_english")
    def test_what_two_changed_is_named_and_not_written_over(
        self, decider_client, intake, best, second
    ):
        data = shown(best) | outcome(best, "accept")
        decisions.prepare(best, "reject", reason="Too late", user=second)
        response = decider_client.post(selection(intake), data)
        (form,) = response.context["forms"]
        assert (response.status_code, form["outcome"].value()) == (422, "accept")
        assert form.non_field_errors() == [
            "Somebody else has prepared “Reject: Too late” meanwhile. Save again to replace it."
        ]
        assert pending(best) == ["reject"]

    def test_seen_and_sent_once_more_it_is_replaced(self, decider_client, intake, best, second):
        data = shown(best) | outcome(best, "accept")
        decisions.prepare(best, "reject", reason="Too late", user=second)
        response = decider_client.post(selection(intake), data)
        again = outcome(best, "accept") | {"shown": response.context["shown"]}
        decider_client.post(selection(intake), again)
        assert pending(best) == ["accept"]

    def test_an_error_elsewhere_makes_nothing_seen(
        self, decider_client, intake, best, weaker, second
    ):
        data = shown(best, weaker) | outcome(best, "reject") | outcome(weaker, "accept")
        decisions.prepare(weaker, "waiting", user=second)
        response = decider_client.post(selection(intake), data)
        again = data | outcome(best, "reject", "No") | {"shown": response.context["shown"]}
        decider_client.post(selection(intake), again)
        assert pending(best, weaker) == ["reject", "waiting"]

    def test_nothing_is_prepared_before_it_is_declared(self, decider_client, intake):
        undeclared = assessed(intake, 90)
        page = decider_client.get(selection(intake))
        assert "90,0" not in page.content.decode()
        decider_client.post(selection(intake), shown(undeclared) | outcome(undeclared, "accept"))
        assert pending(undeclared) == [""]

    def test_one_that_was_asked_for_more_stays_and_can_get_no_outcome(
        self, decider_client, intake, best
    ):
        Submission.objects.update(state=State.MORE_WANTED)
        page = decider_client.get(selection(intake))
        assert [form.is_waited_for for form in page.context["forms"]] == [True]
        assert str(State.MORE_WANTED.label) in page.content.decode()
        decider_client.post(selection(intake), shown(best) | outcome(best, "accept"))
        assert pending(best) == [""]

    def test_leaving_with_unsaved_outcomes_warns(self, decider_client, intake, best):
        page = decider_client.get(selection(intake)).content.decode()
        assert 'data-controller="w-unsaved"' in page


class TestManyRows:
    @pytest.fixture
    def rows(self, intake, decider, monkeypatch):
        monkeypatch.setattr(SelectionView, "PER_PAGE", 2)
        intake.capacity = 2
        intake.save()
        return [declared(decider, assessed(intake, score)) for score in (90, 80, 70)]

    def test_stand_on_several_pages(self, decider_client, intake, rows):
        pages = [decider_client.get(selection(intake), {"p": p}).context["forms"] for p in (1, 2)]
        assert [[form.candidate.submission for form in page] for page in pages] == [
            rows[:2],
            rows[2:],
        ]

    def test_suggestions_on_all_pages_are_saved_at_once(self, decider_client, intake, rows):
        mark = decider_client.get(selection(intake), {"suggest": "1"}).context["suggestions"]
        decider_client.post(selection(intake), {"suggested": mark})
        assert pending(*rows) == ["accept", "accept", "waiting"]

    def test_other_suggestions_than_those_seen_are_not(self, decider_client, intake, rows):
        mark = decider_client.get(selection(intake), {"suggest": "1"}).context["suggestions"]
        intake.capacity = 1
        intake.save()
        decider_client.post(selection(intake), {"suggested": mark})
        assert pending(*rows) == ["", "", ""]

    def test_fit_in_one_request_of_django(self, decider_client, intake, rows, settings):
        fields = 2 * SelectionView.PER_PAGE + 2
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = fields
        page = decider_client.get(selection(intake))
        data = {"shown": page.context["shown"]}
        for form in page.context["forms"]:
            data |= outcome(form.candidate.submission, "accept")
        assert decider_client.post(selection(intake), data).status_code == 302


class TestApprove:
    @pytest.fixture(autouse=True)
    def four_eyes(self, intake):
        intake.four_eyes = True
        intake.save()

    def approve(self, client, intake, *rows):
        values = [f"{row.pk}:{decisions.shown_mark(row)}" for row in rows]
        data = {"approve": "", "approved": values}
        return client.post(selection(intake), data, follow=True)

    def test_what_another_prepared(self, decider_client, decider, second, intake, best):
        row = decisions.prepare(best, "accept", user=second)
        response = self.approve(decider_client, intake, row)
        best.refresh_from_db()
        assert (best.approved_by, told(response)) == (decider, ["1 afgørelse er godkendt."])

    def test_shows_the_words_with_organisation_score_and_link(
        self, decider_client, second, intake, best
    ):
        Submission.objects.update(organisation="Fjordby Kommune")
        decisions.prepare(best, "reject", reason="No backing at all", user=second)
        page = decider_client.get(selection(intake)).content.decode()
        section = page[page.index('name="approved"') :]
        assert all(
            words in section
            for words in ("Fjordby Kommune", "90,0", "No backing at all", f"/{best.pk}/")
        )

    @pytest.mark.usefixtures("in_english")
    def test_not_words_that_changed_meanwhile(self, decider_client, second, intake, best):
        row = decisions.prepare(best, "reject", reason="These words", user=second)
        decisions.prepare(best, "reject", reason="Other words", user=second)
        response = self.approve(decider_client, intake, row)
        best.refresh_from_db()
        assert best.approved_by is None
        assert told(response) == [
            f"{best.reference}: It has been changed since the page was opened."
        ]

    def test_not_ones_own(self, decider_client, decider, intake, best):
        row = decisions.prepare(best, "accept", user=decider)
        self.approve(decider_client, intake, row)
        best.refresh_from_db()
        assert best.approved_by is None

    def test_not_before_it_is_declared(self, decider_client, second, intake):
        row = decisions.prepare(assessed(intake, 50), "accept", user=second)
        self.approve(decider_client, intake, row)
        row.refresh_from_db()
        assert row.approved_by is None


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
