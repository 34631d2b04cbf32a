"""An export as CSV, streamed: one line per submission, its participants in columns of their own."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from .columns import Column, PersonColumn, Row
from .formulas import csv_writer_of

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file is written: Excel takes its separator from the country it is set to."""

    separator: str
    decimal_sign: str


SEMICOLON = Dialect(";", ",")
COMMA = Dialect(",", ".")


def csv_lines(
    chunks: Iterable[list[Row]],
    columns: Sequence[Column],
    person_columns: Sequence[PersonColumn],
    most_people: int,
    dialect: Dialect,
) -> Iterator[str]:
    """The file, a chunk at a time; the heading comes before the first row is fetched."""
    write = _line_writer(dialect)
    yield BOM + write([_heading(columns, person_columns, most_people)])
    readers = [column.accessor for column in columns]
    people = [column.accessor for column in person_columns]
    for rows in chunks:
        yield write([_cells(row, readers, people, most_people) for row in rows])


def _line_writer(dialect: Dialect) -> Callable[[list[list[Any]]], str]:
    text_of = csv_writer_of(dialect.decimal_sign)

    def write(lines: list[list[Any]]) -> str:
        buffer = StringIO(newline="")
        writer = csv.writer(buffer, delimiter=dialect.separator)
        writer.writerows(
            # Most cells are harmless texts, which spare the call.
            [c if type(c) is str and c[:1].isalnum() else text_of(c) for c in line]
            for line in lines
        )
        return buffer.getvalue()

    return write


def _heading(
    columns: Sequence[Column], person_columns: Sequence[PersonColumn], most_people: int
) -> list[str]:
    labels = [column.label for column in columns]
    for number in range(1, most_people + 1):
        labels += [f"{column.label} {number}" for column in person_columns]
    return labels


def _cells(row: Row, readers: list, people: list, most_people: int) -> list[Any]:
    cells = [read(row) for read in readers]
    if people and most_people:
        for person in row.people[:most_people]:
            cells += [read(person) for read in people]
        cells += [None] * (len(readers) + len(people) * most_people - len(cells))
    return cells
