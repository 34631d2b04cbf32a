"""Choosers of pages by what they do, whatever page types the site has."""

from __future__ import annotations

from django.db.models import Model
from django.utils.functional import cached_property
from wagtail.blocks import PageChooserBlock

from ..domain.offers.offers import get_offer_models
from ..domain.offers.pages import get_form_models


class OfferChooserBlock(PageChooserBlock):
    """Chooses a page that is an offer."""

    @cached_property
    def target_models(self) -> list[type[Model]]:
        return get_offer_models()

    class Meta:
        icon = "calendar-alt"


class FormPageChooserBlock(PageChooserBlock):
    """Chooses a page that takes submissions."""

    @cached_property
    def target_models(self) -> list[type[Model]]:
        return get_form_models()

    class Meta:
        icon = "form"
