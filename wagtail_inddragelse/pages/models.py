"""Ready-made page types: thin concrete classes over the mixins."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from ..models import ContactPerson
from .mixins import ApplicationFormMixin, OfferIndexMixin, OfferMixin
from .mixins.offer import TEXT_FEATURES
from .mixins.tree import BelowOffers, FormsBelow


def parent_link() -> models.OneToOneField:
    """A link to the page without a way back, which a site's own page type of our name may need."""
    return models.OneToOneField(Page, on_delete=models.CASCADE, parent_link=True, related_name="+")


class OfferIndexPage(OfferIndexMixin, Page):
    """Lists offers with their state and next start date."""

    page_ptr = parent_link()

    template = "wagtail_inddragelse/pages/offer_index_page.html"
    page_description = _("Lists the offers below it, or those for an audience or theme.")
    content_panels = [*Page.content_panels, *OfferIndexMixin.index_panels]
    search_fields = [*Page.search_fields, *OfferIndexMixin.search_fields]

    class Meta:
        verbose_name = _("list of offers")
        verbose_name_plural = _("lists of offers")


class ProgrammePage(FormsBelow, OfferMixin, Page):
    """A programme: it runs for months and is usually applied for and assessed."""

    page_ptr = parent_link()

    period = models.CharField(
        _("period"), max_length=255, blank=True, help_text=_("For example “January to December”.")
    )
    preliminary_talk_required = models.BooleanField(
        _("talk to us first"),
        default=False,
        help_text=_("Applicants must have talked to a contact person before they apply."),
    )
    preliminary_talk_text = models.TextField(_("what the talk is about"), blank=True)
    preliminary_contact = models.ForeignKey(
        ContactPerson,
        verbose_name=_("contact person for the talk"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    template = "wagtail_inddragelse/pages/programme_page.html"
    page_description = _("An offer that runs for months, usually applied for and assessed.")
    content_panels = [*Page.content_panels, *OfferMixin.offer_panels]
    fact_panels = [
        *OfferMixin.fact_panels,
        MultiFieldPanel(
            [
                FieldPanel("period"),
                FieldPanel("preliminary_talk_required"),
                FieldPanel("preliminary_talk_text"),
                FieldPanel("preliminary_contact"),
            ],
            heading=_("Before applying"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        *OfferMixin.search_fields,
        index.SearchField("period"),
        index.SearchField("preliminary_talk_text"),
    ]
    api_fields = [*OfferMixin.api_fields, APIField("period")]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")


class EventPage(FormsBelow, OfferMixin, Page):
    """An event on given days, usually first come, first served."""

    page_ptr = parent_link()

    practical = RichTextField(
        _("practical information"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("Meals, transport, accessibility, what to bring."),
    )

    template = "wagtail_inddragelse/pages/event_page.html"
    page_description = _("An offer on given days, usually first come, first served.")
    content_panels = [
        *Page.content_panels,
        *OfferMixin.offer_panels,
        FieldPanel("practical"),
    ]
    search_fields = [
        *Page.search_fields,
        *OfferMixin.search_fields,
        index.SearchField("practical"),
    ]
    api_fields = [*OfferMixin.api_fields, APIField("practical")]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")


class ApplicationFormPage(BelowOffers, ApplicationFormMixin, Page):
    """Where people sign up for the offer above it, or apply to it."""

    page_ptr = parent_link()

    template = "wagtail_inddragelse/pages/application_form_page.html"
    page_description = _("The form where people sign up for the offer above it.")
    content_panels = [*Page.content_panels, *ApplicationFormMixin.form_panels]
    search_fields = [*Page.search_fields, *ApplicationFormMixin.search_fields]

    class Meta:
        verbose_name = _("application form")
        verbose_name_plural = _("application forms")
