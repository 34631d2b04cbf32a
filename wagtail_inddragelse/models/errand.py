"""Work on many cases that somebody asked for and that is done some at a time in the background."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .intake import Intake

QUIET = dt.timedelta(minutes=2)
"""How long without progress until work counts as stopped."""


class Errand(models.Model):
    """Work to be done on many cases of an intake, and how far it has come.

    Each step is written with what it does, so that whoever goes on does nothing twice. It knows
    cases by key and reference alone, and holds no personal data.
    """

    class Kind(models.TextChoices):
        RELEASE = "release", _("Release")
        EVENLY = "evenly", _("Share evenly")
        BY_REGION = "by_region", _("Share by region")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="+")
    order = models.JSONField(default=dict, help_text="What was asked for: marks, keys, numbers.")
    left = models.JSONField(help_text="Primary keys of what is still to be done, in order.")
    total = models.PositiveIntegerField(help_text="Cases asked for.")
    count = models.PositiveIntegerField(default=0, help_text="What came of it so far.")
    refusals = models.JSONField(default=dict, help_text="By reference why a case was left.")
    language = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    touched_at = models.DateTimeField(auto_now=True)

    # What is done is on record in the log of each case.
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def done(self) -> int:
        """Cases dealt with so far."""
        return self.total - len(self.left)

    @property
    def is_unfinished(self) -> bool:
        """Whether something is left."""
        return bool(self.left)

    @property
    def has_stopped(self) -> bool:
        """Whether something is left and nobody seems to be working on it."""
        return self.is_unfinished and timezone.now() - self.touched_at > QUIET
