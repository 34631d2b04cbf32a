"""A list of offers, as a mixin for any page type."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from ...domain.offers.offers import OfferSummary, find_offers
from ...domain.offers.sites import site_of
from ...editing.language import OwnLanguageForm
from ...models import Audience, Theme
from ..api import INDEX_FIELDS
from . import fields
from .base import RenderedMixin
from .offer import TEXT_FEATURES


class OfferIndexMixin(RenderedMixin):
    """Lists the offers below it, or those of its site for an audience or theme.

    Of an offer in several languages it lists the one in its own.
    """

    lists_offers = True

    intro = fields.RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    audience = fields.ForeignKey(
        Audience,
        verbose_name=_("audience"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    theme = fields.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    base_form_class = OwnLanguageForm

    index_panels = [
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("theme")],
            heading=_("What to list"),
            help_text=_("Leave empty to list the offers below this page."),
        ),
    ]
    search_fields = [index.SearchField("intro")]
    api_fields = INDEX_FIELDS

    class Meta:
        abstract = True

    def get_offers(self) -> list[OfferSummary]:
        """The offers to list, with state and next start date."""
        if self.audience_id or self.theme_id:
            return find_offers(
                audience=self.audience,
                theme=self.theme,
                locale=self.locale,
                site_id=site_of(self),
            )
        return find_offers(below=self) if self.path else []

    def get_context(self, request, *args, **kwargs) -> dict:
        """Adds ``offers``."""
        return {**super().get_context(request, *args, **kwargs), "offers": self.get_offers()}
