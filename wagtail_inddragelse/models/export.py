"""Files of submissions that are made while their caseworker waits, and kept for a day."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .attachment import get_private_storage

SILENT = dt.timedelta(minutes=15)
"""How long an export that is waiting or being made may be silent. It gives a sign with
each chunk of submissions: one that is silent longer was left by its worker, or never given one."""


def generated_export_name(instance: Export, filename: str) -> str:
    """A path that tells nothing about what is in the file."""
    return f"exports/{secrets.token_hex(16)}"


class Export(models.Model):
    """A file somebody asked for. It knows submissions by key alone, and no personal data."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be made")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    UNFINISHED_STATES = (State.WAITING, State.RUNNING)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ordered by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The only one who can fetch the file.",
    )
    order = models.JSONField(help_text="Format and keys of columns.")
    submission_ids = models.JSONField(help_text="Primary keys, in the order of the file.")
    hidden_ids = models.JSONField(
        default=list,
        help_text="Those of them whose applicants the file hides, as they are assessed blind.",
    )
    language = models.CharField(max_length=16)
    state = models.CharField(
        _("state"), max_length=16, choices=State.choices, default=State.WAITING
    )
    total = models.PositiveIntegerField(help_text="Submissions asked for.")
    done = models.PositiveIntegerField(default=0, help_text="Submissions written so far.")
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often somebody began to make it; only the last one finishes it."
    )
    last_sign_at = models.DateTimeField(
        default=timezone.now, help_text="When it was last put in the queue, or worked on."
    )
    file = models.FileField(
        _("file"), storage=get_private_storage, upload_to=generated_export_name, blank=True
    )
    created_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    # What is exported is on record in the offers' history, and not by every reference.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""),
                name="inddragelse_ready_export_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it is worth waiting for."""
        return self.state in self.UNFINISHED_STATES and not self.has_expired

    @property
    def is_left(self) -> bool:
        """Whether nobody works on it any more, though it is not done."""
        return self.is_unfinished and self.last_sign_at <= timezone.now() - SILENT

    @property
    def can_be_made_again(self) -> bool:
        """Whether its user may ask for it again."""
        return not self.has_expired and (self.state == self.State.FAILED or self.is_left)

    @property
    def has_expired(self) -> bool:
        """Whether its file is no longer handed out."""
        return self.expires_at <= timezone.now()
