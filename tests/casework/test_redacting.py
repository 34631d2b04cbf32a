"""Redacting a case in the admin."""

import pytest
from django.urls import reverse

from wagtail_inddragelse.domain import blinding, conflicts
from wagtail_inddragelse.models import Role

from .cases import REDACTED, body, clear, give, leaks, make_case
from .conftest import make_user

pytestmark = pytest.mark.django_db

STILL = "Fordi Hjørring ønsker det"


@pytest.fixture
def submission(own_offer):
    return make_case(own_offer, blind=True)


@pytest.fixture
def decider(own_offer, submission):
    user = give(make_user("decider"), own_offer, Role.DECIDE)
    conflicts.declare(user, submission, has_conflict=False)
    return user


@pytest.fixture
def decider_client(client, decider):
    client.force_login(decider)
    return client


def url(submission) -> str:
    return reverse("inddragelse_redact", args=[submission.pk])


def post(client, submission, button: str, **data):
    data = {"words-why": REDACTED, **data, button: ""}
    response = client.post(url(submission), data)
    submission.refresh_from_db()
    submission.__dict__.pop("redaction", None)
    return response


def kept(submission) -> tuple[str, int, bool]:
    redaction = submission.redaction
    texts = redaction.words["why"]["text"]
    return texts, redaction.attachments.count(), blinding.is_cleared(submission)


def test_shows_the_original_beside_a_copy_without_known_names(decider_client, submission):
    [(passage, field)] = decider_client.get(url(submission)).context["form"].pairs
    assert (passage.original, field.value()) == (submission.answers["why"], REDACTED)


def test_is_kept_without_being_cleared(decider_client, submission):
    response = post(decider_client, submission, "keep")
    assert (response.url, kept(submission)) == (url(submission), (REDACTED, 0, False))


def test_is_cleared_and_goes_on_to_the_next(decider_client, decider, submission):
    later = make_case(
        submission.intake.page, intake=submission.intake, contact_email="another@example.dk"
    )
    response = post(decider_client, submission, "clear")
    assert (response.url, kept(submission)) == (url(later), (REDACTED, 0, True))


def test_the_last_one_leads_to_the_selection(decider_client, submission):
    response = post(decider_client, submission, "clear")
    assert response.url == reverse("inddragelse_selection", args=[submission.intake_id])


def test_attachments_are_shown_when_ticked(decider_client, submission):
    post(decider_client, submission, "clear", attachments=submission.attachments.get().pk)
    assert kept(submission) == (REDACTED, 1, True)


def test_attachments_of_other_cases_cannot_be_ticked(decider_client, submission, other_offer):
    foreign = make_case(other_offer).attachments.get()
    response = post(decider_client, submission, "clear", attachments=foreign.pk)
    assert (response.status_code, hasattr(submission, "redaction")) == (422, False)


def test_a_name_that_is_left_stops_the_clearing_and_loses_nothing(decider_client, submission):
    response = post(decider_client, submission, "clear", **{"words-why": STILL})
    assert response.context["form"].errors == {"words-why": ["Her står stadig “Hjørring”."]}
    assert (response.status_code, kept(submission)) == (422, (STILL, 0, False))


def test_a_name_may_be_left_on_purpose(decider_client, submission):
    post(decider_client, submission, "clear", **{"words-why": STILL, "anyway": "on"})
    assert kept(submission) == (STILL, 0, True)


def test_the_clearing_is_taken_back(decider_client, decider, submission):
    clear(submission, decider)
    post(decider_client, submission, "take-back")
    assert kept(submission) == (REDACTED, 1, False)


def test_a_round_that_is_not_blind_has_nothing_to_redact(decider_client, own_offer):
    assert decider_client.get(url(make_case(own_offer))).status_code == 404


def test_waits_for_a_declaration(client, own_offer, submission):
    client.force_login(give(make_user("undeclared"), own_offer, Role.DECIDE))
    response = client.get(url(submission))
    assert response.url == reverse(
        "inddragelse_submissions_modeladmin_inspect", args=[submission.pk]
    )


def test_the_selection_names_what_is_not_cleared(decider_client, submission):
    page = reverse("inddragelse_selection", args=[submission.intake_id])
    assert decider_client.get(page).context["not_cleared"] == {submission.pk}
    post(decider_client, submission, "clear")
    assert decider_client.get(page).context["not_cleared"] == set()


class TestDownload:
    @pytest.fixture
    def assessor_client(self, client, own_offer, submission):
        user = give(make_user("assessor"), own_offer, Role.ASSESS)
        conflicts.declare(user, submission, has_conflict=False)
        client.force_login(user)
        return client

    def get(self, client, submission):
        return client.get(reverse("inddragelse_attachment", args=[submission.attachments.get().pk]))

    def test_is_withheld_before_it_is_cleared(self, assessor_client, submission):
        assert self.get(assessor_client, submission).status_code == 404

    def test_is_withheld_when_it_is_not_ticked(self, assessor_client, decider, submission):
        clear(submission, decider, shown=False)
        assert self.get(assessor_client, submission).status_code == 404

    def test_has_a_neutral_name(self, assessor_client, decider, submission):
        clear(submission, decider)
        response = self.get(assessor_client, submission)
        assert response["Content-Disposition"] == 'attachment; filename="Bilag 1.pdf"'
        assert leaks(body(response)) == []

    def test_keeps_its_own_name_for_those_who_decide(self, decider_client, submission):
        response = self.get(decider_client, submission)
        assert leaks(response["Content-Disposition"], ("opbakning-fra",)) == ["opbakning-fra"]
