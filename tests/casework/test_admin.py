"""Who sees which submissions in the register."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.casework.admin import SubmissionAdmin
from wagtail_inddragelse.models import Role, RoleGrant
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    IntakeFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

LIST = "inddragelse_submissions_modeladmin_index"
CASE = "inddragelse_submissions_modeladmin_inspect"


def references(response) -> list[str]:
    return [submission.reference for submission in response.context["object_list"]]


def test_list_shows_submissions_of_granted_offers_only(
    caseworker_client, own_submission, other_submission
):
    response = caseworker_client.get(reverse(LIST))
    assert references(response) == [own_submission.reference]


def test_grant_on_a_branch_covers_the_offers_below(
    caseworker_client, caseworker, own_submission, other_submission
):
    RoleGrant.objects.create(
        group=caseworker.groups.get(),
        page_id=other_submission.intake.page.get_parent().pk,
        role=Role.EXPORT,
    )
    response = caseworker_client.get(reverse(LIST))
    assert set(references(response)) == {own_submission.reference, other_submission.reference}


def test_search_finds_nothing_outside_the_grant(
    caseworker_client, own_submission, other_submission
):
    response = caseworker_client.get(reverse(LIST), {"q": "Leaky"})
    assert references(response) == []


@pytest.mark.parametrize("words", ["Weak", "Nothing like it"])
def test_what_others_wrote_cannot_be_asked_for(caseworker_client, own_submission, words):
    AssessmentFactory(submission=own_submission, comment="Weak", total=5)
    response = caseworker_client.get(reverse(LIST), {"assessments__comment__contains": words})
    assert references(response) == [own_submission.reference]


def test_list_is_filtered_by_intake(caseworker_client, own_submission):
    other = SubmissionFactory(intake=IntakeFactory(page=own_submission.intake.page))
    response = caseworker_client.get(reverse(LIST), {"intake": other.intake_id})
    assert references(response) == [other.reference]


def test_editing_pages_gives_no_right_to_the_list(editor_client, own_submission):
    assert editor_client.get(reverse(LIST)).status_code == 302


def test_editing_pages_gives_no_right_to_a_case(editor_client, own_submission):
    assert editor_client.get(reverse(CASE, args=[own_submission.pk])).status_code == 302


def test_case_of_another_offer_is_closed(caseworker_client, other_submission):
    response = caseworker_client.get(reverse(CASE, args=[other_submission.pk]))
    assert response.status_code == 302


def test_case_shows_the_applicant(caseworker_client, own_submission):
    response = caseworker_client.get(reverse(CASE, args=[own_submission.pk]))
    assert response.status_code == 200
    assert "Own Applicant" in response.content.decode()


def test_a_look_at_a_case_is_put_on_record_by_reference(
    caseworker_client, caseworker, own_submission
):
    caseworker_client.get(reverse(CASE, args=[own_submission.pk]))
    entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.view")
    assert (entry.label, entry.user) == (own_submission.reference, caseworker)


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_nothing_is_edited_or_deleted_from_the_register(caseworker_client, own_submission, action):
    url = reverse(f"inddragelse_submissions_modeladmin_{action}", args=[own_submission.pk])
    assert caseworker_client.post(url).status_code == 302
    own_submission.refresh_from_db()


def test_list_takes_the_same_number_of_queries_for_more_rows(
    caseworker_client, own_submission, django_assert_num_queries
):
    caseworker_client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as few:
        caseworker_client.get(reverse(LIST))
    SubmissionFactory.create_batch(15, intake=own_submission.intake)
    with django_assert_num_queries(len(few)):
        caseworker_client.get(reverse(LIST))


def test_the_danish_word_in_the_menu_is_not_cut():
    """What the page is called, "Ansøgninger og tilmeldinger", is too long for it."""
    with translation.override("da"):
        assert str(SubmissionAdmin.menu_label) == "Tilmeldinger"
