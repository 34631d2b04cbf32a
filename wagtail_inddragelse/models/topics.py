"""What offers are listed by: who they are for, and what they are about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index


class Topic(TranslatableMixin, index.Indexed, models.Model):
    """A name that offers are listed by."""

    name = models.CharField(_("name"), max_length=255)

    panels = [FieldPanel("name")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Audience(Topic):
    """Who an offer is for, such as “Managers”."""

    class Meta(Topic.Meta):
        abstract = False
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Theme(Topic):
    """What an offer is about, such as “Conversations with children”."""

    class Meta(Topic.Meta):
        abstract = False
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
