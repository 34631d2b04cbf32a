"""Files that take longer than a page may: ordered, made by a task, kept for a day.

A worker can be killed between any two of its writes. So the row says when it was last worked on,
and names its file before the storage has it: what was left is found by its row and made again.
"""

from __future__ import annotations

import datetime as dt
import logging
from tempfile import TemporaryFile
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django_tasks import task

from ...conf import get_setting
from ...models import Export, Redaction
from ...models.export import SILENT, generated_export_name
from .contents import contents_again
from .order import Format, Job, Order

logger = logging.getLogger(__name__)

State = Export.State

MOST_ATTEMPTS = 3
"""How often an export is started automatically; one that kills its worker each time is given up."""


class Overtaken(Exception):
    """Somebody else is already making the export, or it has been removed."""


def takes_long(job: Job) -> bool:
    """Whether to make the file in the background. CSV and zip are sent while they are made."""
    is_workbook = job.order.format == Format.XLSX
    return is_workbook and len(job.contents) > get_setting("EXPORT_AT_ONCE")


def begin(job: Job) -> Export:
    """Put the job in the queue."""
    export = Export.objects.create(
        user=job.user,
        order=job.order.to_json(),
        submission_ids=job.contents.ids.tolist(),
        hidden_ids=sorted(job.contents.hidden),
        language=translation.get_language() or "",
        total=len(job.contents),
        expires_at=timezone.now() + dt.timedelta(hours=get_setting("EXPORT_KEPT_HOURS")),
    )
    transaction.on_commit(lambda: _enqueue(export.pk))
    return export


def _enqueue(key: int) -> None:
    """Hand over to the task backend; an export that it can't take has failed, and says so."""
    try:
        make_export.enqueue(key)
    except Exception as error:
        logger.error("No task for export %s: %s", key, type(error).__name__)
        Export.objects.filter(pk=key).update(state=State.FAILED)


def begin_again(export: Export) -> bool:
    """Put one that failed, or was left, back in the queue; False when it no longer needs that.

    ``export`` is the row as it was seen: of two who ask for it, one begins it.
    """
    if not export.can_be_made_again:
        return False
    as_seen = Export.objects.filter(
        pk=export.pk, state=export.state, last_sign_at=export.last_sign_at
    )
    if not as_seen.update(state=State.WAITING, done=0, last_sign_at=timezone.now()):
        return False
    transaction.on_commit(lambda: _enqueue(export.pk))
    return True


def go_on_with_left(now: dt.datetime) -> int:
    """Restart what its worker left, and give up what was left too often.

    Returns how many were left.
    """
    unfinished = Export.objects.filter(
        state__in=Export.UNFINISHED_STATES,
        last_sign_at__lte=now - SILENT,
        expires_at__gt=now,
    )
    left = list(unfinished.defer("submission_ids"))
    for export in left:
        if export.attempts < MOST_ATTEMPTS:
            begin_again(export)
        else:
            logger.error("Export %s was left %s times", export.pk, export.attempts)
            unfinished.filter(pk=export.pk).update(state=State.FAILED)
    return len(left)


@task()
def make_export(export_id: int) -> None:
    """Make the file, of what its user may still export; only once, whoever else tries.

    The task is given a key alone: a broker never holds personal data. Errors are raised again
    after the export is marked as failed.
    """
    export = _take(export_id)
    if export is None:
        return
    try:
        with translation.override(export.language or None), TemporaryFile() as file:
            _job_of(export).write(file, lambda done: _sign(export, done=done))
            file.seek(0)
            _store(export, file)
        _finish(export)
    except Overtaken:
        return
    except BaseException:
        _own(export).update(state=State.FAILED)
        raise


def _take(export_id: int) -> Export | None:
    """The export for whoever is first to make it, else None."""
    waiting = Export.objects.filter(pk=export_id, state=State.WAITING)
    now = timezone.now()
    if not waiting.update(state=State.RUNNING, attempts=F("attempts") + 1, last_sign_at=now):
        return None
    return Export.objects.select_related("user").get(pk=export_id)


def _own(export: Export):
    """Its row, as long as nobody else makes it."""
    return Export.objects.filter(pk=export.pk, attempts=export.attempts)


def _sign(export: Export, **values) -> None:
    """Write that it is worked on. Raises Overtaken."""
    if not _own(export).update(last_sign_at=timezone.now(), **values):
        raise Overtaken


def _job_of(export: Export) -> Job:
    """The job as it is now; ``submission_ids`` are cut down to those that the file will hold."""
    contents = contents_again(export.user, export.submission_ids)
    export.submission_ids = contents.ids.tolist()
    export.hidden_ids = sorted(contents.hidden)
    return Job(export.user, contents, Order.from_json(export.order))


def _store(export: Export, file: BinaryIO) -> None:
    """Store the file under a name that the row is given first. Raises Overtaken.

    What an earlier attempt has stored is removed first; if that fails, the row keeps its name.
    """
    storage = export.file.storage
    if export.file.name:
        storage.delete(export.file.name)
    export.file.name = generated_export_name(export, "export")
    _sign(export, file=export.file.name)
    export.file.name = storage.save(export.file.name, File(file))


def _finish(export: Export) -> None:
    """Say that it is ready, with what it holds; a file that nobody waits for is removed."""
    try:
        _sign(
            export,
            file=export.file.name,
            state=State.READY,
            done=len(export.submission_ids),
            submission_ids=export.submission_ids,
            hidden_ids=export.hidden_ids,
        )
    except Overtaken:
        export.file.storage.delete(export.file.name)
        raise


def may_still_fetch(export: Export) -> bool:
    """Whether its user may still know all that the file holds.

    Roles, conflicts and rows can change, a round can become blind, and a case be redacted anew.
    """
    now = contents_again(export.user, export.submission_ids)
    if len(now) < len(export.submission_ids) or not now.hidden <= set(export.hidden_ids):
        return False
    later = Redaction.objects.filter(updated_at__gte=export.created_at)
    return now.hidden.isdisjoint(later.values_list("submission", flat=True))


def note_missing(export: Export, error: Exception) -> None:
    """An export whose file is missing is no longer called ready: it can be ordered again."""
    if isinstance(error, FileNotFoundError):
        Export.objects.filter(pk=export.pk, state=State.READY).update(state=State.FAILED)


def remove_expired(now: dt.datetime) -> tuple[int, int]:
    """Remove exports whose time is up, each after its file.

    Returns how many were removed, and how many are left for the next run, as the storage failed.
    """
    expired = list(Export.objects.filter(expires_at__lte=now).defer("submission_ids"))
    removed = sum(_remove(export) for export in expired)
    return removed, len(expired) - removed


def _remove(export: Export) -> bool:
    try:
        if export.file.name:
            export.file.storage.delete(export.file.name)
    except FileNotFoundError:
        pass  # which was to be reached
    except Exception as error:  # each storage has its own
        logger.error("The file of an export could not be removed: %s", type(error).__name__)
        return False
    export.delete()
    return True
