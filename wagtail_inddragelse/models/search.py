"""Searching texts for words as people type them: in any case, in any Unicode form.

PostgreSQL and MariaDB know upper and lower case by themselves. SQLite knows it of a to z alone, so
it is given a function that knows æ, ø and å as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import product
from typing import Any

from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.functions import Replace

from ..denmark.spelling import spellings_of_a_ring

CONTAINS = "inddragelse_contains"
"""What the function is called in SQLite."""

APOSTROPHES = ("'", "’", "‘", "ʼ", "´", "`")
"""The signs that people, phones and word processors write for the same one."""

GAPS = " -./()"
"""What people write between the digits of a telephone number."""

_STRAIGHT = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


def folded(text: str) -> str:
    """``text`` without differences that do not matter to a reader who searches for it."""
    if text.isascii():
        return text.lower().replace("`", "'")
    return unicodedata.normalize("NFC", text).translate(_STRAIGHT).casefold()


def contains(text: str | None, words: str) -> bool:
    """Whether one of ``words``, folded and a line each, occurs in ``text``: SQLite's function."""
    if text is None:
        return False
    found = folded(text)
    return any(word in found for word in words.split("\n"))


def prepare_sqlite(connection, **kwargs: Any) -> None:
    """Register the function on a new connection; called by a signal of Django's."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(CONTAINS, 2, contains, deterministic=True)


class Joined(Func):
    """Texts one after the other, none of them NULL. Flat: Django's Concat nests a pair in a pair,
    which is more than the parser of SQLite takes."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()

    def as_mysql(self, compiler, connection, **context: Any) -> tuple[str, list]:
        """Where ``||`` is “or”."""
        return self.as_sql(
            compiler, connection, template="CONCAT(%(expressions)s)", arg_joiner=", ", **context
        )


class ContainsAny(Func):
    """Whether one of ``words`` occurs in a text, in whichever case. The text is made but once."""

    output_field = BooleanField()

    def __init__(self, text: Any, words: Iterable[str]) -> None:
        super().__init__(text)
        self.words = tuple(sorted(words))

    def as_sqlite(self, compiler, connection, **context: Any) -> tuple[str, list]:
        """By the function of ours."""
        text, params = compiler.compile(self.source_expressions[0])
        words = "\n".join(map(folded, self.words))
        return f"{CONTAINS}({text}, %s)", [*params, words]

    def as_postgresql(self, compiler, connection, **context: Any) -> tuple[str, list]:
        """By a list of patterns."""
        text, params = compiler.compile(self.source_expressions[0])
        patterns = ", ".join(["UPPER(%s)"] * len(self.words))
        sql = f"UPPER({text}) LIKE ANY (ARRAY[{patterns}])"
        return sql, [*params, *self._patterns(connection)]

    def as_sql(self, compiler, connection, **context: Any) -> tuple[str, list]:
        """Where the columns themselves know upper and lower case."""
        text, params = compiler.compile(self.source_expressions[0])
        sql = " OR ".join([f"{text} LIKE %s"] * len(self.words))
        patterns = self._patterns(connection)
        return f"({sql})", [value for pattern in patterns for value in (*params, pattern)]

    def _patterns(self, connection) -> list[str]:
        return [f"%{connection.ops.prep_for_like_query(word)}%" for word in self.words]


def occurs(word: str, fields: Iterable[str], without_gaps: Iterable[str] = ()) -> Q:
    """The rows in which ``word`` occurs in one of ``fields``.

    Those of ``without_gaps`` are looked through once more without ``GAPS``, as a telephone number
    is written in many ways. All are put into one text, so that each row is looked at once.
    """
    parts = [F(name) for name in fields] + [_without_gaps(F(name)) for name in without_gaps]
    return Q(ContainsAny(_in_lines(parts), spellings(word)))


def _without_gaps(text: Any) -> Any:
    for gap in GAPS:
        text = Replace(text, Value(gap), Value(""))
    return text


def _in_lines(parts: list) -> Any:
    """The texts with a line break between, so that no word is found across two of them."""
    lines: list = []
    for part in parts:
        lines += [part, Value("\n")]
    return Joined(*lines[:-1])


def spellings(word: str) -> set[str]:
    """All spellings of ``word`` that a database that compares sign by sign may hold.

    Å and aa are the same letter to a Dane: “Århus” finds Aarhus, and “Aage” Åge.
    """
    straight = unicodedata.normalize("NFC", word).translate(_STRAIGHT)
    signs = ("'", "’") if "'" in straight else ("'",)
    found = product(spellings_of_a_ring(straight), ("NFC", "NFD"), signs)
    return {unicodedata.normalize(form, text.replace("'", sign)) for text, form, sign in found}
