"""The site's own page types, which take part in the app through its mixins."""

from core.models import BasePage
from django.db import models

from wagtail_inddragelse.pages.mixins import ApplicationFormMixin, OfferMixin


class CoursePage(OfferMixin, BasePage):
    """An offer with a field that only this site has."""

    level = models.CharField(max_length=255, blank=True)

    template = "wagtail_inddragelse/pages/event_page.html"
    content_panels = [*BasePage.content_panels, *OfferMixin.offer_panels, "level"]
    search_fields = [*BasePage.search_fields, *OfferMixin.search_fields]


class EnrolmentPage(ApplicationFormMixin, BasePage):
    """Where people sign up for the course above it."""

    template = "wagtail_inddragelse/pages/application_form_page.html"
    content_panels = [*BasePage.content_panels, *ApplicationFormMixin.form_panels]
    search_fields = [*BasePage.search_fields, *ApplicationFormMixin.search_fields]
    parent_page_types = ["offers.CoursePage"]
