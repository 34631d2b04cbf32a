"""Page types with the names of ours."""

from django.db import models
from wagtail.models import Page


class EventPage(Page):
    place = models.CharField(max_length=255, blank=True)


class ProgrammePage(Page):
    weeks = models.PositiveSmallIntegerField(default=1)


class OfferIndexPage(Page):
    intro = models.TextField(blank=True)


class ApplicationFormPage(Page):
    thanks = models.TextField(blank=True)
