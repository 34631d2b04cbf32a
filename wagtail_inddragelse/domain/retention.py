"""How long submissions are kept, and that they are deleted then."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ..models import Attachment, FormVersion, Intake, State, Submission
from ..models.submission import SubmissionQuerySet
from . import figures
from .records import Record, put_on_record

UNDECIDED = (State.RECEIVED, State.UNDER_ASSESSMENT, State.MORE_WANTED)
"""States in which an applicant still waits for an answer."""


@dataclass
class Deletion:
    """What a deletion came to: how many were deleted, and who still waits for a decision."""

    deleted: int = 0
    undecided: int = 0


def delete_after(form_version: FormVersion, intake: Intake, now: dt.datetime) -> dt.date | None:
    """The day after which a submission may be deleted; None when its form sets no period.

    The period runs from the last session, or from receipt where there is none.
    """
    months = form_version.schema.get("texts", {}).get("retention_months")
    if not months:
        return None
    ends = [session.ends_at for session in intake.in_order()]
    return add_months(timezone.localdate(max([now, *ends])), months)


def add_months(day: dt.date, months: int) -> dt.date:
    """``day`` so many months on; the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def delete_due(now: dt.datetime) -> Deletion:
    """Delete the submissions whose time was up before the day of ``now``; their figures are kept.

    Each intake has a transaction of its own, and what breaks off is done by the next run. Nobody
    who waits for a decision is deleted.
    """
    due = Submission.objects.filter(delete_after__lt=timezone.localdate(now))
    decided = due.exclude(state__in=UNDECIDED)
    keys = decided.order_by().values_list("intake_key", flat=True).distinct()
    deleted = sum(_delete(decided.filter(intake_key=key)) for key in list(keys))
    return Deletion(deleted, due.filter(state__in=UNDECIDED).count())


def _delete(due: SubmissionQuerySet) -> int:
    with transaction.atomic():
        rows = list(due.select_for_update())
        gone = Submission.objects.filter(pk__in=[row.pk for row in rows])
        if rows:
            figures.keep(rows[0].intake, gone)
            _delete_attachments(gone)
        for row in rows:
            put_on_record(row, Record.DELETE, user=None)
        gone.delete()
    return len(rows)


def _delete_attachments(gone: SubmissionQuerySet) -> None:
    """Files first: if one can't be removed, its row stays and the next run tries again."""
    attachments = Attachment.objects.filter(submission__in=gone)
    for attachment in attachments:
        attachment.redacted_file.delete(save=False)
        attachment.file.delete(save=False)
    attachments.delete()
