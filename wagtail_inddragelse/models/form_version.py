"""A form as it was when somebody answered it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormVersion(models.Model):
    """An immutable row per distinct form, found by its digest.

    ``schema`` holds questions, criteria, privacy information and texts. Submissions protect it, so
    that old answers are shown with the questions as they were asked.
    """

    digest = models.CharField(max_length=64, unique=True)
    schema = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")

    def __str__(self) -> str:
        return self.digest[:12]
