"""What people who assess blind see: a caseworker's copy of what the applicant wrote."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .attachment import Attachment
from .submission import Submission


class Redaction(models.Model):
    """The redacted copy of one submission. What the applicant sent is never changed by it."""

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="redaction"
    )
    words = models.JSONField(
        _("redacted answers"),
        default=dict,
        help_text="By question id: the redacted “text”, and “of”, the digest of the answer it "
        "was made from. When the applicant changes the answer, the text no longer holds.",
    )
    attachments = models.ManyToManyField(
        Attachment,
        verbose_name=_("attachments that are shown"),
        blank=True,
        related_name="+",
        help_text=_("All others are withheld, and so is what the applicant attaches later."),
    )
    cleared_at = models.DateTimeField(
        _("cleared for blind assessment"),
        null=True,
        blank=True,
        help_text=_("Until then those who assess blind see no free text and no attachment."),
    )
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cleared by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    updated_at = models.DateTimeField(
        auto_now=True, help_text="A file that was exported before this is no longer handed out."
    )

    # Who kept what is in the log; the index of references would be written anew with each save.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cleared_at__isnull=False) | models.Q(cleared_by__isnull=True),
                name="inddragelse_who_cleared_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}"
