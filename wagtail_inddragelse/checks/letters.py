"""Whether the database knows the Danish letters as Danes do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage
from django.db import connections

from ..models import Audience, ContactPerson, Organisation, Participant, Submission, Theme
from ..models.base import get_page_model
from .found import can_ask, warning
from .live import is_danish

WANTED = "utf8mb4_danish_ci"
NAMES = (
    (Submission, "contact_name"),
    (Submission, "organisation"),
    (Participant, "name"),
    (Organisation, "name"),
    (ContactPerson, "name"),
    (Audience, "name"),
    (Theme, "name"),
)
"""Columns by which people sort or search."""


def check_letters(databases: Sequence[str] | None = None, **kwargs: Any) -> Iterator[CheckMessage]:
    """W021: å is a letter of its own and the last one, and the same whether large or small."""
    alias = can_ask(Submission, databases) if is_danish() else ""
    vendor = connections[alias].vendor if alias else ""
    if vendor == "mysql" and (columns := _sorted_otherwise(alias)):
        yield warning(
            "W021",
            f"{', '.join(columns)}: Å sorts as A, and a search for one finds the other.",
            f"Make the database with COLLATE {WANTED}, or change the columns as install.md says.",
        )
    if vendor == "postgresql" and not _knows_large_letters(alias):
        yield warning(
            "W021",
            "The PostgreSQL database takes Å and å for different letters: “åse” finds no “Åse”.",
            "Make it with a locale that knows them, such as da_DK.UTF-8 or C.UTF-8.",
        )


def _sorted_otherwise(alias: str) -> list[str]:
    """Columns with names whose collation is not Danish, each as “table.column (collation)”."""
    named = [(m._meta.db_table, m._meta.get_field(name).column) for m, name in _columns()]
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT TABLE_NAME, COLUMN_NAME, COLLATION_NAME FROM information_schema.COLUMNS "
            "WHERE TABLE_SCHEMA = DATABASE() AND COLLATION_NAME IS NOT NULL"
        )
        found = {(table, column): collation for table, column, collation in cursor.fetchall()}
    return [
        f"{table}.{column} ({found[table, column]})"
        for table, column in named
        if (table, column) in found and not _is_danish_collation(found[table, column])
    ]


def _columns() -> Iterator[tuple]:
    yield from NAMES
    yield get_page_model(), "title"


def _is_danish_collation(name: str) -> bool:
    return "_danish_" in name or "_da_" in name


def _knows_large_letters(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 'ÆØÅ' ILIKE 'æøå'")
        return cursor.fetchone()[0]
