"""The agency's own page types, which use the blocks of wagtail-inddragelse like any others."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from wagtail_inddragelse.blocks import StreamField, all_blocks
from wagtail_inddragelse.domain.offers.changes import group_changes, list_changes
from wagtail_inddragelse.models import Intake


class TextPage(Page):
    """What all page types of the agency have: an introduction and blocks."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(all_blocks, verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs) -> dict:
        """Adds ``breadcrumbs``, the pages above this one."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "breadcrumbs": self.get_ancestors().filter(depth__gt=1)}


class HomePage(TextPage):
    """The front page."""

    heading = models.CharField(_("heading"), max_length=255)

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Adds ``news``, the three newest."""
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().descendant_of(self).order_by("-date", "-pk")
        return {**context, "news": news[:3]}


class StandardPage(TextPage):
    """An ordinary page of text."""

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class NewsIndexPage(TextPage):
    """All news, newest first."""

    subpage_types = ["home.NewsPage"]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Adds ``news``."""
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().child_of(self).order_by("-date", "-pk")
        return {**context, "news": news}


class NewsPage(TextPage):
    """A piece of news. When a deadline of an offer in it is moved, a note says so."""

    date = models.DateField(_("date"), default=timezone.localdate)

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Adds ``changes``, what was changed in the offers of the news."""
        context = super().get_context(request, *args, **kwargs)
        intakes = self.get_intakes()
        return {**context, "intakes": intakes, "changes": group_changes(list_changes(intakes))}

    def get_intakes(self) -> list[Intake]:
        """The intakes of the offers that the news lists."""
        intakes = Intake.objects.filter(page__in=self.get_offers())
        return list(intakes.order_by("page__path", "sort_order"))

    def get_offers(self) -> list[Page]:
        """The offers that the news lists one by one."""
        lists = self.body.blocks_by_name("offers")
        return [page for block in lists for page in block.value["pages"] if page]
