"""What the tests of the domain share."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.files.storage import InMemoryStorage

from wagtail_inddragelse.models import Attachment

from .builders import NOW


@pytest.fixture
def clock():
    """The clock, standing still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def soon() -> dt.datetime:
    """A moment ten days ahead."""
    return NOW + dt.timedelta(days=10)


@pytest.fixture
def use_storage(monkeypatch):
    """Has attachments kept in another storage, as a site's STORAGES would."""

    def use(storage):
        for name in ("file", "redacted_file"):
            monkeypatch.setattr(Attachment._meta.get_field(name).storage, "_wrapped", storage)
        return storage

    return use


@pytest.fixture
def private_files(use_storage):
    """The names of the files in an empty private storage."""
    storage = use_storage(InMemoryStorage())
    return lambda: stored_files(storage)


def stored_files(storage) -> list[str]:
    """The names of the attachments in ``storage``."""
    return storage.listdir("attachments")[1] if storage.exists("attachments") else []
