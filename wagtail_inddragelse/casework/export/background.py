"""Files that take longer than a page may: ordered, made by a task, kept for a day."""

from __future__ import annotations

import datetime as dt
import logging
from tempfile import TemporaryFile

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from ...conf import get_setting
from ...models import Export, Redaction
from .order import Format, Job, Order
from .selection import select_again

logger = logging.getLogger(__name__)

State = Export.State


def takes_long(job: Job) -> bool:
    """Whether to make the file in the background. CSV and zip are sent while they are made."""
    is_workbook = job.order.format == Format.XLSX
    return is_workbook and len(job.selection) > get_setting("EXPORT_AT_ONCE")


def begin(job: Job) -> Export:
    """Put the job in the queue."""
    export = Export.objects.create(
        user=job.user,
        order=job.order.to_json(),
        submission_ids=job.selection.ids.tolist(),
        hidden_ids=sorted(job.selection.hidden),
        language=translation.get_language() or "",
        total=len(job.selection),
        expires_at=timezone.now() + dt.timedelta(hours=get_setting("EXPORT_KEPT_HOURS")),
    )
    transaction.on_commit(lambda: _enqueue(export))
    return export


def _enqueue(export: Export) -> None:
    """Hand over to the task backend; an export that it can't take has failed, and says so."""
    try:
        make_export.enqueue(export.pk)
    except Exception as error:
        logger.error("No task for export %s: %s", export.pk, type(error).__name__)
        Export.objects.filter(pk=export.pk).update(state=State.FAILED)


@task()
def make_export(export_id: int) -> None:
    """Make the file, of what its user may still export; once only, whoever else is asked to.

    The task is given a key alone: a broker never holds personal data. Errors are raised again
    after the export is marked as failed.
    """
    waiting = Export.objects.filter(pk=export_id, state=State.WAITING)
    if not waiting.update(state=State.RUNNING):
        return
    export = Export.objects.select_related("user").get(pk=export_id)
    try:
        with translation.override(export.language or None), TemporaryFile() as file:
            _job_of(export).write(file, _progress_of(export))
            file.seek(0)
            export.file.save("export", File(file), save=False)
    except BaseException:
        Export.objects.filter(pk=export_id).update(state=State.FAILED)
        raise
    _finish(export)


def _job_of(export: Export) -> Job:
    """The job as it is now; ``submission_ids`` are cut down to those that the file will hold."""
    selection = select_again(export.user, export.submission_ids)
    export.submission_ids = selection.ids.tolist()
    export.hidden_ids = sorted(selection.hidden)
    return Job(export.user, selection, Order.from_json(export.order))


def _progress_of(export: Export):
    rows = Export.objects.filter(pk=export.pk)
    return lambda done: rows.update(done=done)


def _finish(export: Export) -> None:
    export.state, export.done = State.READY, len(export.submission_ids)
    if not Export.objects.filter(pk=export.pk).exists():
        export.file.delete(save=False)  # removed while it was made
        return
    export.save(update_fields=["file", "state", "done", "submission_ids", "hidden_ids"])


def may_still_fetch(export: Export) -> bool:
    """Whether its user may still know all that the file holds.

    Roles, conflicts and rows can change, a round can become blind, and a case be redacted anew.
    """
    now = select_again(export.user, export.submission_ids)
    if len(now) < len(export.submission_ids) or not now.hidden <= set(export.hidden_ids):
        return False
    later = Redaction.objects.filter(updated_at__gte=export.created_at)
    return now.hidden.isdisjoint(later.values_list("submission", flat=True))


def remove_expired(now: dt.datetime) -> int:
    """Remove exports whose time is up, with their files; returns how many."""
    expired = list(Export.objects.filter(expires_at__lte=now).defer("submission_ids"))
    for export in expired:
        export.file.delete(save=False)
        export.delete()
    return len(expired)
