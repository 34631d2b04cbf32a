"""What the mail service reports about a sent mail, through django-anymail's webhooks.

Events come in any order and more than once. Each kind has a column of its own that holds the latest
moment told of, so that the same events lead to the same row in whatever order they come.
"""

from __future__ import annotations

import datetime as dt
import logging

from anymail.signals import AnymailTrackingEvent, EventType
from django.db.models import Q
from django.utils import timezone

from ..models import Message, Trouble

logger = logging.getLogger(__name__)

COLUMNS = {
    EventType.DELIVERED: "delivered_at",
    EventType.BOUNCED: "bounced_at",
    EventType.REJECTED: "bounced_at",
    EventType.FAILED: "bounced_at",
    EventType.COMPLAINED: "complained_at",
}
"""Other events, such as a delay, an opening or an automatic answer, change nothing."""


def note_event(event: AnymailTrackingEvent) -> bool:
    """Write what ``event`` tells into the message it is about; returns whether it was news.

    Messages of others, and kinds that mean nothing to us, are left alone. Only the kind of trouble
    is kept: an event's own words name the recipient.
    """
    column = COLUMNS.get(event.event_type)
    if column is None or not event.message_id:
        return False
    moment = event.timestamp or timezone.now()
    noted = _write(str(event.message_id), column, moment, _trouble(event))
    if noted:
        logger.info("Mail service reports %s of %s message", event.event_type, noted)
    return bool(noted)


def _write(provider_id: str, column: str, moment: dt.datetime, trouble: str) -> int:
    values = {column: moment}
    if column == "bounced_at":
        values["trouble"] = trouble
    is_news = Q(**{column: None}) | Q(**{f"{column}__lt": moment})
    return Message.objects.filter(is_news, provider_id=provider_id[:255]).update(**values)


def _trouble(event: AnymailTrackingEvent) -> str:
    reason = event.reject_reason
    return reason if reason in Trouble.values else Trouble.OTHER
