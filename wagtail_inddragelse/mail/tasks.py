"""What a worker does. Arguments are keys only: a broker never holds personal data."""

from __future__ import annotations

import logging

from django_tasks import task

from ..models import Delivery, Message
from .delivery import deliver
from .notices import send_notice, send_work
from .sending import NO_ANSWER

logger = logging.getLogger(__name__)


@task()
def deliver_message(message_id: int, is_retry: bool = False) -> bool:
    """Send the message with this key, unless another worker has it or it is already sent.

    One that fails is tried again by a task of its own, where the backend can put tasks off; a retry
    leaves a message alone whose next attempt is not due. Elsewhere ``send_messages`` tries again.
    Returns whether the mail server could be reached, so that nobody waits for it once more.
    """
    outcome = deliver(message_id, only_due=is_retry)
    if deliver_message.get_backend().supports_defer:
        _try_again_when_due(message_id)
    return outcome == Delivery.SENT or not _was_unreachable(message_id)


def _was_unreachable(message_id: int) -> bool:
    return Message.objects.filter(
        pk=message_id, delivery=Delivery.QUEUED, error__in=NO_ANSWER
    ).exists()


def _try_again_when_due(message_id: int) -> None:
    queued = Message.objects.filter(pk=message_id, delivery=Delivery.QUEUED)
    for next_attempt_at in queued.values_list("next_attempt_at", flat=True):
        try:
            deliver_message.using(run_after=next_attempt_at).enqueue(message_id, is_retry=True)
        except Exception as error:
            name = type(error).__name__
            logger.error("No retry of message %s, left to send_messages: %s", message_id, name)


@task()
def tell_mentioned(mention_id: int) -> None:
    """Write to the person that a note mentions."""
    send_notice(mention_id)


@task()
def tell_assessor(assessor_id: int, intake_id: int) -> None:
    """Write to an assessor about what they were assigned on an intake and not told about yet."""
    send_work(assessor_id, intake_id)
