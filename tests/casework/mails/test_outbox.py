"""The outbox in the admin: who sees which mails, what it can be filtered by, sending all."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.models import (
    ConflictOfInterest,
    Delivery,
    Message,
    Occasion,
    Role,
    RoleGrant,
    Subscription,
)
from wagtail_inddragelse.testing.factories import IntakeFactory, MessageFactory, SubmissionFactory

from ..conftest import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
OUTBOX = reverse("inddragelse_outbox")
SEND = reverse("inddragelse_outbox_send")


@pytest.fixture
def own_mail(own_submission):
    return MessageFactory(submission=own_submission, to="own@example.dk")


@pytest.fixture
def other_mail(other_submission):
    return MessageFactory(submission=other_submission, to="leaky@example.dk")


def listed(client, **query) -> list[Message]:
    return list(client.get(OUTBOX, query).context["object_list"])


def subscriber_mail(intake) -> Message:
    subscription = Subscription.objects.create(
        intake=intake, email="s@example.dk", language="da", keep_until="2030-01-01"
    )
    return Message.objects.create(
        subscription=subscription,
        occasion=Occasion.NOW_OPEN,
        to=subscription.email,
        language="da",
        next_attempt_at=timezone.now(),
    )


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


class TestFilters:
    def test_by_offer(self, admin_client, own_mail, other_mail):
        assert listed(admin_client, offer=own_mail.submission.intake.page_id) == [own_mail]

    def test_by_intake(self, admin_client, own_mail, other_mail):
        assert listed(admin_client, intake=own_mail.submission.intake_id) == [own_mail]

    def test_by_occasion(self, admin_client, own_mail):
        free = MessageFactory(submission=own_mail.submission, occasion=Occasion.FREE)
        assert listed(admin_client, occasion="free") == [free]

    def test_by_reference(self, admin_client, own_mail, other_mail):
        assert listed(admin_client, q=own_mail.submission.reference) == [own_mail]

    def test_others_offers_are_no_choice(self, writer_client, own_mail, other_mail):
        other = other_mail.submission.intake
        form = writer_client.get(OUTBOX).context["filters"].form
        assert other.page_id not in form.fields["offer"].queryset.values_list("pk", flat=True)
        assert list(form.fields["intake"].queryset) == [own_mail.submission.intake]

    def test_by_how_it_stands(self, admin_client, own_submission):
        now = timezone.now()
        rows = {
            "draft": {"delivery": Delivery.DRAFT},
            "failed": {"delivery": Delivery.FAILED},
            "sent": {"delivery": Delivery.SENT},
            "delivered": {"delivery": Delivery.SENT, "delivered_at": now},
            "bounced": {"delivery": Delivery.SENT, "bounced_at": now, "trouble": "other"},
            "complained": {"delivery": Delivery.SENT, "delivered_at": now, "complained_at": now},
        }
        made = {
            name: MessageFactory(submission=own_submission, **row) for name, row in rows.items()
        }
        assert {name: listed(admin_client, state=name) for name in rows} == {
            name: [message] for name, message in made.items()
        }
        not_arrived = [made["complained"], made["bounced"], made["failed"]]
        assert listed(admin_client, state="not_arrived") == not_arrived

    def test_a_filter_that_is_none_shows_all(self, admin_client, own_mail):
        assert listed(admin_client, state="nonsense", intake="x") == [own_mail]


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


class TestSendAll:
    @pytest.fixture
    def draft(self, own_mail):
        return MessageFactory(submission=own_mail.submission, delivery=Delivery.DRAFT)

    def test_says_first_how_many(self, writer_client, draft, other_mail):
        Message.objects.filter(pk=other_mail.pk).update(delivery=Delivery.DRAFT)
        assert writer_client.get(SEND).context["count"] == 1
        draft.refresh_from_db()
        assert draft.delivery == Delivery.DRAFT

    def test_words_that_no_reference_can_hold_find_none(self, writer_client, draft):
        assert writer_client.get(SEND, {"q": "ø\x00"}).context["count"] == 0

    def test_sends_those_of_the_filter(self, writer_client, draft):
        free = MessageFactory(
            submission=draft.submission, occasion=Occasion.FREE, delivery=Delivery.HELD
        )
        newest = writer_client.get(SEND, {"occasion": "confirmed"}).context["newest"]
        response = writer_client.post(f"{SEND}?occasion=confirmed", {"newest": newest})
        assert response.url == f"{OUTBOX}?occasion=confirmed"
        states = [Message.objects.get(pk=row.pk).delivery for row in (draft, free)]
        assert states == [Delivery.QUEUED, Delivery.HELD]

    def test_leaves_what_was_drafted_since(self, writer_client, draft):
        newest = writer_client.get(SEND).context["newest"]
        late = MessageFactory(submission=draft.submission, delivery=Delivery.DRAFT)
        writer_client.post(SEND, {"newest": newest})
        late.refresh_from_db()
        assert late.delivery == Delivery.DRAFT

    def test_leaves_those_of_others(self, writer_client, draft, other_mail):
        Message.objects.filter(pk=other_mail.pk).update(delivery=Delivery.DRAFT)
        writer_client.post(SEND, {"newest": other_mail.pk + 10})
        other_mail.refresh_from_db()
        assert other_mail.delivery == Delivery.DRAFT

    def test_a_form_without_a_limit_sends_nothing(self, writer_client, draft):
        assert writer_client.post(SEND).status_code == 404

    def test_nothing_to_send_is_said(self, writer_client, own_mail):
        response = writer_client.get(SEND)
        assert (response.status_code, response.context["count"]) == (200, 0)
