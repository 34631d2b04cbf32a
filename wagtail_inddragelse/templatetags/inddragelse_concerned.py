"""Who is affected when an offer is unpublished, for Wagtail's page that asks to confirm it."""

from __future__ import annotations

from django import template
from django.db.models import Model

from ..editing.change_notes import unpublish_text

register = template.Library()


@register.simple_tag
def who_is_concerned(page: Model) -> str:
    """How many are signed up to ``page`` and that nobody is told; empty while nobody is."""
    return unpublish_text(page)
