"""Putting mails in the outbox, inside the transaction of what they are about."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus

from ..models import MAIL_KINDS, Delivery, Message, Occasion, Participant, Submission, Subscription
from .recipients import language_of, participants_to_tell, recipient_of
from .sending import is_paused, pause_sending
from .tasks import deliver_message

logger = logging.getLogger(__name__)

RESENT_FIELDS = (
    "submission",
    "participant",
    "subscription",
    "occasion",
    "to",
    "language",
    "own_subject",
    "own_text",
)
RENDERED_FIELDS = ("subject", "text", "html")


def compose(
    subject: Submission | Subscription,
    occasion: Occasion,
    *,
    to: str | None = None,
    language: str | None = None,
    now: dt.datetime | None = None,
) -> Message:
    """An unsaved message about ``subject``, to be handed to ``queue_many``.

    ``to`` and ``language`` default to those of the applicant, subscriber or case office; ``now``
    is when it may first be sent.
    """
    about = "subscription" if isinstance(subject, Subscription) else "submission"
    return Message(
        **{about: subject},
        occasion=occasion,
        to=recipient_of(subject, occasion) if to is None else to,
        language=language or language_of(subject, occasion),
        next_attempt_at=now or timezone.now(),
    )


def compose_to(participant: Participant, occasion: Occasion, **options) -> Message:
    """An unsaved message to a participant on an ``occasion`` that participants are told about;
    ``options`` as above."""
    told = MAIL_KINDS[occasion].participants_are_told
    message = compose(participant.submission, told, to=participant.email, **options)
    message.participant = participant
    return message


def compose_to_all(
    submissions: Sequence[Submission], occasion: Occasion, **options
) -> list[Message]:
    """Unsaved messages to the contact person of each submission and, on an occasion that concerns
    all who take part, to its participants with an address of their own; one query."""
    told = participants_to_tell(submissions, occasion)
    return [
        message
        for row in submissions
        for message in (
            compose(row, occasion, **options),
            *(compose_to(person, occasion, **options) for person in told.get(row.pk, ())),
        )
    ]


def queue(submission: Submission | Subscription, occasion: Occasion, **options) -> Message | None:
    """Put one mail in the outbox; ``options`` as for ``compose``. None when nobody gets it."""
    return next(iter(queue_many([compose(submission, occasion, **options)])), None)


def queue_for(
    submission: Submission | Subscription, occasions: Iterable[Occasion], **options
) -> list[Message]:
    """Put a mail for each of ``occasions`` in the outbox, with one INSERT."""
    return queue_many(compose(submission, occasion, **options) for occasion in occasions)


def queue_many(messages: Iterable[Message]) -> list[Message]:
    """Store ``messages`` with one INSERT and have them sent once the transaction is committed.

    Returns those stored: a message without an address (no case office is known) is left out.
    """
    messages = _insert([message for message in messages if message.to])
    send_after_commit(messages)
    return messages


def draft_many(messages: Iterable[Message]) -> list[Message]:
    """Store ``messages`` as drafts, which wait until a caseworker sends them; returns those."""
    drafts = [message for message in messages if message.to]
    for message in drafts:
        message.delivery = Delivery.DRAFT
    return _insert(drafts)


def send_after_commit(messages: list[Message]) -> None:
    """Have stored, queued ``messages`` sent once the transaction is committed."""
    keys = [message.pk for message in messages]
    transaction.on_commit(lambda: _enqueue(keys))


def resend(message: Message, *, to: str | None = None, now: dt.datetime | None = None) -> Message:
    """Have a sent or failed message sent again, to ``to`` when its address was wrong.

    A failed one is queued anew. Of a sent one a copy is queued and returned: the first stays as
    the record of what was sent, and the copy has a Message-ID of its own, without which mail
    programs would drop it as one they have. Raises ValueError for a message still on its way.
    """
    now = now or timezone.now()
    if message.delivery == Delivery.SENT:
        return _copy(message, to or message.to, now)
    _requeue(message, to or message.to, now)
    send_after_commit([message])
    return message


def _insert(messages: list[Message]) -> list[Message]:
    if connection.features.can_return_rows_from_bulk_insert:
        return Message.objects.bulk_create(messages)
    for message in messages:  # MySQL gives no keys back for several rows at once
        message.save()
    return messages


def _copy(message: Message, to: str, now: dt.datetime) -> Message:
    values = {name: getattr(message, name) for name in (*RESENT_FIELDS, *RENDERED_FIELDS)}
    return queue_many([Message(**values | {"to": to, "next_attempt_at": now})])[0]


def _requeue(message: Message, to: str, now: dt.datetime) -> None:
    values = {
        "delivery": Delivery.QUEUED,
        "attempts": 0,
        "next_attempt_at": now,
        "error": "",
        "dealt_with_at": None,
        "to": to,
    }
    failed = Message.objects.filter(pk=message.pk, delivery=Delivery.FAILED)
    if not failed.update(**values):
        raise ValueError("Only a sent or failed message can be sent again.")
    message.refresh_from_db()


def _enqueue(keys: list[int]) -> None:
    """Hand over to the task backend; what it can't take waits for ``send_messages``."""
    for position, key in enumerate(keys):
        if is_paused():
            _leave(len(keys) - position, "no mail server")
            return
        try:
            result = deliver_message.enqueue(key)
        except Exception as error:
            _leave(len(keys) - position, type(error).__name__)
            return
        if _server_is_down(result):  # it was tried at once, and somebody waits for the page
            pause_sending()


def _server_is_down(result: TaskResult) -> bool:
    done = result is not None and result.status == TaskResultStatus.SUCCESSFUL
    return done and result.return_value is False


def _leave(count: int, why: str) -> None:
    if count:
        logger.error("No task for %s messages, left to send_messages: %s", count, why)
