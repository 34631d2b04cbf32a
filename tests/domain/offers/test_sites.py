"""Which site a page belongs to, and that lists keep to it."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from wagtail_inddragelse.blocks.offers import OfferListBlock
from wagtail_inddragelse.domain.offers.offers import find_offers
from wagtail_inddragelse.domain.offers.sites import in_site, site_of
from wagtail_inddragelse.models import Audience
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def audience(home):
    return Audience.objects.create(name="Chiefs", locale=home.locale)


@pytest.fixture
def here(home, audience):
    page = EventPageFactory(parent=home, title="Here")
    page.audiences.add(audience)
    page.save()
    return page


@pytest.fixture
def other_home(root_page):
    page = root_page.add_child(instance=Page(title="Other", slug="home-of-others"))
    Site.objects.create(hostname="other.example", root_page=page)
    return page


@pytest.fixture
def there(other_home, audience):
    page = EventPageFactory(parent=other_home, title="There")
    page.audiences.add(audience)
    page.save()
    return page


def titles(offers) -> list[str]:
    return [offer.page.title for offer in offers]


def listed(value: dict, page) -> list[str]:
    block = OfferListBlock()
    context = block.get_context(
        block.to_python(value), {"page": page, "request": RequestFactory().get("/")}
    )
    return [title for group in context["groups"] for title in titles(group.offers)]


def test_each_page_has_its_site(here, there):
    sites = {site.hostname: site.pk for site in Site.objects.all()}
    assert (site_of(here), site_of(there)) == (sites["localhost"], sites["other.example"])


def test_a_page_outside_has_none(root_page, there):
    outside = root_page.add_child(instance=Page(title="Outside", slug="outside"))
    assert site_of(outside) is None


def test_the_only_site_limits_nothing(home, django_assert_num_queries):
    assert not in_site(site_of(home))


def test_a_site_holds_its_languages(here, home, there, settings):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = here.copy_for_translation(english, copy_parents=True)
    translated.save_revision().publish()
    found = find_offers(site_id=site_of(here))
    assert {offer.page.locale.language_code for offer in found} == {"da", "en"}
    assert titles(found) == ["Here", "Here"]


def test_a_list_of_offers_for_an_audience_keeps_to_its_site(here, there, home, audience):
    index = OfferIndexPageFactory(parent=home, audience=audience)
    assert titles(index.get_offers()) == ["Here"]


def test_a_block_keeps_to_its_site(here, there, home, other_home):
    assert (listed({}, home), listed({}, other_home)) == (["Here"], ["There"])


def test_what_an_editor_chose_is_shown_wherever_it_is(here, there, home):
    assert listed({"pages": [there.pk]}, home) == ["There"]


def test_tell_me_keeps_to_its_site(client, there, here):
    intake = IntakeFactory(page=there, publication="announced")
    url = reverse("wagtail_inddragelse:subscribe", kwargs={"intake_id": intake.pk})
    answers = [client.get(url, headers={"host": host}) for host in ("localhost", "other.example")]
    assert [answer.status_code for answer in answers] == [404, 200]
