"""Sending what is in the outbox: claim a row, render it, send it, note how it went.

Nothing is locked while the mail server is spoken to: a row is claimed with one conditional UPDATE,
and a worker that dies in between leaves a row in sending, which ``send_due`` takes up again.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
import traceback
from collections import Counter

from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from ..conf import get_setting
from ..models import Delivery, Message
from ..models.message import MessageQuerySet
from ..signals import message_failed, message_sent
from .envelope import as_email
from .rendering import render
from .sending import send

logger = logging.getLogger(__name__)

FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(days=3)
WAIT_FACTOR = 4
"""With eight attempts this gives up after almost four days; RFC 5321, 4.5.4.1 asks for four."""

RELATED = (
    "submission__intake__page",
    "submission__form_version",
    "subscription__intake__page",
    "participant",
)


class NothingSent(Exception):
    """The mail backend reported no error, but took no mail."""


class Interrupted(Exception):
    """The worker stopped in the middle of its last attempt."""


def deliver(message_id: int, *, only_due: bool = False) -> Delivery | None:
    """Try to send one queued message, and return its delivery state after that.

    With ``only_due`` it is left alone before its next attempt, which then is not its first.

    SENT, QUEUED (to be tried again) or FAILED (given up); None when it isn't queued, so that of
    two workers exactly one sends it. Never raises for what a mail server or a template does.
    """
    queued = Message.objects.filter(delivery=Delivery.QUEUED)
    return _deliver(message_id, Message.objects.due(timezone.now()) if only_due else queued)


def send_due(now: dt.datetime | None = None) -> Counter[Delivery]:
    """Send what is left over: messages that are due, and those a dead worker left in sending.

    ``now`` decides what is due; it is the clock's unless given. Returns how many ended as SENT,
    QUEUED (to be tried again) and FAILED (given up).
    """
    now = now or timezone.now()
    outcomes = _rescue(now)
    due = Message.objects.due(now)
    for key in list(due.values_list("pk", flat=True)):
        outcomes.append(_deliver(key, due))
    return Counter(outcome for outcome in outcomes if outcome)


def waiting_time(attempts: int) -> dt.timedelta:
    """How long to wait after so many failed attempts: 1, 4, 16, 64 … minutes, then three days."""
    steps = min(attempts - 1, 10)
    return min(FIRST_WAIT * WAIT_FACTOR**steps, LONGEST_WAIT)


def error_text(error: Exception) -> str:
    """The type of an error and the server's code, never its words: those name the recipient."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
    else:
        codes = [getattr(error, "smtp_code", None) or getattr(error, "status_code", None)]
    return " ".join([type(error).__name__, *(str(code) for code in codes if code)])[:255]


def _deliver(key: int, queued: MessageQuerySet) -> Delivery | None:
    message = _claim(key, queued)
    if message is None:
        return None
    try:
        provider_id = _send(message)
    except Exception as error:  # whatever it is, the row must not stay in sending
        return _note_failure(message, error)
    return _note_success(message, provider_id)


def _claim(key: int, queued: MessageQuerySet) -> Message | None:
    """Take the row out of ``queued``; of workers that try at once, only one finds it there."""
    claimed = queued.filter(pk=key).update(
        delivery=Delivery.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1
    )
    if not claimed:
        return None
    return Message.objects.select_related(*RELATED).get(pk=key)


def _send(message: Message) -> str:
    """Send it and return the mail service's id, which is empty for plain SMTP."""
    if not message.subject:
        message.subject, message.text, message.html = render(message)
        message.save(update_fields=["subject", "text", "html"])
    email = as_email(message)
    if send(email) == 0:
        raise NothingSent
    return _provider_id(email)


def _provider_id(email: EmailMessage) -> str:
    key = getattr(getattr(email, "anymail_status", None), "message_id", None)
    return "" if key is None else str(key)[:255]


def _note_success(message: Message, provider_id: str) -> Delivery:
    """Mark it sent, also when it was taken for stuck meanwhile: it must not go out twice."""
    _write(
        Message.objects.filter(pk=message.pk),
        message,
        delivery=Delivery.SENT,
        sent_at=timezone.now(),
        provider_id=provider_id,
        error="",
    )
    message_sent.send_robust(sender=Message, message=message)
    return message.delivery


def _note_failure(message: Message, error: Exception) -> Delivery | None:
    gave_up = message.attempts >= get_setting("MAIL_MAX_ATTEMPTS")
    still_ours = _write(
        _claimed(message),
        message,
        delivery=Delivery.FAILED if gave_up else Delivery.QUEUED,
        next_attempt_at=timezone.now() + waiting_time(message.attempts),
        error=error_text(error),
    )
    _log(message, error)
    if still_ours and gave_up:
        message_failed.send_robust(sender=Message, message=message)
    return message.delivery if still_ours else None


def _write(rows: MessageQuerySet, message: Message, **values) -> bool:
    """Set ``values`` on ``message`` and its row; returns whether the row was among ``rows``."""
    for name, value in values.items():
        setattr(message, name, value)
    return rows.update(**values) == 1


def _claimed(message: Message) -> MessageQuerySet:
    """The row, if no other worker took it over since ``message`` was claimed."""
    return Message.objects.filter(
        pk=message.pk, delivery=Delivery.SENDING, claimed_at=message.claimed_at
    )


def _log(message: Message, error: Exception) -> None:
    """Log where it went wrong as lines of code only; an error's words may name people."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.warning(
        "Message %s, attempt %s: %s\n%s", message.pk, message.attempts, message.error, where
    )


def _rescue(now: dt.datetime) -> list[Delivery | None]:
    """Queue what has been in sending for too long, and give up what had its last attempt."""
    limit = now - dt.timedelta(minutes=get_setting("MAIL_STUCK_MINUTES"))
    stuck = Message.objects.filter(delivery=Delivery.SENDING, claimed_at__lte=limit)
    exhausted = stuck.filter(attempts__gte=get_setting("MAIL_MAX_ATTEMPTS"))
    outcomes = [_note_failure(message, Interrupted()) for message in exhausted]
    stuck.update(delivery=Delivery.QUEUED, next_attempt_at=now)
    return outcomes
