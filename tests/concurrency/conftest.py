from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from wagtail.models import Locale

from wagtail_inddragelse.models import Intake
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    SessionFactory,
)

from .server import Server, publishing, running


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.concurrency)


@pytest.fixture
def intake(transactional_db, home):
    """An open intake with a waiting list, on an event with a form page."""
    event = EventPageFactory(title="Temaforløb", slug="temaforloeb", parent=home)
    ApplicationFormPageFactory(parent=event, slug="tilmelding")
    return IntakeFactory(page=event)


@pytest.fixture
def shared_database(tmp_path) -> Callable:
    """The test database where other processes find it: ``with shared_database() as name``."""
    return partial(_database, tmp_path)


@pytest.fixture
def serve(intake, tmp_path) -> Callable:
    """Start a server on the test database: ``with serve(SERVER_UNLOCKED="yes") as server``."""

    @contextmanager
    def started(**environment: str) -> Iterator[Server]:
        with _database(tmp_path) as database:
            with running(database, tmp_path / "server.log", **environment) as server:
                yield server
            print((tmp_path / "server.log").read_text())

    return started


@pytest.fixture
def languages(intake) -> tuple[Intake, Intake]:
    """The intake in Danish and in English, each page with another one of which it is said first.

    So whoever takes the rows of a page in their order meets the other language halfway.
    """
    other = IntakeFactory(page=intake.page, title="Et andet hold", sort_order=1)
    locale = Locale.objects.get_or_create(language_code="en")[0]
    key = intake.page.translation_key
    home = intake.page.get_parent()
    page = EventPageFactory(slug="theme", parent=home, locale=locale, translation_key=key)
    for row in (intake, other):
        SessionFactory(intake=row, uid=row.translation_key)
    english = [
        IntakeFactory(page=page, locale=locale, translation_key=row.translation_key, sort_order=n)
        for n, row in enumerate((other, intake))
    ]
    for row in english:
        SessionFactory(intake=row, uid=row.translation_key)
    for each in (intake.page, page):
        type(each).objects.get(pk=each.pk).save_revision().publish()
    return intake, english[1]


@pytest.fixture
def publishers(languages, tmp_path) -> Callable:
    """Publish both languages again and again: ``with publishers() as results``.

    ``results`` holds at the end what each of the two came to.
    """

    @contextmanager
    def started(**environment: str) -> Iterator[list[dict]]:
        results: list[dict] = []
        with _database(tmp_path) as database:
            pages = [row.page_id for row in languages]
            with publishing(database, pages, results, **environment):
                yield results

    return started


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """The name of the test database, where other processes find it.

    A SQLite database in memory is written to a file for them, and read back when they are done.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or "memory" not in name:
        yield name
        return
    path = folder / "database.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        connection.connection.backup(file)
    yield str(path)
    with closing(sqlite3.connect(path)) as file:
        file.backup(connection.connection)
