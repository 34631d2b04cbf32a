"""Where our page types may be placed: below and above offers and forms of any type."""

from __future__ import annotations

from django.db import models
from wagtail.models import get_page_models

from ...domain.offers.offers import get_offer_models
from ...domain.offers.pages import get_form_models
from .index import OfferIndexMixin


class FormsBelow(models.Model):
    """Takes forms below it and nothing else."""

    class Meta:
        abstract = True

    @classmethod
    def clean_subpage_models(cls) -> list[type[models.Model]]:
        """Forms of every type the site has."""
        return get_form_models()


class BelowOffers(models.Model):
    """Stands below an offer or a list of offers, and has nothing below it."""

    subpage_types: list[str] = []

    class Meta:
        abstract = True

    @classmethod
    def clean_parent_page_models(cls) -> list[type[models.Model]]:
        """Offers and lists of offers of every type the site has."""
        lists = [model for model in get_page_models() if issubclass(model, OfferIndexMixin)]
        return [*get_offer_models(), *lists]
