"""The page types of this site that are offers or forms, whatever they are called."""

from __future__ import annotations

from django.db import models
from wagtail.models import get_page_models


def get_offer_models() -> list[type[models.Model]]:
    """The page types that are offers."""
    return [model for model in get_page_models() if getattr(model, "is_offer", False)]


def get_form_models() -> list[type[models.Model]]:
    """The page types that take submissions."""
    return [model for model in get_page_models() if getattr(model, "takes_submissions", False)]
