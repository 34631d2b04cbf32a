"""What people declared about their own interest in a submission, before its answers were opened."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ConflictOfInterest(models.Model):
    """What an assessor declared before the answers were opened to them."""

    submission = models.ForeignKey(
        "wagtail_inddragelse.Submission", on_delete=models.CASCADE, related_name="conflicts"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    has_conflict = models.BooleanField(_("has a conflict of interest"))
    declared_at = models.DateTimeField(_("declared"), auto_now_add=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "user"], name="inddragelse_one_declaration_per_user"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.user_id}"
