"""Files of a submission: written before the lock, tied to it in the transaction."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from django.core.files import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import Attachment, Export, Submission
from ..writing.refused import Refused
from ..writing.retries import retried

logger = logging.getLogger(__name__)

KEPT_FOR = dt.timedelta(hours=24)
"""How long a file waits for a form that came back with an error."""

STORED = {
    "attachments": ((Attachment, "file"), (Attachment, "redacted_file")),
    "exports": ((Export, "file"),),
}
"""The folders of the private storage, and the columns that name what is in them."""


class CannotStore(Refused):
    """The storage failed on the file, or the redacted file, of this attachment."""

    text = _(
        "Your file could not be stored just now. Nothing has been sent. Choose the file again "
        "and try once more in a few minutes."
    )
    code = "storage_failed"

    def __init__(self, attachment: Attachment, text: str | Promise = "") -> None:
        super().__init__(text)
        self.attachment = attachment


@contextmanager
def stored(uploads: Iterable) -> Iterator[list[Attachment]]:
    """Write the uploads to private storage and yield their unsaved rows.

    Whatever goes wrong inside, the files of rows that are still in the list are removed again and
    the error goes on. Empty the list on commit: from then on the files belong to their rows.
    Raises CannotStore.
    """
    rows: list[Attachment] = []
    try:
        for upload in uploads:
            rows.append(write(upload.question_id, upload.file))
        yield rows
    except BaseException:
        discard(rows)
        raise


class Unmoved(File):
    """An upload that can be stored again: a storage would move a large one, or close it."""

    def close(self) -> None:
        """Left to whoever the upload belongs to."""


def write(question_id: str, file) -> Attachment:
    """Write one uploaded file under a generated name and return its unsaved row.

    Raises CannotStore.
    """
    row = Attachment(
        question_id=question_id,
        name=file.name[:255],
        content_type=file.content_type or "application/octet-stream",
        size=file.size,
    )
    file.seek(0)
    try:
        row.file.save(file.name, Unmoved(file), save=False)
    except Exception as error:  # each storage has its own
        raise CannotStore(row) from error
    return row


def discard(rows: Iterable[Attachment]) -> None:
    """Remove the files of rows that were never saved; ``remove_strays`` finds what stays."""
    for row in rows:
        try:
            row.file.delete(save=False)
        except Exception as error:  # the error that led here must not be lost
            logger.error("A stored file was left behind: %s", type(error).__name__)


@contextmanager
def with_copies(copies: Mapping[Attachment, File | None]) -> Iterator[None]:
    """Put a redacted file in the place of each attachment, in one transaction with what is inside.

    None takes the redacted file away. Whatever goes wrong, new files are removed again; those they
    replace are removed after the commit. Raises CannotStore.
    """
    written: list[FieldFile] = []
    try:
        with transaction.atomic():
            transaction.on_commit(written.clear)
            for row, file in copies.items():
                newest = Attachment.objects.select_for_update().get(pk=row.pk)
                _remove_on_commit(newest.redacted_file)
                if file:
                    written.append(_write_copy(row, file))
                else:
                    row.redacted_file, row.redacted_name, row.redacted_size = "", "", 0
                row.save(update_fields=["redacted_file", "redacted_name", "redacted_size"])
            yield
    except BaseException:
        for copy in written:
            copy.storage.delete(copy.name)
        raise


def _remove_on_commit(copy: FieldFile) -> None:
    if copy:
        remove = partial(copy.storage.delete, copy.name)
        transaction.on_commit(remove, robust=True)  # what is kept is kept, with or without it


def _write_copy(row: Attachment, file: File) -> FieldFile:
    file.seek(0)
    try:
        row.redacted_file.save(file.name, Unmoved(file), save=False)
    except Exception as error:  # each storage has its own
        text = _("The file could not be stored. Try again later.")
        raise CannotStore(row, text) from error
    row.redacted_name, row.redacted_size = file.name[:255], file.size
    return row.redacted_file


class KeptFileGone(Refused):
    """A kept file has been removed, or already belongs to another submission."""

    text = _("A file from your first attempt is not here any more. Choose it again.")
    code = "file_gone"


def attach(
    submission: Submission, new: list[Attachment], kept: Iterable[tuple[str, Attachment]] = ()
) -> None:
    """Tie new files and kept ones (with question ids) to ``submission``, in its transaction.

    Raises KeptFileGone.
    """
    for row in new:
        row.submission, row.first_version = submission, submission.answers_version
    if new:
        Attachment.objects.bulk_create(new)
    kept_ids = {row.pk for _question_id, row in kept}
    if kept_ids and _tie_kept(submission, kept_ids) < len(kept_ids):
        raise KeptFileGone


def _tie_kept(submission: Submission, kept_ids: set[int]) -> int:
    free = Attachment.objects.filter(pk__in=kept_ids, submission=None)
    return free.update(submission=submission, first_version=submission.answers_version)


def keep(question_id: str, file) -> Attachment:
    """Store a valid file of a form that has other errors, so that it need not be chosen again.

    Raises CannotStore.
    """
    row = write(question_id, file)
    row.save()
    return row


def remove_abandoned(now: dt.datetime) -> int:
    """Remove kept files that nobody has come back for within a day; returns how many.

    What can't be removed now is left for the next run.
    """
    abandoned = Attachment.objects.filter(submission=None, created_at__lt=now - KEPT_FOR)
    return sum(_remove(row, abandoned) for row in list(abandoned))


def _remove(row: Attachment, abandoned: QuerySet) -> bool:
    """Remove row and file together, unless a form that came back has claimed it meanwhile."""
    try:
        return _remove_whole(row, abandoned)
    except Exception as error:  # each storage has its own
        logger.error("A kept file could not be removed: %s", type(error).__name__)
        return False


@retried
def _remove_whole(row: Attachment, abandoned: QuerySet) -> bool:
    with transaction.atomic():
        deleted, _by_model = abandoned.filter(pk=row.pk).delete()
        if deleted:
            row.file.delete(save=False)  # if it fails, the row comes back
    return bool(deleted)


def remove_strays(now: dt.datetime) -> int:
    """Walk the private storage and remove files older than a day that no row names.

    A worker that is killed between storage and commit leaves such. Returns how many; storages that
    can't list their files are left alone.
    """
    return sum(_remove_stray(field, path, now) for field, path in list(_stray_candidates()))


def count_missing() -> int:
    """How many files are named by rows and are not in the storage, as this machine sees it.

    Servers that do not share the folder have such. 0 for storages that can't list their files.
    """
    storage = Attachment._meta.get_field("file").storage
    return sum(_missing(storage, folder, columns) for folder, columns in STORED.items())


def _missing(storage: Storage, folder: str, columns: tuple) -> int:
    named = {  # before the storage is asked: what is stored meanwhile is no matter
        name
        for model, column in columns
        for name in model.objects.exclude(**{column: ""}).values_list(column, flat=True)
    }
    try:
        return len(named.difference(f"{folder}/{name}" for name in storage.listdir(folder)[1]))
    except NotImplementedError:
        return 0
    except FileNotFoundError:
        return len(named)


def _stray_candidates() -> Iterator[tuple[tuple, str]]:
    storage = Attachment._meta.get_field("file").storage
    for folder, columns in STORED.items():
        for path in _listed(storage, folder):
            yield columns, path


def _listed(storage: Storage, folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except (NotImplementedError, FileNotFoundError):
        return []


def _remove_stray(columns: tuple, path: str, now: dt.datetime) -> bool:
    storage = Attachment._meta.get_field("file").storage
    if any(model.objects.filter(**{column: path}).exists() for model, column in columns):
        return False
    try:
        if storage.get_modified_time(path) > now - KEPT_FOR:
            return False
        storage.delete(path)
    except Exception as error:  # each storage has its own
        logger.error("A file without a row could not be removed: %s", type(error).__name__)
        return False
    return True
