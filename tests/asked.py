"""What each test asks of a database, and which tests another database is to answer as well.

A plug-in of pytest. With ``--asked-into=FOLDER`` it notes what each test asks of SQLite; with
``--asked-from=FOLDER`` it leaves out the tests that another database answers no otherwise, by
``chosen``. Why these: docs/decisions/0036-what-the-other-databases-are-asked.md
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ONCE = frozenset({"any_database", "e2e", "gettext", "html", "office", "packaging", "sites"})
"""Markers of tests that say nothing of the database: they run once, and no notes are taken."""
PACKAGE = "wagtail_inddragelse"
NO_PLACES = {f"{PACKAGE}.models.prepared", f"{PACKAGE}.testing.factories"}
"""Modules that send statements on behalf of others."""
LOCK = "/* FOR UPDATE */"
"""Stands at the end of what would lock rows, of which SQLite knows nothing."""
LISTS = re.compile(r"\((?:%s|NULL|, )+\)(?:, \((?:%s|NULL|, )+\))*")
SAVEPOINT = re.compile(r"(?<=SAVEPOINT ).+")
WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE) ["`](\w+)')
ORDERED = re.compile(r'["`](\w+)["`]\.["`](\w+)["`] (?:ASC|DESC)')
LOOKED_FOR = "inddragelse_contains("


@dataclass
class Asked:
    """What one test asks.

    ``statements`` are wordings without values, each with the kinds of its values and the place in
    the package that it comes from. ``by_values``: the answer may hang on these very values.
    """

    statements: set[str] = field(default_factory=set)
    by_values: bool = False


def chosen(asked: dict[str, Asked]) -> set[str]:
    """Tests by which another database answers whatever it may answer otherwise.

    All whose very values count, and as many of the others as it takes for each statement to be
    sent once.
    """
    names = {name for name, one in asked.items() if one.by_values}
    sent = set().union(*(asked[name].statements for name in names))
    for name in sorted(asked.keys() - names):
        if asked[name].statements - sent:
            names.add(name)
            sent |= asked[name].statements
    return names


class Notes:
    """Notes what the test at work asks. An instance is one of Django's ``execute_wrappers``."""

    def __init__(self) -> None:
        self.asked: dict[str, Asked] = {}
        self.test: str | None = None
        self.foreign: set[str] = set()
        """Tables into which the test wrote letters beyond a to z."""

    def begin(self, test: str) -> None:
        """From now on, ``test`` asks."""
        self.test, self.foreign = test, set()
        self.asked[test] = Asked()

    def end(self) -> None:
        """Nobody asks."""
        self.test = None

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        from django.db import Error

        if self.test is None:
            return execute(sql, params, many, context)
        one = self.asked[self.test]
        values = list(_values(params, many))
        one.statements.add(f"{wording(sql)} {kinds(values)} {place()}")
        one.by_values |= self._is_about_values(sql, values)
        try:
            return execute(sql, params, many, context)
        except Error:
            one.by_values = True
            raise

    def _is_about_values(self, sql: str, values: list) -> bool:
        foreign = any(isinstance(value, str) and not value.isascii() for value in values)
        if written := WRITTEN.match(sql):
            self.foreign |= {written[1]} if foreign else set()
            return False
        return foreign or LOOKED_FOR in sql or bool(self.foreign & tables_sorted_by_text(sql))


def _values(params: Any, many: bool) -> Iterator:
    for one in params if many else [params]:
        yield from one or ()


@cache
def wording(sql: str) -> str:
    """A statement as it is for any number of values."""
    return SAVEPOINT.sub("", LISTS.sub("(…)", sql))


def kinds(values: Iterable) -> str:
    """Of what kinds the values are: text is empty, of ASCII, or not."""
    return " ".join(sorted({_kind(value) for value in values}))


def _kind(value: Any) -> str:
    if isinstance(value, str) and value:
        return "ascii" if value.isascii() else "text"
    return type(value).__name__ if value != "" else "empty"


def place() -> str:
    """The innermost function of the package that is at work; empty while none is."""
    frame = sys._getframe(2)
    while frame:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(PACKAGE) and module not in NO_PLACES:
            return f"{module}:{frame.f_code.co_qualname}"
        frame = frame.f_back
    return ""


@cache
def tables_sorted_by_text(sql: str) -> set[str]:
    """The tables of ours by a text of which a statement sorts."""
    columns = text_columns()
    return {table for table, column in ORDERED.findall(sql) if (table, column) in columns}


@cache
def text_columns() -> set[tuple[str, str]]:
    """Columns of our tables that hold text."""
    from django.apps import apps
    from django.db.models import CharField, TextField

    return {
        (model._meta.db_table, each.column)
        for model in apps.get_models()
        if model.__module__.startswith(PACKAGE)
        for each in model._meta.concrete_fields
        if isinstance(each, (CharField, TextField))
    }


def write(asked: dict[str, Asked], file: Path) -> None:
    """Put down what tests ask, each statement once."""
    numbers: dict[str, int] = {}
    tests = {
        name: [one.by_values, [numbers.setdefault(each, len(numbers)) for each in one.statements]]
        for name, one in asked.items()
    }
    file.write_text(json.dumps({"statements": list(numbers), "tests": tests}))


def read(folder: Path) -> dict[str, Asked]:
    """What all processes of a run have put down."""
    asked = {}
    for file in sorted(folder.glob("*.json")):
        written = json.loads(file.read_text())
        for name, (by_values, numbers) in written["tests"].items():
            statements = {written["statements"][number] for number in numbers}
            asked[name] = Asked(statements, by_values)
    return asked


def spell_locks(put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Have Django say in SQLite's statements, too, which rows it would lock."""
    from django.db import connection

    put(type(connection.features), "has_select_for_update", True)
    put(type(connection.ops), "for_update_sql", lambda *args, **kwargs: LOCK)


class Noting:
    """The plug-in that takes notes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.notes = folder, Notes()

    def pytest_sessionstart(self) -> None:
        """Look at what every connection sends."""
        from django.db import connections
        from django.db.backends.signals import connection_created

        spell_locks()
        for connection in connections.all(initialized_only=True):
            self._look_at(connection)
        connection_created.connect(self._look_at, weak=False)

    def _look_at(self, connection: Any, **kwargs: Any) -> None:
        if self.notes not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.notes)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """A test asks from the beginning of its fixtures to their end."""
        if ONCE.isdisjoint(marker.name for marker in item.iter_markers()):
            self.notes.begin(item.nodeid)
        try:
            return (yield)
        finally:
            self.notes.end()

    def pytest_sessionfinish(self) -> None:
        """Put down what the tests of this process ask."""
        if self.notes.asked:
            name = os.environ.get("PYTEST_XDIST_WORKER", "alone")
            write(self.notes.asked, self.folder / f"{name}.json")


class Choosing:
    """The plug-in that leaves out what needs no second answer. Of whom nothing is noted, runs."""

    def __init__(self, folder: Path) -> None:
        self.asked = read(folder)
        self.left_out = self.asked.keys() - chosen(self.asked)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list) -> None:
        """Leave them out."""
        config.hook.pytest_deselected(items=[i for i in items if i.nodeid in self.left_out])
        items[:] = [item for item in items if item.nodeid not in self.left_out]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two options."""
    parser.addoption("--asked-into", type=Path, help="note what each test asks, in this folder")
    parser.addoption("--asked-from", type=Path, help="leave out what the notes there allow to")


def pytest_configure(config: pytest.Config) -> None:
    """Do what the options say."""
    if folder := config.option.asked_into:
        config.pluginmanager.register(Noting(folder))
    if folder := config.option.asked_from:
        config.pluginmanager.register(Choosing(folder))
