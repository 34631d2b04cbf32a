"""Sending the secret link again, to the address it belongs to and nobody else."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ...mail import outbox
from ...models import Message, Occasion, Submission
from ..writing.retries import retried

AGAIN_AFTER = dt.timedelta(hours=1)
"""How long after such a mail another one may be sent: nobody fills somebody else's inbox."""


@retried
def mail_again(submission: Submission) -> Message | None:
    """Send the link again to the address of ``submission``; None when that was just done."""
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        since = timezone.now() - AGAIN_AFTER
        if row.messages.filter(occasion=Occasion.LINK, created_at__gt=since).exists():
            return None
        return outbox.queue(row, Occasion.LINK)
