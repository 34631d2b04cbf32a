"""What is left of submissions that have been deleted: numbers, and nobody's data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IntakeSummary(models.Model):
    """The figures of an intake's deleted submissions, added up as they were deleted.

    ``intake_key`` is the intake's translation_key. ``figures`` holds counts of one fact each, so
    that no two facts about one applicant can be put together again.
    """

    intake_key = models.UUIDField(unique=True, editable=False)
    figures = models.JSONField(_("figures"), default=dict)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("summary of an intake")
        verbose_name_plural = _("summaries of intakes")

    def __str__(self) -> str:
        return str(self.intake_key)
