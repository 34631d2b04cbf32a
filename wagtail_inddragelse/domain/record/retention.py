"""How long submissions are kept, and deleting them when the time is up."""

from __future__ import annotations

import calendar
import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ...models import (
    Attachment,
    Export,
    FormVersion,
    Intake,
    Session,
    Submission,
)
from ...models.states import ACTIVE_STATES, WAITS_FOR_US_STATES
from ...models.submission import SubmissionQuerySet, place_offer_stands
from ..intakes import places
from ..writing.one_by_one import one_by_one
from ..writing.retries import retried
from . import figures
from .records import Record, forget_details, put_on_record


@dataclass
class Deletion:
    """The result of a deletion: how many were deleted, and how many that were due are kept, as they
    still wait for a decision, or as an objection of theirs is open."""

    deleted: int = 0
    undecided: int = 0
    objections: int = 0


def delete_after(form_version: FormVersion, intake: Intake, now: dt.datetime) -> dt.date | None:
    """The day after which a submission may be deleted; None when its form sets no period.

    The period runs from the last session, or from receipt where there is none.
    """
    months = _months(form_version)
    if not months:
        return None
    ends = [session.ends_at for session in intake.in_order()]
    return add_months(timezone.localdate(max([now, *ends])), months)


def _months(form_version: FormVersion) -> int | None:
    return form_version.schema.get("texts", {}).get("retention_months")


def follow_sessions(intake_key: uuid.UUID) -> None:
    """Count the time to keep the submissions of an intake from its sessions as they are now.

    Where all sessions were taken off, as when a course waits for new dates, nothing is moved: the
    old day would come before the course.
    """
    last_end = _last_end(intake_key)
    if last_end is None:
        return
    kept = Submission.objects.filter(intake_key=intake_key, delete_after__isnull=False)
    for version in FormVersion.objects.filter(pk__in=kept.order_by().values("form_version")):
        if months := _months(version):
            _count_from(last_end, months, kept.filter(form_version=version))


def _last_end(intake_key: uuid.UUID) -> dt.datetime | None:
    """The end of the last session; of each, the row that leads, as others are written after it."""
    sessions = Session.objects.filter(intake__translation_key=intake_key)
    others_first = sessions.order_by(Session.IS_LIVE, "-pk")
    return max(dict(others_first.values_list("uid", "ends_at")).values(), default=None)


def _count_from(last_end: dt.datetime, months: int, kept: SubmissionQuerySet) -> None:
    """From the last session, or from receipt for who came later; writes only what is different."""
    after_it = kept.filter(received_at__gt=last_end).values_list("pk", "received_at")
    for pk, received_at in after_it:
        _keep_until(add_months(timezone.localdate(received_at), months), kept.filter(pk=pk))
    day = add_months(timezone.localdate(last_end), months)
    _keep_until(day, kept.filter(received_at__lte=last_end))


def _keep_until(day: dt.date, rows: SubmissionQuerySet) -> None:
    rows.exclude(delete_after=day).update(delete_after=day)


def add_months(day: dt.date, months: int) -> dt.date:
    """``day`` this many months later; the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def delete_due(now: dt.datetime) -> Deletion:
    """Delete the submissions whose time was up before the day of ``now``; their figures are kept.

    Each intake has a transaction of its own: what breaks off keeps no other waiting, is raised in
    the end and done by the next run. Nobody is deleted before the last session, or while a decision
    or an objection is open.
    """
    for key in _keys(_past(now)):
        follow_sessions(key)  # dates may have been changed by other ways than a publish
    due = _past(now).exclude(_is_still_to_come(now))
    objecting = due.filter(objection_since__isnull=False)
    free = due.filter(objection_since=None)
    closed = free.exclude(_is_open(now))
    deleted = one_by_one(lambda key: _delete(key, closed.filter(intake_key=key)), _keys(closed))
    return Deletion(sum(deleted), free.filter(_is_open(now)).count(), objecting.count())


def _past(now: dt.datetime) -> SubmissionQuerySet:
    return Submission.objects.filter(delete_after__lt=timezone.localdate(now))


def _keys(submissions: SubmissionQuerySet) -> list[uuid.UUID]:
    return list(submissions.order_by().values_list("intake_key", flat=True).distinct())


def _is_still_to_come(now: dt.datetime) -> Q:
    """The condition for a course with a session ahead, or that is announced for new dates."""
    ahead = Session.objects.filter(ends_at__gt=now).values("intake__translation_key")
    announced = Intake.objects.filter(publication=Intake.Publication.ANNOUNCED)
    return Q(intake_key__in=ahead) | Q(
        intake_key__in=announced.values("translation_key"), state__in=ACTIVE_STATES
    )


def _is_open(now: dt.datetime) -> Q:
    """The condition for a case that waits for a decision of ours, or of the applicant's."""
    return Q(state__in=WAITS_FOR_US_STATES) | place_offer_stands(now)


@retried
def _delete(intake_key: uuid.UUID, due: SubmissionQuerySet) -> int:
    with transaction.atomic():
        places.lock_all([intake_key])
        rows = list(due.select_for_update().order_by("pk"))
        gone = Submission.objects.filter(pk__in=[row.pk for row in rows])
        if rows:
            figures.keep(rows[0].intake, gone)
            _delete_attachments(gone)
            _delete_exports({row.pk for row in rows})
            forget_details(rows)
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


def _delete_exports(gone: set[int]) -> None:
    """Files made in the background that hold any of those who are deleted; files first."""
    for export in Export.objects.all():
        if not gone.isdisjoint(export.submission_ids):
            export.file.delete(save=False)
            export.delete()
