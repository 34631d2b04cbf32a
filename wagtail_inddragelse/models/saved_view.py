"""Filters of the register that somebody has saved under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A named set of filters. It gives no rights: who opens it sees what they may see."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The one who finds it above the register.",
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(
        max_length=500,
        help_text="Query string of the register: filters and order, never words searched for.",
    )

    # What it filters by is no use of a page, and the words “used by” would list it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="inddragelse_saved_view_name"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(query=""), name="inddragelse_saved_view_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name
