"""Sending all mails of a list that wait."""

from __future__ import annotations

import pytest

from wagtail_inddragelse.models import Delivery, Message, Occasion
from wagtail_inddragelse.testing.factories import MessageFactory

from .mails import OUTBOX, SEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


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
