"""Sending a mail again."""

from __future__ import annotations

import pytest

from wagtail_inddragelse.models import Delivery, Message, Occasion, Submission
from wagtail_inddragelse.testing.factories import SubmissionFactory

from .mails import page, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class TestResend:
    @pytest.fixture
    def failed(self, draft):
        Message.objects.update(delivery=Delivery.FAILED, error="SMTPRecipientsRefused 550")
        return stored(draft)

    def test_to_the_same_address(self, writer_client, failed):
        writer_client.post(page(failed, "_resend"), {"to": failed.to})
        assert (stored(failed).delivery, stored(failed).to) == (Delivery.QUEUED, failed.to)

    def test_to_another_with_the_case_corrected(self, writer_client, failed):
        data = {"to": "right@example.dk", "correct_case": "on"}
        writer_client.post(page(failed, "_resend"), data)
        assert stored(failed).to == "right@example.dk"
        assert Submission.objects.get().contact_email == "right@example.dk"

    def test_an_address_in_use_is_said(self, writer_client, failed):
        SubmissionFactory(intake=failed.submission.intake, contact_email="taken@example.dk")
        data = {"to": "taken@example.dk", "correct_case": "on"}
        response = writer_client.post(page(failed, "_resend"), data)
        assert (response.status_code, stored(failed).to) == (422, failed.to)

    def test_no_address_is_refused(self, writer_client, failed):
        response = writer_client.post(page(failed, "_resend"), {"to": "right"})
        assert response.status_code == 422

    def test_what_goes_to_the_office_corrects_no_case(self, writer_client, failed):
        Message.objects.update(occasion=Occasion.OFFICE_NEW)
        fields = writer_client.get(page(failed, "_resend")).context["form"].fields
        assert list(fields) == ["to"]
