"""Attachments: size, extension, claimed type and what the bytes say must all agree."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.module_loading import import_string
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..conf import get_setting

OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
"""The part that makes a zip archive a document of that kind (ECMA-376)."""
ALIASES = {"jpeg": "jpg", "heif": "heic"}
"""Other names that programs use for a type, and its name here."""
TOO_LARGE = _("“{name}” is too large. A file can be at most {size}.")
ALSO_CLAIMED = {"heic": "image/heif"}
"""Other types that a browser may claim: phones differ in what they call their pictures."""
UNCLAIMED = ("", "application/octet-stream")
"""What a browser claims when it does not know the type: nothing to disagree with."""


def allowed_types(options: dict[str, Any]) -> list[str]:
    """Extensions the site allows, fewer when the question names some."""
    site = get_setting("ATTACHMENT_TYPES")
    asked = options.get("types") or site
    return [extension for extension in site if extension in asked]


def accepted_names(options: dict[str, Any]) -> list[str]:
    """The endings of file names that are taken, each with its dot, other names of a type too."""
    allowed = allowed_types(options)
    also = [alias for alias, extension in ALIASES.items() if extension in allowed]
    return [f".{extension}" for extension in (*allowed, *also)]


def can_be_told(extension: str) -> bool:
    """Whether files of this kind can be recognised by their bytes."""
    return filetype.get_type(ext=extension) is not None


def max_bytes(options: dict[str, Any]) -> int:
    """The largest file in bytes: the question's limit, never above the site's."""
    site, megabytes = get_setting("ATTACHMENT_MAX_BYTES"), options.get("max_megabytes")
    return min(site, megabytes * 1024 * 1024) if megabytes else site


def check_file(upload: UploadedFile, options: dict[str, Any]) -> None:
    """Raise ValidationError unless the file may be received; leave it rewound."""
    if upload.size > max_bytes(options):
        _refuse(TOO_LARGE, upload, options)
    extension = _extension(upload)
    if extension not in allowed_types(options):
        _refuse(
            _("“{name}” is a type of file we cannot take. Choose a file in {types}."),
            upload,
            options,
        )
    if not _is_what_it_says(upload, extension):
        _refuse(_("“{name}” is not what its name says. Save it again as {types}."), upload, options)
    if not _is_clean(upload):
        _refuse(_("“{name}” could not be checked for viruses. Try another file."), upload, options)


def describe_limits(options: dict[str, Any]) -> str:
    """The hint that tells which files are taken."""
    return format_lazy(
        _("{types}, at most {size}"),
        types=", ".join(_type_names(options)),
        size=filesizeformat(max_bytes(options)),
    )


def too_large_text(options: dict[str, Any]) -> str:
    """The error for a file that is too large, with ``{name}`` for its name."""
    size = filesizeformat(max_bytes(options))
    return str(TOO_LARGE).replace("{size}", size)


def _refuse(message: Any, upload: UploadedFile, options: dict[str, Any]) -> None:
    size, types = filesizeformat(max_bytes(options)), either(_type_names(options))
    raise ValidationError(format_lazy(message, name=upload.name, size=size, types=types))


def _type_names(options: dict[str, Any]) -> list[str]:
    return [extension.upper() for extension in allowed_types(options)]


def either(names: list[str]) -> str:
    """“PDF, DOCX or ODT”."""
    *others, last = names or [""]
    return gettext(" or ").join(filter(None, [", ".join(others), last]))


def _extension(upload: UploadedFile) -> str:
    extension = PurePath(upload.name).suffix.lower().removeprefix(".")
    return ALIASES.get(extension, extension)


def _is_what_it_says(upload: UploadedFile, extension: str) -> bool:
    kind = filetype.get_type(ext=extension)
    claimed = (upload.content_type or "").partition(";")[0].strip().lower()
    if kind is None or claimed not in (*UNCLAIMED, kind.mime, ALSO_CLAIMED.get(extension)):
        return False
    return _sniff(upload) == extension


def _sniff(upload: UploadedFile) -> str:
    """The extension that the bytes call for, or an empty string."""
    upload.seek(0)
    guess = filetype.guess(upload.read(8192))
    upload.seek(0)
    extension = guess.extension if guess else ""
    return _sniff_zip(upload) if extension == "zip" else extension


def _sniff_zip(upload: UploadedFile) -> str:
    """Office files whose parts come in an order ``filetype`` does not expect."""
    try:
        with zipfile.ZipFile(upload) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    finally:
        upload.seek(0)
    return next((kind for kind, part in OFFICE_PARTS.items() if part in names), "zip")


def _is_clean(upload: UploadedFile) -> bool:
    """The verdict of the site's scanner; one that fails has not said that the file is clean."""
    path = get_setting("ATTACHMENT_SCANNER")
    if not path:
        return True
    try:
        return import_string(path)(upload) is True
    except Exception:
        return False
    finally:
        upload.seek(0)
