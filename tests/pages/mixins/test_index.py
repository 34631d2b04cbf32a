"""Which offers a list shows."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from wagtail_inddragelse.pages.models import OfferIndexPage
from wagtail_inddragelse.testing.factories import (
    AudienceFactory,
    EventPageFactory,
    OfferIndexPageFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def listed(page) -> list:
    return [offer.page for offer in page.get_offers()]


def tagged(page, **relations):
    for name, rows in relations.items():
        setattr(page, name, rows)
    page.save()
    return page


def test_those_below_it():
    index = OfferIndexPageFactory()
    below = EventPageFactory(parent=index)
    EventPageFactory()
    assert listed(index) == [below]


def test_those_for_an_audience_wherever_they_are():
    audience = AudienceFactory()
    index = OfferIndexPageFactory(audience=audience)
    elsewhere = tagged(EventPageFactory(), audiences=[audience])
    EventPageFactory(parent=index)
    assert listed(index) == [elsewhere]


def test_those_about_a_theme_for_an_audience():
    audience, theme = AudienceFactory(), ThemeFactory()
    both = tagged(EventPageFactory(), audiences=[audience], themes=[theme])
    tagged(EventPageFactory(), audiences=[audience])
    tagged(EventPageFactory(), themes=[theme])
    assert listed(OfferIndexPageFactory(audience=audience, theme=theme)) == [both]


def test_those_in_its_own_language(home):
    english = Locale.objects.get_or_create(language_code="en")[0]
    english_home = home.copy_for_translation(english)
    audience = AudienceFactory()
    danish = tagged(EventPageFactory(), audiences=[audience])
    danish.copy_for_translation(english).get_latest_revision().publish()
    translated = danish.get_translation(english)
    assert listed(OfferIndexPageFactory(audience=audience)) == [danish]
    english_index = OfferIndexPageFactory(parent=english_home, locale=english, audience=audience)
    assert listed(english_index) == [translated]


def test_page_that_is_still_being_made_lists_nothing_below_it():
    EventPageFactory()
    assert listed(OfferIndexPage(title="New")) == []


def test_audience_that_is_deleted_leaves_those_below():
    audience = AudienceFactory()
    index = OfferIndexPageFactory(audience=audience)
    below = EventPageFactory(parent=index)
    audience.delete()
    assert listed(OfferIndexPage.objects.get(pk=index.pk)) == [below]
