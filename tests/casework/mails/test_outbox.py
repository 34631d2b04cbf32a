"""The outbox in the admin: who sees which mails, and what is told of each."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail_inddragelse.models import (
    ConflictOfInterest,
    Occasion,
    Role,
    RoleGrant,
)
from wagtail_inddragelse.testing.factories import IntakeFactory, MessageFactory, SubmissionFactory

from ..conftest import make_user
from .mails import OUTBOX, SEND, listed, subscriber_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class TestWhose:
    def test_those_of_offers_one_manages(self, writer_client, own_mail, other_mail):
        assert listed(writer_client) == [own_mail]

    def test_those_to_subscribers_too(self, writer_client, own_mail, other_mail):
        own = subscriber_mail(own_mail.submission.intake)
        subscriber_mail(other_mail.submission.intake)
        assert listed(writer_client) == [own, own_mail]

    def test_a_conflict_closes_the_mails_of_a_case(self, writer_client, writer, own_mail):
        ConflictOfInterest.objects.create(
            user=writer, submission=own_mail.submission, has_conflict=True
        )
        assert listed(writer_client) == []

    def test_an_administrator_manages_all(self, admin_client, own_mail, other_mail):
        third = subscriber_mail(own_mail.submission.intake)
        assert listed(admin_client) == [third, other_mail, own_mail]

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.MESSAGES}))
    @pytest.mark.parametrize("url", [OUTBOX, SEND])
    def test_other_roles_open_nothing(self, client, own_offer, own_mail, role, url):
        user = make_user("other")
        RoleGrant.objects.create(group=user.groups.get(), page_id=own_offer.pk, role=role)
        client.force_login(user)
        assert client.get(url).status_code == 404

    def test_the_menu_leads_managers_there(self, writer_client, caseworker):
        home = reverse("wagtailadmin_home")
        assert OUTBOX in writer_client.get(home).content.decode()
        writer_client.force_login(caseworker)
        assert OUTBOX not in writer_client.get(home).content.decode()


class TestBlind:
    @pytest.fixture
    def blind_mail(self, own_offer):
        intake = IntakeFactory(page=own_offer, assesses_blind=True)
        submission = SubmissionFactory(intake=intake, contact_name="Leaky Applicant")
        return MessageFactory(submission=submission, to="leaky@example.dk")

    def test_the_address_is_hidden(self, writer_client, blind_mail, own_mail):
        content = writer_client.get(OUTBOX).content.decode()
        assert "own@example.dk" in content
        assert "leaky@example.dk" not in content

    def test_but_not_from_who_decides(self, writer_client, writer, own_offer, blind_mail):
        group = writer.groups.get()
        RoleGrant.objects.create(group=group, page_id=own_offer.pk, role=Role.DECIDE)
        assert "leaky@example.dk" in writer_client.get(OUTBOX).content.decode()

    def test_an_address_can_not_be_searched_for(self, writer_client, blind_mail):
        assert listed(writer_client, q="leaky@example.dk") == []


@pytest.mark.parametrize(
    ("subject", "shown"), [("", "About {offer}"), ("About Own offer (K7WM)",) * 2]
)
def test_own_words_are_listed_as_they_went_out(writer_client, own_submission, subject, shown):
    MessageFactory(
        submission=own_submission,
        occasion=Occasion.FREE,
        own_subject="About {offer}",
        own_text="Words",
        subject=subject,
    )
    page = writer_client.get(OUTBOX).content.decode()
    assert f"Message: {shown}" in page


def test_more_mails_take_no_more_queries(writer_client, own_mail, django_assert_max_num_queries):
    writer_client.get(OUTBOX)
    with CaptureQueriesContext(connection) as few:
        writer_client.get(OUTBOX)
    for _ in range(8):
        MessageFactory(submission=SubmissionFactory(intake=own_mail.submission.intake))
    with django_assert_max_num_queries(len(few)):
        writer_client.get(OUTBOX)
