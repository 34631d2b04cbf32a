"""What tests of all parts share."""

import pytest
from django.conf import settings
from django.core.cache import caches
from wagtail.models import Locale, Page, Site

from tests.editors import log_in, make_editor
from wagtail_inddragelse.mail.sending import resume_sending


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the tests that empty the tables behind them, as they must not share a worker's database,
    and those that ask no database, as one is as good as another for them."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        by_marker = marker is not None and marker.kwargs.get("transaction")
        if by_marker or {"transactional_db", "live_server"} & set(item.fixturenames):
            item.add_marker("transactional")
        elif marker is None and "db" not in item.fixturenames:
            item.add_marker("any_database")


@pytest.fixture(autouse=True)
def _no_memory():
    """Each test starts with empty caches: renderings, limits, Wagtail's site roots. A mail server
    that did not answer the one before is tried."""
    resume_sending()
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def home(db):
    """The home page of the default site; made anew where an earlier test emptied the tables."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else _new_site().root_page


@pytest.fixture
def root_page(home):
    """The root of the page tree, above every site."""
    return home.get_parent()


@pytest.fixture
def editor(root_page):
    """A logged-in editor's client."""
    return log_in(make_editor(root_page))


def _new_site() -> Site:
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=Page(title="Home", slug="home"))
    return Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
