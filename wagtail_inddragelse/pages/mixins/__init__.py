"""What a page type of any site becomes by inheriting: an offer, a form, a list of offers."""

from .form import ApplicationFormMixin
from .index import OfferIndexMixin
from .offer import OfferMixin

__all__ = ["ApplicationFormMixin", "OfferIndexMixin", "OfferMixin"]
