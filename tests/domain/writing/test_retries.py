"""What the database breaks off is begun anew, a bounded number of times and nowhere else."""

from __future__ import annotations

import ast
import sqlite3
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, transaction

import wagtail_inddragelse
from wagtail_inddragelse.domain.writing import retries
from wagtail_inddragelse.domain.writing.retries import ATTEMPTS, retried


class PostgresError(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def caused_by(cause: Exception, *args) -> OperationalError:
    error = OperationalError(*args)
    error.__cause__ = cause
    return error


def sqlite_error(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = code
    return caused_by(cause, "database is locked")


BROKEN_OFF = [
    caused_by(PostgresError("40P01")),
    caused_by(PostgresError("40001")),
    OperationalError(1213, "Deadlock found when trying to get lock"),
    OperationalError(1205, "Lock wait timeout exceeded"),
    sqlite_error(sqlite3.SQLITE_BUSY),
    sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT),
    sqlite_error(sqlite3.SQLITE_LOCKED),
]
FOR_GOOD = [
    caused_by(PostgresError("57014")),
    OperationalError(2006, "Server has gone away"),
    OperationalError(),
    sqlite_error(sqlite3.SQLITE_FULL),
    IntegrityError(1062, "Duplicate entry"),
    DatabaseError("other"),
]


class Work:
    """Fails with each of the errors in turn, then says how often it was tried."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.tried = list(errors), 0

    def __call__(self) -> int:
        self.tried += 1
        if self.errors:
            raise self.errors.pop(0)
        return self.tried


@pytest.fixture(autouse=True)
def pauses(monkeypatch) -> list[float]:
    """How long it would have waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(retries.time, "sleep", waited.append)
    monkeypatch.setattr(retries.random, "uniform", lambda low, high: high)
    return waited


@pytest.fixture(autouse=True)
def _outside_a_transaction(transactional_db):
    """As a request is."""


@pytest.mark.parametrize("error", BROKEN_OFF, ids=repr)
def test_what_was_broken_off_is_begun_anew(error):
    assert retried(Work(error))() == 2


@pytest.mark.parametrize("error", FOR_GOOD, ids=repr)
def test_what_fails_for_good_is_told_at_once(error, pauses):
    work = Work(error)
    with pytest.raises(type(error)):
        retried(work)()
    assert (work.tried, pauses) == (1, [])


def test_it_gives_up_after_some_attempts(pauses):
    work = Work(*[BROKEN_OFF[0]] * ATTEMPTS)
    with pytest.raises(OperationalError):
        retried(work)()
    assert work.tried == ATTEMPTS
    assert pauses == sorted(pauses)
    assert len(pauses) == ATTEMPTS - 1


def test_inside_a_transaction_the_whole_of_it_must_begin_anew():
    work = Work(BROKEN_OFF[0])
    with pytest.raises(OperationalError), transaction.atomic():
        retried(work)()
    assert work.tried == 1


def test_one_within_another_is_left_to_the_outer():
    work = Work(*[BROKEN_OFF[0]] * (ATTEMPTS - 1))

    @retried
    def outer():
        with transaction.atomic():
            return retried(work)()

    assert outer() == ATTEMPTS


PART_OF_ANOTHER = {
    "apply",
    "apply_many",
    "keep of figures",
    "_note",
    "save of SharedAcrossLanguages",
    "save of Intake",
    "with_copies",
}
"""What opens a transaction and is always called inside one: the whole of that is begun anew."""

LEFT_TO_THE_NEXT = {"_claim of notices"}
"""What a task does first; when it is broken off, the next task does it."""


def opens_a_transaction(function: ast.FunctionDef) -> bool:
    """Whether it does so itself, and not only a function inside it."""
    nested = [node for node in ast.walk(function) if isinstance(node, ast.FunctionDef)][1:]
    inside = {id(part) for other in nested for part in ast.walk(other)}
    parts = (part for part in ast.walk(function) if id(part) not in inside)
    return any(isinstance(part, ast.Attribute) and part.attr == "atomic" for part in parts)


def decorators(function: ast.FunctionDef) -> list[str]:
    return [ast.unparse(decorator) for decorator in function.decorator_list]


def name_of(path: Path, function: ast.FunctionDef, within: dict[int, str]) -> str:
    if id(function) in within:
        return f"{function.name} of {within[id(function)]}"
    elsewhere = path.stem in ("figures", "notices")
    return f"{function.name} of {path.stem}" if elsewhere else function.name


def not_retried() -> set[str]:
    """The functions of the package that open a transaction and are not begun anew."""
    found = set()
    for path in Path(wagtail_inddragelse.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text())
        classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
        within = {id(part): each.name for each in classes for part in each.body}
        for node in ast.walk(tree):
            is_opening = isinstance(node, ast.FunctionDef) and opens_a_transaction(node)
            if is_opening and "retried" not in decorators(node):
                found.add(name_of(path, node, within))
    return found


def test_whatever_opens_a_transaction_is_begun_anew():
    assert not_retried() == PART_OF_ANOTHER | LEFT_TO_THE_NEXT
