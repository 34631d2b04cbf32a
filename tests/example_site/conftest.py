"""The example site, loaded with its demo content once for each module of tests."""

import importlib
import os
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

SETTINGS = (
    "BASE_URL",
    "LOCALE_PATHS",
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "STATICFILES_DIRS",
    "TEMPLATES",
    "WAGTAILADMIN_BASE_URL",
    "WAGTAIL_SITE_NAME",
)


def example_settings():
    """The settings of the example site that differ from those of the tests."""
    os.environ.setdefault("DEBUG", "1")
    module = importlib.import_module("example_site.settings")
    return {name: getattr(module, name) for name in SETTINGS} | {"DEBUG": True}


WAGTAIL_LEAVES_FILES_OPEN = pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)
"""For tests that make Wagtail cut an image to size, which leaves closing to the collector."""


@contextmanager
def load_demo(blocker, *arguments):
    """The demo content, gone again afterwards."""
    with (
        override_settings(**example_settings(), STATIC_ROOT=None),
        blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("load_demo", *arguments, verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo with days on which everything is open now."""
    with load_demo(django_db_blocker):
        yield


@pytest.fixture(scope="module")
def original_demo(django_db_setup, django_db_blocker):
    """The demo with its true days."""
    with load_demo(django_db_blocker, "--dates=original"):
        yield


@pytest.fixture
def read(client, db):
    """Text of the page at a path, as people read it: on one line, without markup."""

    def get(path):
        response = client.get(path)
        assert response.status_code == 200, path
        main = BeautifulSoup(response.content, "html.parser").main
        return " ".join(main.get_text(" ").split())

    return get
