"""factory-boy factories of our page types, for sites that have ``wagtail_inddragelse.pages``.

They are found in ``factories`` too.
"""

from __future__ import annotations

import factory
from wagtail_factories import PageFactory

from ..pages import models as pages
from .factories import OfferFactory, front_page


class OfferIndexPageFactory(PageFactory):
    class Meta:
        model = pages.OfferIndexPage

    title = factory.Sequence(lambda n: f"Offers {n}")
    slug = factory.Sequence(lambda n: f"offers-{n}")
    parent = factory.LazyFunction(front_page)


class EventPageFactory(OfferFactory):
    class Meta:
        model = pages.EventPage


class ProgrammePageFactory(OfferFactory):
    class Meta:
        model = pages.ProgrammePage

    title = factory.Sequence(lambda n: f"Programme {n}")


class ApplicationFormPageFactory(PageFactory):
    class Meta:
        model = pages.ApplicationFormPage

    title = "Sign up"
    slug = factory.Sequence(lambda n: f"sign-up-{n}")
    parent = factory.SubFactory(EventPageFactory)
