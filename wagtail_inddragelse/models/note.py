"""What caseworkers write to each other on a case. Applicants never see it, nor do exports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .submission import Submission


class Note(models.Model):
    """A caseworker's remark on a case. Notes are only ever added: they are part of the case."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.TextField(_("text"), max_length=10_000)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="inddragelse_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.pk}"


class Mention(models.Model):
    """A person whom a note asks to look; seen once they have opened the case."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(
        _("seen"), null=True, blank=True, help_text="When they first opened the case after it."
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "user"], name="inddragelse_one_mention_per_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note} · {self.user_id}"
