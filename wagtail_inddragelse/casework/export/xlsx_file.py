"""An export as a workbook, written row by row to disk so that its size takes no memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from .columns import Column, PersonColumn, Row, local

LONGEST = 32_767
"""Characters that a cell can hold."""

DATE, MOMENT = 14, 22
"""Number formats that each spreadsheet shows in the way of its own country."""

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    file: BinaryIO,
    chunks: Iterable[list[Row]],
    columns: Sequence[Column],
    person_columns: Sequence[PersonColumn] = (),
    criteria: Mapping[str, str] | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> int:
    """Write the workbook to ``file``; returns how many submissions are in it.

    Participants get a sheet when there are columns for them, and assessments when there are texts
    of ``criteria`` by id. ``progress`` is told after each chunk how many submissions are done.
    """
    with closing(Workbook(file, OPTIONS)) as book:
        submissions = Sheet(book, _("Submissions"), [column.label for column in columns])
        people = person_columns and Sheet(
            book, _("Participants"), [_("Reference"), *(each.label for each in person_columns)]
        )
        said = criteria and Sheet(book, _("Assessments"), _assessment_heading())
        readers = [column.accessor for column in columns]
        for rows in chunks:
            for row in rows:
                submissions.add([read(row) for read in readers])
                if people:
                    people.add_all(_person_lines(row, person_columns))
                if said:
                    said.add_all(_assessment_lines(row, criteria))
            progress(submissions.number)
        for sheet in filter(None, (submissions, people, said)):
            sheet.finish()
    return submissions.number


class Sheet:
    """A sheet that is filled from the top. ``number`` counts its rows below the heading."""

    def __init__(self, book: Workbook, name: str, heading: list[str]) -> None:
        self.sheet: Worksheet = book.add_worksheet(name[:31])
        self.columns, self.number = len(heading), 0
        self.sheet.freeze_panes(1, 1)
        self.sheet.set_column(0, max(self.columns - 1, 0), 20)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for position, label in enumerate(heading):
            self.sheet.write_string(0, position, label[:LONGEST], bold)
        self.writers = _writers(self.sheet, book)

    def add(self, cells: list[Any]) -> None:
        """Write the next row. A text stays a text, whatever it begins with."""
        self.number += 1
        writers, other = self.writers, self.writers[str]
        for position, cell in enumerate(cells):
            if cell is not None and cell != "":
                write = writers.get(type(cell))
                if write:
                    write(self.number, position, cell)
                else:
                    other(self.number, position, str(cell))

    def add_all(self, lines: Iterable[list[Any]]) -> None:
        """Write the next rows."""
        for cells in lines:
            self.add(cells)

    def finish(self) -> None:
        """Let people sort and filter what has been written."""
        if self.columns:
            self.sheet.autofilter(0, 0, self.number, self.columns - 1)


def _writers(sheet: Worksheet, book: Workbook) -> dict[type, Callable]:
    date = book.add_format({"num_format": DATE, "align": "left"})
    moment = book.add_format({"num_format": MOMENT, "align": "left"})

    def text(row: int, position: int, cell: str) -> None:
        sheet.write_string(row, position, cell if len(cell) <= LONGEST else f"{cell[:32_000]} …")

    return {
        str: text,
        int: sheet.write_number,
        float: sheet.write_number,
        Decimal: sheet.write_number,
        dt.datetime: lambda row, position, cell: sheet.write_datetime(row, position, cell, moment),
        dt.date: lambda row, position, cell: sheet.write_datetime(row, position, cell, date),
    }


def _person_lines(row: Row, columns: Sequence[PersonColumn]) -> list[list[Any]]:
    reference = row.values.reference
    return [[reference, *(column.accessor(person) for column in columns)] for person in row.people]


def _assessment_heading() -> list[str]:
    return [
        _("Reference"),
        _("Assessor"),
        _("Handed in"),
        _("Criterion"),
        _("Score"),
        _("Reason"),
        _("Recommendation"),
        _("Comment"),
    ]


def _assessment_lines(row: Row, labels: Mapping[str, str]) -> list[list[Any]]:
    """One line per score, and one that ends each assessment."""
    lines = []
    for each in row.scores.said:
        first = [row.values.reference, str(each.assessor), local(each.submitted_at)]
        lines += [
            [*first, labels.get(score.criterion_id, ""), score.value, score.reason]
            for score in each.scores.all()
        ]
        closing_words = [each.get_recommendation_display(), each.comment]
        lines.append([*first, None, None, None, *closing_words])
    return lines
