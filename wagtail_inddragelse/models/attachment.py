"""Files that applicants attach, kept in private storage under generated names."""

from __future__ import annotations

import secrets

from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.functional import LazyObject
from django.utils.translation import gettext_lazy as _

from ..conf import SETTINGS, get_setting
from .submission import Submission


class PrivateFiles(FileSystemStorage):
    """Files that only the server's own user can read, and that no URL leads to."""

    base_url = None

    def __init__(self, location: str) -> None:
        super().__init__(location, file_permissions_mode=0o600, directory_permissions_mode=0o700)


class PrivateStorage(LazyObject):
    """The site's private storage, or a folder outside MEDIA_ROOT that no URL leads to."""

    def _setup(self) -> None:
        self._wrapped = _open_storage()


def _open_storage() -> Storage:
    """Raises InvalidStorageError for one that is misspelt or can't be imported.

    A folder in its place would look as if it worked, on one server, until files are missed.
    """
    alias = get_setting("ATTACHMENT_STORAGE")
    is_named = alias in storages.backends or alias != SETTINGS["ATTACHMENT_STORAGE"].default
    return storages[alias] if is_named else PrivateFiles(get_setting("PRIVATE_ROOT") or "private")


def get_private_storage() -> Storage:
    """Where attachments are kept; a callable, so that migrations name no storage."""
    return PrivateStorage()


def generated_name(instance: Attachment, filename: str) -> str:
    """A path that tells nothing about the applicant or the file's own name."""
    return f"attachments/{secrets.token_hex(16)}"


class AttachmentQuerySet(models.QuerySet):
    def current(self) -> AttachmentQuerySet:
        """Those that belong to the newest answers, or to none yet."""
        return self.filter(last_version=None)


class Attachment(models.Model):
    """A file an applicant sent.

    Without a submission it is kept for a form that came back with an error, so that the applicant
    need not choose it again; ``clean_attachments`` removes those nobody came back for.
    """

    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    question_id = models.CharField(max_length=64)
    file = models.FileField(_("file"), storage=get_private_storage, upload_to=generated_name)
    name = models.CharField(_("name"), max_length=255, help_text="As the applicant named it.")
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField(_("size"), help_text="Bytes.")
    redacted_file = models.FileField(
        _("redacted file"),
        storage=get_private_storage,
        upload_to=generated_name,
        blank=True,
        help_text="What those who assess blind get in its place, as a caseworker made it.",
    )
    redacted_name = models.CharField(max_length=255, blank=True)
    redacted_size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    first_version = models.PositiveSmallIntegerField(
        default=1, help_text="The version of the answers that it came with."
    )
    last_version = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="The last version of the answers that it belonged to; NULL while it still does.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_version__isnull=True) | Q(last_version__gte=F("first_version")),
                name="inddragelse_attachment_versions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission or '–'} · {self.pk}"

    def belonged_to(self, number: int) -> bool:
        """Whether it belonged to version ``number`` of the answers."""
        has_lasted = self.last_version is None or self.last_version >= number
        return self.first_version <= number and has_lasted
