"""What tests of all parts share."""

import pytest
from django.core.cache import caches
from wagtail.models import Site

from tests.editors import log_in, make_editor
from wagtail_inddragelse.mail.sending import resume_sending

from . import stock


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Mark the tests that empty the tables behind them, as they must not share a worker's database,
    and those that ask no database, as one is as good as another for them. Without migrations, leave
    out the tests of these."""
    if config.option.nomigrations:
        items[:] = [item for item in items if not item.get_closest_marker("migrated")]
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_use_migrations, django_db_blocker):
    """Tables with what a new site has, also where no migration put it there."""
    if not django_db_use_migrations:
        with django_db_blocker.unblock():
            stock.fill()


@pytest.fixture(autouse=True)
def _filled_again(request):
    """Whoever asks the tables finds the same in them after a test that emptied them."""
    asks = {"db", "transactional_db"} & set(request.fixturenames)
    if asks or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        if not Site.objects.exists():
            stock.fill()


@pytest.fixture
def home(db):
    """The home page of the default site."""
    return Site.objects.select_related("root_page").get(is_default_site=True).root_page


@pytest.fixture
def root_page(home):
    """The root of the page tree, above every site."""
    return home.get_parent()


@pytest.fixture
def editor(root_page):
    """A logged-in editor's client."""
    return log_in(make_editor(root_page))
