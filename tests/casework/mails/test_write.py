"""Writing to applicants."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail_inddragelse.models import ConflictOfInterest, Intake, Message, Role, RoleGrant, State
from wagtail_inddragelse.testing.factories import (
    IntakeFactory,
    ParticipantFactory,
    SubmissionFactory,
)

from ..conftest import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = {"subject": "About {offer}", "text": "Dear {name}\n\nSee you."}


@pytest.fixture
def second(own_submission):
    return SubmissionFactory(intake=own_submission.intake, contact_name="Second", language="en")


def write(*submissions) -> str:
    query = "&".join(f"submission={row.pk}" for row in submissions)
    return f"{reverse('inddragelse_write')}?{query}"


def written() -> list[tuple]:
    rows = Message.objects.order_by("pk")
    return list(rows.values_list("submission", "delivery", "own_subject", "language"))


class TestWhom:
    def test_those_one_manages_mails_of(self, writer_client, own_submission, other_submission):
        url = write(own_submission, other_submission)
        assert writer_client.get(url).context["recipients"] == [own_submission]
        writer_client.post(url, {**WORDS, "send": ""})
        assert [row[0] for row in written()] == [own_submission.pk]

    def test_not_those_one_has_a_conflict_with(self, writer_client, writer, own_submission):
        ConflictOfInterest.objects.create(user=writer, submission=own_submission, has_conflict=True)
        assert writer_client.get(write(own_submission)).status_code == 404

    def test_nobody_is_not_found(self, writer_client, other_submission):
        assert writer_client.get(write(other_submission)).status_code == 404
        garbage = f"{write()}submission=x&submission=²"
        for url in (write(), garbage):
            assert writer_client.get(url).url == reverse("inddragelse_submissions_modeladmin_index")

    def test_not_without_the_role(self, caseworker_client, own_submission):
        assert caseworker_client.get(write(own_submission)).status_code == 404


class TestPreview:
    def test_for_the_first(self, writer_client, own_submission, second):
        response = writer_client.post(write(own_submission, second), {**WORDS, "preview": ""})
        preview = response.context["preview"]
        assert preview["to"] == own_submission.contact_email
        assert preview["subject"].startswith("About Own offer")
        assert preview["text"].startswith("Dear Own Applicant\n\nSee you.")
        assert written() == []

    def test_a_form_sent_with_the_enter_key_is_a_preview(self, writer_client, own_submission):
        assert writer_client.post(write(own_submission), WORDS).context["preview"]
        assert written() == []

    def test_no_name_in_a_blind_assessment(self, writer_client, own_offer):
        intake = IntakeFactory(page=own_offer, assesses_blind=True)
        row = SubmissionFactory(
            intake=intake, contact_name="Leaky", organisation="Leaky", contact_email="l@leaky.dk"
        )
        response = writer_client.post(write(row), {**WORDS, "preview": ""})
        assert response.context["preview"] == {"is_hidden": True}
        assert "eaky" not in response.content.decode()

    def test_none_before_a_declaration(self, writer_client, own_offer):
        intake = IntakeFactory(page=own_offer, selection=Intake.Selection.ASSESSED)
        row = SubmissionFactory(intake=intake, state=State.RECEIVED)
        response = writer_client.post(write(row), {**WORDS, "preview": ""})
        assert response.context["preview"] == {"is_hidden": True}


class TestKeep:
    def test_drafts(self, writer_client, own_submission, second):
        response = writer_client.post(write(own_submission, second), {**WORDS, "drafts": ""})
        assert response.url == f"{reverse('inddragelse_outbox')}?occasion=free&state=draft"
        assert written() == [
            (own_submission.pk, "draft", "About {offer}", "da"),
            (second.pk, "draft", "About {offer}", "en"),
        ]

    def test_send(self, writer_client, own_submission, second, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            writer_client.post(write(own_submission, second), {**WORDS, "send": ""})
        assert [(sent.to, sent.body.splitlines()[0]) for sent in mail.outbox] == [
            ([own_submission.contact_email], "Dear Own Applicant"),
            ([second.contact_email], "Dear Second"),
        ]
        assert all("Own Applicant" not in sent.subject for sent in mail.outbox)

    def test_all_participants_are_a_choice(self, writer_client, own_submission, second):
        ParticipantFactory(submission=second, position=1, email="per@example.dk")
        url, chosen = write(own_submission, second), {**WORDS, "to_participants": "on"}
        previewed = writer_client.post(url, {**chosen, "preview": ""}).content.decode()
        assert ("Send 3 mails" in previewed, "Send 2 mails" in previewed) == (True, False)
        assert "per@example.dk" not in previewed
        writer_client.post(url, {**WORDS, "drafts": ""})
        assert Message.objects.filter(participant=None).count() == Message.objects.count() == 2
        writer_client.post(url, {**chosen, "drafts": ""})
        assert [m.to for m in Message.objects.exclude(participant=None)] == ["per@example.dk"]

    @pytest.mark.parametrize("button", ["send", "drafts", "preview"])
    def test_a_person_in_the_subject_is_refused(self, writer_client, own_submission, button):
        words = WORDS | {"subject": "For {name}"}
        response = writer_client.post(write(own_submission), {**words, button: ""})
        form = response.context["form"]
        assert (response.status_code, list(form.errors)) == (422, ["subject"])
        assert form["text"].value() == WORDS["text"]
        assert written() == []


def test_more_recipients_take_no_more_queries(
    writer_client, own_submission, django_assert_num_queries
):
    def rows(count):
        return [SubmissionFactory(intake=own_submission.intake) for _ in range(count)]

    url = write(*rows(2))
    writer_client.get(url)
    few, many = write(*rows(2)), write(*rows(9))
    with CaptureQueriesContext(connection) as captured:
        writer_client.get(few)
    with django_assert_num_queries(len(captured)):
        writer_client.get(many)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MESSAGES}))
def test_other_roles_write_nothing(client, own_offer, own_submission, role):
    user = make_user("other")
    RoleGrant.objects.create(group=user.groups.get(), page_id=own_offer.pk, role=role)
    client.force_login(user)
    assert client.post(write(own_submission), {**WORDS, "send": ""}).status_code == 404
