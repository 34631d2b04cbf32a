"""The page of one mail, and what is done from there."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.models import (
    Delivery,
    Intake,
    Message,
    Role,
    RoleGrant,
    State,
)
from wagtail_inddragelse.testing.factories import IntakeFactory, MessageFactory, SubmissionFactory

from .mails import page, stored, subscriber_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def told(response) -> list[str]:
    return [str(note).strip() for note in response.context["messages"]]


@pytest.mark.parametrize("end", ["", "_edit", "_resend"])
class TestWho:
    def test_not_those_of_other_offers(self, writer_client, other_mail, end):
        assert writer_client.get(page(other_mail, end)).status_code == 404
        assert writer_client.post(page(other_mail, end), {"action": "send"}).status_code == 404

    def test_not_who_only_sees_the_case(self, caseworker_client, draft, end):
        assert caseworker_client.get(page(draft, end)).status_code == 404

    def test_whoever_has_to_declare_is_led_there_first(self, writer_client, own_offer, end):
        intake = IntakeFactory(page=own_offer, selection=Intake.Selection.ASSESSED)
        row = SubmissionFactory(intake=intake, state=State.RECEIVED)
        message = MessageFactory(submission=row, delivery=Delivery.DRAFT)
        response = writer_client.get(page(message, end))
        assert response.url == reverse("inddragelse_submissions_modeladmin_inspect", args=[row.pk])


class TestPage:
    def test_what_it_will_say(self, writer_client, draft):
        context = writer_client.get(page(draft)).context
        assert context["subject"].endswith(f"({draft.submission.reference})")
        assert "[[receipt-link]]" not in context["text"]
        assert stored(draft).subject == ""

    def test_what_it_said(self, writer_client, draft):
        Message.objects.update(
            delivery=Delivery.SENT,
            sent_at=timezone.now(),
            subject="Old",
            text="Old words [[receipt-link]]",
        )
        context = writer_client.get(page(draft)).context
        assert context["subject"] == "Old"
        assert context["text"].startswith("Old words (")
        assert "[[" not in context["text"]

    def test_each_look_is_on_record(self, writer_client, writer, draft):
        writer_client.get(page(draft))
        entry = ModelLogEntry.objects.get()
        assert (entry.action, entry.user, entry.data) == (
            "wagtail_inddragelse.view_message",
            writer,
            {"message": draft.pk},
        )

    def test_why_it_did_not_arrive_in_plain_words(self, writer_client, draft):
        Message.objects.update(delivery=Delivery.FAILED, error="SMTPRecipientsRefused 550")
        context = writer_client.get(page(draft)).context_data
        assert (context["to_deal_with"], context["trouble"]) == (
            True,
            "The mail server does not take mail for this address: it is probably wrong. "
            "(SMTPRecipientsRefused 550)",
        )

    def test_words_that_can_not_be_made_break_no_page(self, writer_client, draft):
        Message.objects.update(own_subject="S", own_text="{gone}")
        response = writer_client.get(page(draft))
        assert response.status_code == 200
        assert "gone" in response.context["cannot_be_made"]

    def test_a_mail_to_a_subscriber(self, writer_client, own_submission):
        message = subscriber_mail(own_submission.intake)
        response = writer_client.get(page(message))
        assert (response.status_code, response.context["to"]) == (200, "s@example.dk")


class TestBlind:
    @pytest.fixture
    def blind(self, own_offer):
        intake = IntakeFactory(page=own_offer, assesses_blind=True)
        row = SubmissionFactory(intake=intake, contact_name="Leaky Applicant")
        return MessageFactory(
            submission=row,
            to="leaky@example.dk",
            delivery=Delivery.FAILED,
            subject="Leaky subject",
            text="Dear Leaky Applicant",
        )

    def test_neither_address_nor_words_are_shown(self, writer_client, blind):
        content = writer_client.get(page(blind)).content.decode()
        assert blind.submission.reference in content
        assert "eaky" not in content

    @pytest.mark.parametrize("end", ["_edit", "_resend"])
    def test_nor_by_another_way(self, writer_client, blind, end):
        assert writer_client.get(page(blind, end)).status_code == 404

    def test_who_decides_sees_them(self, writer_client, writer, own_offer, blind):
        group = writer.groups.get()
        RoleGrant.objects.create(group=group, page_id=own_offer.pk, role=Role.DECIDE)
        content = writer_client.get(page(blind)).content.decode()
        assert "Dear Leaky Applicant" in content


class TestActions:
    def test_send(self, writer_client, draft, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            response = writer_client.post(page(draft), {"action": "send"})
        assert response.url == page(draft)
        assert [sent.to for sent in mail.outbox] == [[draft.to]]

    def test_discard(self, writer_client, draft):
        response = writer_client.post(page(draft), {"action": "discard"})
        assert response.url == reverse("inddragelse_outbox")
        assert not Message.objects.exists()

    def test_only_what_fits_is_offered(self, writer_client, draft):
        offered = {
            delivery: [name for name, _action in self.open(writer_client, draft, delivery)]
            for delivery in ("draft", "queued", "sending", "sent")
        }
        assert offered == {
            "draft": ["send", "regenerate", "discard"],
            "queued": ["send", "hold", "regenerate"],
            "sending": [],
            "sent": [],
        }

    def open(self, client, message, delivery):
        Message.objects.update(delivery=delivery)
        return client.get(page(message)).context["actions"]

    def test_too_late_is_said(self, writer_client, draft):
        Message.objects.update(delivery=Delivery.SENT)
        response = writer_client.post(page(draft), {"action": "discard"}, follow=True)
        assert told(response) == ["It is too late: the mail has been sent or changed meanwhile."]
        assert stored(draft).delivery == Delivery.SENT

    def test_dealt_with(self, writer_client, draft):
        Message.objects.update(delivery=Delivery.FAILED)
        writer_client.post(page(draft), {"action": "deal-with"})
        assert writer_client.get(page(draft)).context["to_deal_with"] is False

    @pytest.mark.parametrize("action", ["send", "discard", "regenerate"])
    def test_words_that_the_page_did_not_show_are_left(self, writer_client, draft, action):
        shown = writer_client.get(page(draft)).context["shown"]
        Message.objects.update(own_subject="Another’s", own_text="Words")
        response = writer_client.post(page(draft), {"action": action, "shown": shown}, follow=True)
        assert told(response) == ["It is too late: the mail has been sent or changed meanwhile."]
        assert (stored(draft).delivery, stored(draft).own_text) == (Delivery.DRAFT, "Words")

    def test_an_unknown_action_does_nothing(self, writer_client, draft):
        writer_client.post(page(draft), {"action": "nonsense"})
        assert stored(draft).delivery == Delivery.DRAFT


class TestOnTheCase:
    def shown(self, client, submission) -> str:
        case = reverse("inddragelse_submissions_modeladmin_inspect", args=[submission.pk])
        return client.get(case).content.decode()

    def test_managers_are_led_to_the_mail(self, writer_client, draft):
        content = self.shown(writer_client, draft.submission)
        assert page(draft) in content
        assert f"{reverse('inddragelse_write')}?submission={draft.submission_id}" in content

    def test_others_read_how_it_stands(self, caseworker_client, draft):
        Message.objects.update(delivery=Delivery.SENT, bounced_at=timezone.now(), trouble="bounced")
        content = self.shown(caseworker_client, draft.submission)
        assert "there is no such address" in content
        assert page(draft) not in content
