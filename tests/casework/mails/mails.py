"""Mails in the admin: their addresses, and what is stored and listed of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.models import Message, Occasion, Subscription

OUTBOX = reverse("inddragelse_outbox")
SEND = reverse("inddragelse_outbox_send")


def page(message, end: str = "") -> str:
    return reverse(f"inddragelse_message{end}", args=[message.pk])


def stored(message) -> Message:
    return Message.objects.get(pk=message.pk)


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
