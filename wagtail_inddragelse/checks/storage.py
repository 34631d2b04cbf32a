"""Whether attachments and exports have a folder that works, and that nobody else can read."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage, storages

from ..conf import SETTING_NAME, SETTINGS
from ..questions.files import ALIASES, can_be_told
from .found import error, value, warning

PUBLIC_STORAGES = ("default", "staticfiles")
PUBLIC_ROOTS = ("MEDIA_ROOT", "STATIC_ROOT")
BUCKETS = ("bucket_name", "azure_container")
"""What the storages of django-storages call the place that files go to."""
FOLDER_HINT = f'Set {SETTING_NAME} = {{"PRIVATE_ROOT": BASE_DIR / "private"}}'


def check_storage(**kwargs: Any) -> Iterator[CheckMessage]:
    """E012 and E013: the storage named for attachments is one of the site's, and can be opened."""
    alias = value("ATTACHMENT_STORAGE")
    if alias in settings.STORAGES:
        if problem := _problem_with(alias):
            yield error(
                "E013",
                f'The storage of attachments, STORAGES["{alias}"], cannot be opened: {problem}.',
                "See that its package is installed and its OPTIONS are right.",
            )
        return
    known = ", ".join(settings.STORAGES)
    nearest = difflib.get_close_matches(alias, settings.STORAGES, n=1, cutoff=0.8)
    if nearest or alias != SETTINGS["ATTACHMENT_STORAGE"].default:
        yield error(
            "E012",
            f"Attachments go to the storage {alias!r}, which is not in STORAGES.",
            f"Did you mean {nearest[0]!r}?" if nearest else f"Known: {known}.",
        )


def check_attachments(**kwargs: Any) -> Iterator[CheckMessage]:
    """E008 and W003: attachments are kept where no URL leads, in a place that was chosen."""
    alias, folder = value("ATTACHMENT_STORAGE"), value("PRIVATE_ROOT")
    if not folder and alias not in settings.STORAGES:
        yield warning(
            "W003",
            "No place is named for attachments: they go to “private” where the server is started.",
            f"{FOLDER_HINT}, or add {alias!r} to STORAGES.",
        )
    for public in _public_folders(alias, folder):
        yield error(
            "E008",
            f"Attachments are not kept apart from {public}: anybody could fetch them.",
            f"{FOLDER_HINT}, or another folder that holds nothing else.",
        )


def check_folder(**kwargs: Any) -> Iterator[CheckMessage]:
    """W006 and W014: the folder can be written to, and is the same for every process.

    Warnings, since whoever runs the checks need not be the user that the server runs as.
    """
    alias, root = value("ATTACHMENT_STORAGE"), value("PRIVATE_ROOT")
    folder = _attachment_folder(alias, root)
    if folder is None:
        return
    if not _is_writable(Path(folder)):
        yield warning(
            "W006",
            f"The folder of attachments, {folder}, can’t be written to by who runs this check.",
            "Give it to the user that the server and its workers run as.",
        )
    if root and alias not in settings.STORAGES and not os.path.isabs(root):
        yield warning(
            "W014",
            f"The folder of attachments, {folder}, depends on where a process is started: the "
            "server’s, a worker’s and cron’s may be different ones.",
            f"{FOLDER_HINT}, the whole path of a folder that all of them share.",
        )


def check_attachment_types(**kwargs: Any) -> Iterator[CheckMessage]:
    """E014: file types are named by their usual extension, and can be told by their content."""
    for name in value("ATTACHMENT_TYPES"):
        if not can_be_told(name):
            plain = name.strip().lower().lstrip(".")
            better = ALIASES.get(plain, plain)
            yield error(
                "E014",
                f"{SETTING_NAME}['ATTACHMENT_TYPES']: no file would be taken as {name!r}.",
                f"Write {better!r}." if can_be_told(better) else "Its content can’t be told.",
            )


def _problem_with(alias: str) -> str:
    """Why the storage can't be opened; each kind of storage has errors of its own."""
    try:
        storages[alias]
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}".rstrip(".")
    return ""


def _open(alias: str) -> Storage | None:
    is_named = alias in settings.STORAGES
    return storages[alias] if is_named and not _problem_with(alias) else None


def _public_folders(alias: str, folder: str | os.PathLike) -> Iterator[str]:
    """The public storage or folders, by setting, that attachments would share."""
    if alias in PUBLIC_STORAGES:
        yield f'STORAGES["{alias}"]'
        return
    for public in PUBLIC_STORAGES:
        if _is_same_folder(alias, public):
            yield f'STORAGES["{public}"]'
    private = _attachment_folder(alias, folder)
    for setting in PUBLIC_ROOTS:
        public = getattr(settings, setting, None)
        if public and private and _overlap(private, public):
            yield f"{setting} ({public})"


def _is_same_folder(alias: str, public: str) -> bool:
    """Whether both storages write to one bucket, and not to parts of it that are kept apart."""
    one, other = _open(alias), _open(public)
    if one is None or other is None or isinstance(one, FileSystemStorage | InMemoryStorage):
        return False
    if settings.STORAGES[alias] == settings.STORAGES[public]:
        return True
    if (bucket := _bucket(one)) is None or bucket != _bucket(other):
        return False
    return _overlap(f"/{_prefix(one)}", f"/{_prefix(other)}")


def _bucket(storage: Storage) -> str | None:
    names = (getattr(storage, name, None) for name in BUCKETS)
    return next((name for name in names if name), None)


def _prefix(storage: Storage) -> str:
    return str(getattr(storage, "location", "") or "").strip("/")


def _attachment_folder(alias: str, folder: str | os.PathLike) -> str | os.PathLike | None:
    """The folder attachments go to; None when their storage is not a folder, or can't be opened."""
    if alias not in settings.STORAGES:
        return folder or "private"
    storage = _open(alias)
    return storage.location if isinstance(storage, FileSystemStorage) else None


def _overlap(one: str | os.PathLike, other: str | os.PathLike) -> bool:
    """Whether one folder holds the other, once symlinks and relative parts are followed."""
    first, second = Path(os.path.realpath(one)), Path(os.path.realpath(other))
    return first.is_relative_to(second) or second.is_relative_to(first)


def _is_writable(folder: Path) -> bool:
    """Whether files can be made in the folder, or it in the nearest one that is there."""
    folder = Path(os.path.realpath(folder))
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
