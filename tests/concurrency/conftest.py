from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
)

from .server import Server, running


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
