"""“Tell me when it opens”: one mail, when an intake that is not open yet has opened."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ...conf import get_setting
from ...mail import outbox
from ...models import Intake, Occasion, Subscription
from ...models.addresses import address_key
from ..intakes import places
from ..intakes.intakes import get_statuses
from ..offers.pages import pages_with_live_form
from ..record.retention import add_months
from ..writing.one_by_one import one_by_one
from ..writing.retries import retried

KEPT_FOR = dt.timedelta(days=7)
"""How long a subscription is kept after its mail was queued, so that a failed mail can be seen."""


def can_subscribe(intake: Intake, now: dt.datetime | None = None) -> bool:
    """Whether people can ask to be told when it opens."""
    return get_statuses([intake], now)[0].is_to_be_opened


def last_day(now: dt.datetime | None = None) -> dt.date:
    """The last day that an address given at ``now`` is kept."""
    return add_months(timezone.localdate(now), get_setting("SUBSCRIPTION_MONTHS"))


@retried
def subscribe(intake: Intake, email: str, language: str) -> Subscription:
    """Remember to write to ``email`` when ``intake`` opens; an address is stored once.

    It is kept as its key, which mail can be sent to, in the language it was given in first, and
    until the day that was said last. Who was written to and asks again is written to once more.

    Asked with the places locked: of two clicks none ends in a failing INSERT, which a database may
    log with the address in it.
    """
    key, until = address_key(email), last_day()
    with transaction.atomic():
        places.lock(intake)
        same = Subscription.objects.filter(intake__translation_key=intake.translation_key)
        if earlier := same.filter(email=key).first():
            earlier.keep_until, earlier.notified_at = until, None
            earlier.save(update_fields=["keep_until", "notified_at"])
            return earlier
        return Subscription.objects.create(
            intake=intake, email=key, language=language, keep_until=until
        )


def notify_subscribers(now: dt.datetime | None = None) -> int:
    """Queue the mails of all intakes that have opened, and forget who is no longer to be told.

    What has no published form to sign up with has not opened. Returns how many were queued.
    """
    now = now or timezone.now()
    waited_for = Intake.objects.filter(subscriptions__notified_at=None, subscriptions__isnull=False)
    live = waited_for.filter(page__live=True).distinct()
    statuses = get_statuses(live, now)
    opened = [status.intake for status in statuses if status.is_open]
    with_form = pages_with_live_form() if opened else ()
    opened = [intake for intake in opened if intake.page_id in with_form]
    try:
        return sum(one_by_one(lambda intake: _notify(intake, now), opened))
    finally:
        _forget([status.intake for status in statuses if status.has_nothing_to_come], now)


def _forget(over: list[Intake], now: dt.datetime) -> None:
    """Delete those whose mail was sent, whose time is up, and who wait for what is ``over``."""
    is_sent = Q(notified_at__lt=now - KEPT_FOR)
    is_late = Q(keep_until__lt=timezone.localdate(now))
    waits_in_vain = Q(notified_at=None, intake__in=over)
    Subscription.objects.filter(is_sent | is_late | waits_in_vain).delete()


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
