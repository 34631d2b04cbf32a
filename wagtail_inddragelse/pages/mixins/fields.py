"""Fields of our mixins: the migrations of a site that uses one hold its columns, not our texts.

A label, a hint or the name of a choice that we change would otherwise ask for a migration in every
site. A site that says more about a field in its own class still has that in its migrations.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from modelcluster import fields as cluster_fields
from wagtail import fields as wagtail_fields

from ...blocks import fields as block_fields

TEXTS = ("verbose_name", "help_text", "choices")

Field = TypeVar("Field", bound=type[models.Field])


def _without_texts(field_class: Field) -> Field:
    """The same class, known in migrations by the same name, without its texts there."""

    class WithoutTexts(field_class):
        def deconstruct(self) -> tuple:
            name, path, args, kwargs = super().deconstruct()
            return name, path, args, {key: kwargs[key] for key in kwargs if key not in TEXTS}

    WithoutTexts.__module__ = field_class.__module__
    WithoutTexts.__name__ = WithoutTexts.__qualname__ = field_class.__qualname__
    return WithoutTexts


BooleanField = _without_texts(models.BooleanField)
CharField = _without_texts(models.CharField)
EmailField = _without_texts(models.EmailField)
ForeignKey = _without_texts(models.ForeignKey)
ParentalManyToManyField = _without_texts(cluster_fields.ParentalManyToManyField)
PositiveSmallIntegerField = _without_texts(models.PositiveSmallIntegerField)
RichTextField = _without_texts(wagtail_fields.RichTextField)
StreamField = _without_texts(block_fields.StreamField)
TextField = _without_texts(models.TextField)
