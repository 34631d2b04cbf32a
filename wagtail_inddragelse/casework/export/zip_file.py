"""The attachments of an export as a zip with names that people can read, streamed."""

from __future__ import annotations

import logging
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...domain.assessment import blinding
from ...models import Attachment
from ...models.base import in_batches
from .columns import local
from .contents import Contents

logger = logging.getLogger(__name__)

PIECE = 256 * 1024
"""Bytes that are read at a time."""

FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')
"""What some system refuses in a name, and what could show a name as another one."""

RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str, longest: int = 80) -> str:
    """``name`` as every system takes it: no folders, no unseen signs, and its ending kept."""
    cleaned = FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    ending = PurePosixPath(cleaned).suffix
    ending = ending if len(ending) <= 10 else ""
    stem = cleaned[: len(cleaned) - len(ending)][: longest - len(ending)].rstrip(" .")
    kept = f"{stem}{ending}" or "_"
    return f"_{kept}" if RESERVED.match(kept) else kept


def count_files(contents: Contents) -> tuple[int, int]:
    """How many attachments ``contents`` has, and their bytes in all."""
    own = set(contents.ids)
    files = Attachment.objects.current()
    rows = files.filter(submission__form_version__in=contents.versions).order_by("pk")
    sizes = [size for owner, size in in_batches(rows, "submission", "size") if owner in own]
    return len(sizes), sum(sizes)


class Pipe:
    """A file that is only written to, and emptied while that goes on."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: there is no buffer."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self.pieces)
        self.pieces.clear()
        return taken


def zip_pieces(contents: Contents) -> Iterator[bytes]:
    """The zip, a piece at a time, with a folder for each submission.

    It is called by the reference and the organisation, or by the reference alone where the
    applicant is hidden. A file that can't be read to its end is named in a list at the end of the
    zip, rather than left out in silence or there by half.
    """
    pipe, missing = Pipe(), []
    with ZipFile(pipe, "w", ZIP_STORED) as archive:
        for name, attachment in _named(contents):
            with TemporaryFile() as whole:
                if not _read(attachment, whole):
                    missing.append(name)
                    continue
                with archive.open(_info(name, attachment), "w", force_zip64=True) as target:
                    for piece in File(whole).chunks(PIECE):
                        target.write(piece)
                        yield pipe.take()
        if missing:
            archive.writestr(_("Missing files") + ".txt", _list_of(missing))
    yield pipe.take()


def _read(attachment: Attachment, whole: BinaryIO) -> bool:
    """Whether all of it could be read into ``whole``: half a file would look like a whole one."""
    try:
        with attachment.file.open("rb") as file:
            shutil.copyfileobj(file, whole, PIECE)
    except Exception as error:  # each storage has its own
        logger.error("A file could not be read for an export: %s", type(error).__name__)
        return False
    return True


def _list_of(missing: list[str]) -> str:
    heading = ngettext(
        "{count} file could not be read and is not in this zip:",
        "{count} files could not be read and are not in this zip:",
        len(missing),
    )
    return "\n".join([heading.format(count=len(missing)), *missing])


def _info(name: str, attachment: Attachment) -> ZipInfo:
    info = ZipInfo(name, local(attachment.created_at).timetuple()[:6])
    info.external_attr = 0o600 << 16
    return info


def _named(contents: Contents) -> Iterator[tuple[str, Attachment]]:
    """The attachments with their paths in the zip, chunk by chunk."""
    for ids in contents.chunks():
        current = Attachment.objects.current()
        rows = current.filter(submission__in=ids).select_related("submission__redaction")
        found: dict[int, list[Attachment]] = {}
        for attachment in rows.order_by("pk"):
            found.setdefault(attachment.submission_id, []).append(attachment)
        for pk in ids:
            rows, is_hidden = found.get(pk, []), pk in contents.hidden
            if is_hidden and rows:
                rows = blinding.renamed(rows, blinding.get_redaction(rows[0].submission))
            yield from _in_folder(rows, is_hidden)


def _in_folder(
    attachments: Iterable[Attachment], is_hidden: bool
) -> Iterator[tuple[str, Attachment]]:
    taken: set[str] = set()
    for attachment in attachments:
        folder = attachment.submission.reference
        if not is_hidden:
            folder = safe_name(f"{folder} {attachment.submission.organisation}")
        yield f"{folder}/{_free(safe_name(attachment.name), taken)}", attachment


def _free(name: str, taken: set[str]) -> str:
    """``name``, numbered if the folder has it already in any case."""
    path, number, free = PurePosixPath(name), 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    taken.add(free.casefold())
    return free
