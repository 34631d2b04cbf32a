"""What mail services report, by real payloads through django-anymail's own addresses."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from itertools import permutations

import pytest
from anymail.signals import AnymailTrackingEvent
from django.core import mail
from django.test import Client

from tests.mail_server import use_backend
from wagtail_inddragelse.mail.delivery import deliver
from wagtail_inddragelse.mail.tracking import note_event
from wagtail_inddragelse.models import Delivery, Message
from wagtail_inddragelse.models.message import MessageQuerySet

from .conftest import NOW

UTC = dt.UTC
SECRET = "user:long-secret"
SIGNING_KEY = "mailgun-signing-key"
POSTMARK_ID = "883953f4-6105-42a2-a16a-77a8eac79483"
LEAK = "leaky@example.dk"


@pytest.fixture(autouse=True)
def webhooks(settings):
    """A site that has included django-anymail's addresses."""
    settings.ROOT_URLCONF = "tests.mail.anymail_urls"
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": SECRET,
        "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY,
    }


def post(path: str, payload: dict, secret: str = SECRET) -> int:
    authorization = f"Basic {base64.b64encode(secret.encode()).decode()}"
    response = Client().post(
        f"/anymail/{path}/tracking/",
        json.dumps(payload),
        content_type="application/json",
        headers={"authorization": authorization},
    )
    return response.status_code


def postmark(**values) -> dict:
    return {"MessageID": POSTMARK_ID, "Tag": "", "Metadata": {}, "ServerID": 23, **values}


POSTMARK_BOUNCE = postmark(
    RecordType="Bounce",
    ID=4323372036854775807,
    Type="HardBounce",
    TypeCode=1,
    Name="Hard bounce",
    Description="The server was unable to deliver your message.",
    Details=f"smtp;550 5.1.1 <{LEAK}> unknown",
    Email=LEAK,
    From="post@example.dk",
    BouncedAt="2026-09-01T12:05:00Z",
    DumpAvailable=True,
    Inactive=True,
    CanActivate=True,
    Subject="You are signed up",
)
POSTMARK_DELIVERY = postmark(
    RecordType="Delivery",
    Recipient=LEAK,
    DeliveredAt="2026-09-01T12:01:00Z",
    Details="Message delivered",
)
POSTMARK_COMPLAINT = postmark(
    RecordType="SpamComplaint",
    Type="SpamComplaint",
    TypeCode=512,
    Email=LEAK,
    BouncedAt="2026-09-01T12:10:00Z",
)


def mailgun(event: dict, key: str = SIGNING_KEY) -> dict:
    token, timestamp = "06c96bafc3f42a66b9edd546347a2fe18dc23461fe80dc52f0", "1788264000"
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256)
    return {
        "signature": {"token": token, "timestamp": timestamp, "signature": signature.hexdigest()},
        "event-data": {
            "recipient": LEAK,
            "timestamp": 1788264060.0,
            "message": {"headers": {"to": LEAK, "message-id": "20260901.1@mg.example.dk"}},
            **event,
        },
    }


MAILGUN_FAILED = {
    "event": "failed",
    "severity": "permanent",
    "reason": "suppress-bounce",
    "id": "G9Bn5sl1TC6nu79C8C0bwg",
    "delivery-status": {"code": 605, "message": "", "description": "Not delivering"},
}


@pytest.fixture
def sent(make_message):
    return make_message(delivery=Delivery.SENT, sent_at=NOW, provider_id=POSTMARK_ID)


def stands(message: Message) -> tuple:
    row = Message.objects.get(pk=message.pk)
    return row.delivered_at, row.bounced_at, row.complained_at, row.trouble


def at(minute: int) -> dt.datetime:
    return dt.datetime(2026, 9, 1, 12, minute, tzinfo=UTC)


class TestPostmark:
    def test_delivery(self, sent):
        assert post("postmark", POSTMARK_DELIVERY) == 200
        assert stands(sent) == (at(1), None, None, "")

    def test_bounce(self, sent):
        assert post("postmark", POSTMARK_BOUNCE) == 200
        assert stands(sent) == (None, at(5), None, "bounced")

    def test_complaint(self, sent):
        assert post("postmark", POSTMARK_COMPLAINT) == 200
        assert stands(sent) == (None, None, at(10), "")

    def test_a_passing_delay_is_no_bounce(self, sent):
        assert post("postmark", POSTMARK_BOUNCE | {"Type": "Transient"}) == 200
        assert stands(sent) == (None, None, None, "")

    def test_without_the_secret_nothing_is_believed(self, sent):
        assert post("postmark", POSTMARK_BOUNCE, secret="user:guess") == 400
        assert stands(sent) == (None, None, None, "")

    def test_a_mail_of_somebody_else_is_passed_over(self, sent):
        assert post("postmark", POSTMARK_BOUNCE | {"MessageID": "another"}) == 200
        assert stands(sent) == (None, None, None, "")


class TestMailgun:
    @pytest.fixture
    def sent(self, make_message):
        return make_message(delivery=Delivery.SENT, provider_id="<20260901.1@mg.example.dk>")

    def test_failure(self, sent):
        assert post("mailgun", mailgun(MAILGUN_FAILED)) == 200
        _delivered, bounced_at, _complained, trouble = stands(sent)
        assert (bounced_at.timestamp(), trouble) == (1788264060.0, "bounced")

    def test_a_wrong_signature_is_not_believed(self, sent):
        assert post("mailgun", mailgun(MAILGUN_FAILED, key="another")) == 400
        assert stands(sent) == (None, None, None, "")


class TestBrevo:
    def test_complaint(self, make_message):
        sent = make_message(delivery=Delivery.SENT, provider_id="<201798300811.5787683@relay>")
        payload = {
            "event": "spam",
            "email": LEAK,
            "id": 1,
            "date": "2026-09-01 14:00:00",
            "ts": 1788264000,
            "message-id": "<201798300811.5787683@relay>",
            "ts_event": 1788264000,
            "ts_epoch": 1788264000000,
        }
        assert post("brevo", payload) == 200
        assert stands(sent)[2].timestamp() == 1788264000


class TestOrder:
    @pytest.mark.parametrize(
        "events", list(permutations([POSTMARK_DELIVERY, POSTMARK_BOUNCE, POSTMARK_COMPLAINT]))
    )
    def test_the_order_does_not_matter_nor_repeats(self, sent, events):
        for event in (*events, *events):
            post("postmark", event)
        assert stands(sent) == (at(1), at(5), at(10), "bounced")

    def test_of_several_the_latest_counts(self, sent):
        post("postmark", POSTMARK_BOUNCE | {"BouncedAt": "2026-09-01T12:30:00Z"})
        post("postmark", POSTMARK_BOUNCE)
        assert stands(sent)[1] == at(30)


class TestArrived:
    @pytest.mark.parametrize(
        ("values", "arrived", "not_arrived"),
        [
            ({}, False, False),
            ({"delivered_at": at(1)}, True, False),
            ({"bounced_at": at(1), "trouble": "other"}, False, True),
            ({"delivered_at": at(1), "bounced_at": at(2), "trouble": "other"}, False, True),
            ({"delivered_at": at(3), "bounced_at": at(2), "trouble": "other"}, True, False),
            ({"delivered_at": at(1), "complained_at": at(2)}, True, True),
            ({"delivery": Delivery.FAILED}, False, True),
        ],
    )
    def test_row_and_query_agree(self, make_message, values, arrived, not_arrived):
        message = make_message(**{"delivery": Delivery.SENT, **values})
        assert (message.has_arrived, message.has_not_arrived) == (arrived, not_arrived)
        found: MessageQuerySet = Message.objects.not_arrived()
        assert list(found) == ([message] if not_arrived else [])

    def test_what_is_dealt_with_is_no_task(self, make_message):
        make_message(delivery=Delivery.FAILED, dealt_with_at=at(1))
        assert list(Message.objects.not_arrived()) == []


class TestPrivacy:
    def test_the_log_names_nobody(self, sent, caplog):
        with caplog.at_level("DEBUG"):
            post("postmark", POSTMARK_BOUNCE)
        assert "bounced" in caplog.text
        assert LEAK not in caplog.text

    def test_the_row_keeps_no_words_of_the_service(self, sent):
        post("postmark", POSTMARK_BOUNCE)
        row = Message.objects.filter(pk=sent.pk).values().get()
        assert LEAK not in str(row)


class TestFromSending:
    @pytest.fixture(autouse=True)
    def service(self, settings):
        use_backend(settings, "anymail.backends.test.EmailBackend")

    def test_what_was_sent_is_found_again(self, message):
        assert deliver(message.pk) == Delivery.SENT
        key = mail.outbox[0].anymail_status.message_id
        post("postmark", POSTMARK_DELIVERY | {"MessageID": str(key)})
        assert stands(message)[0] == at(1)


@pytest.mark.parametrize("message_id", [None, ""])
def test_an_event_without_an_id_is_about_no_message(make_message, message_id):
    sent = make_message(delivery=Delivery.SENT)
    event = AnymailTrackingEvent(event_type="bounced", timestamp=NOW, message_id=message_id)
    assert not note_event(event)
    assert stands(sent) == (None, None, None, "")


def test_a_reason_unknown_to_us_is_another(sent):
    event = AnymailTrackingEvent(
        event_type="rejected", timestamp=NOW, message_id=POSTMARK_ID, reject_reason="new-one"
    )
    note_event(event)
    assert stands(sent)[3] == "other"
