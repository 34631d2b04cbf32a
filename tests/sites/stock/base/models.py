"""Snippets with the names of ours."""

from django.db import models
from wagtail.models import TranslatableMixin
from wagtail.snippets.models import register_snippet


@register_snippet
class Organisation(TranslatableMixin, models.Model):
    name = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.name


@register_snippet
class ContactPerson(TranslatableMixin, models.Model):
    name = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.name
