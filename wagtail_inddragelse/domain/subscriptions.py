"""“Tell me when it opens”: one mail, when an intake that is not open yet has opened."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ..mail import outbox
from ..models import Intake, Occasion, Subscription
from ..models.addresses import address_key
from .intakes import IntakeState, get_statuses
from .retries import retried

WAITING_STATES = frozenset({IntakeState.ANNOUNCED, IntakeState.NOT_OPEN})
KEPT_FOR = dt.timedelta(days=30)
"""How long a subscription is kept after its mail was queued, so that a failed mail can be seen."""


def can_subscribe(intake: Intake, now: dt.datetime | None = None) -> bool:
    """Whether there is an opening to wait for."""
    return get_statuses([intake], now)[0].state in WAITING_STATES


def subscribe(intake: Intake, email: str, language: str) -> Subscription:
    """Remember to write to ``email`` when ``intake`` opens; the same address is kept once.

    It is kept as its key, which mail can be sent to, and in the language it was given in first.
    """
    same = Subscription.objects.filter(intake__translation_key=intake.translation_key)
    if earlier := same.filter(email=address_key(email)).first():
        return earlier
    subscription, _created = Subscription.objects.get_or_create(
        intake=intake, email=address_key(email), defaults={"language": language}
    )
    return subscription


def notify_subscribers(now: dt.datetime | None = None) -> int:
    """Queue the mails of all intakes that have opened, and forget old ones; returns how many."""
    now = now or timezone.now()
    Subscription.objects.filter(notified_at__lt=now - KEPT_FOR).delete()
    intakes = Intake.objects.filter(
        subscriptions__notified_at=None, subscriptions__isnull=False, page__live=True
    ).distinct()
    open_now = [status.intake for status in get_statuses(intakes, now) if status.is_open]
    return sum(_notify(intake, now) for intake in open_now)


@retried
def _notify(intake: Intake, now: dt.datetime) -> int:
    with transaction.atomic():
        waiting = Subscription.objects.filter(intake=intake, notified_at=None)
        subscriptions = list(waiting.select_for_update())
        outbox.queue_many(
            outbox.compose(subscription, Occasion.NOW_OPEN, now=now)
            for subscription in subscriptions
        )
        waiting.filter(pk__in=[row.pk for row in subscriptions]).update(notified_at=now)
    return len(subscriptions)
