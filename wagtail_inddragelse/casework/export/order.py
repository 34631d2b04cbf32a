"""What a caseworker asked for, and the file that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .columns import Columns, columns_for
from .contents import Contents
from .csv_file import COMMA, SEMICOLON, csv_lines
from .rows import read_rows
from .xlsx_file import write_workbook
from .zip_file import zip_pieces


class Format(models.TextChoices):
    """The kinds of file."""

    XLSX = "xlsx", _("Excel workbook (XLSX)")
    CSV_SEMICOLON = "csv", _("CSV with semicolons, for a Danish Excel")
    CSV_COMMA = "csv-comma", _("CSV with commas")
    ZIP = "zip", _("The attachments, as a zip")

    @property
    def ending(self) -> str:
        """What its file names end with."""
        return self.value.partition("-")[0]

    @property
    def content_type(self) -> str:
        """Its media type."""
        return {
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "csv": "text/csv; charset=utf-8",
            "zip": "application/zip",
        }[self.ending]


@dataclass(frozen=True, slots=True)
class Order:
    """A format, the keys of columns, and whether participants and assessments come along."""

    format: Format
    columns: tuple[str, ...] = ()
    participants: bool = False
    assessments: bool = False

    def to_json(self) -> dict[str, Any]:
        """The order as plain values."""
        return {**asdict(self), "columns": list(self.columns)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Order:
        """The order that ``to_json`` turned into ``data``."""
        return cls(**{**data, "format": Format(data["format"]), "columns": tuple(data["columns"])})


@dataclass(frozen=True)
class Job:
    """An order of somebody with what it is to hold, ready to be made."""

    user: AbstractBaseUser
    contents: Contents
    order: Order

    def columns(self) -> Columns:
        """All columns that the user may see."""
        return columns_for(self.user, self.contents.versions, self.contents.offers)

    def pieces(self) -> Iterator[bytes]:
        """The file, piece by piece, in the language that is active now."""
        if self.order.format == Format.ZIP:
            pieces = zip_pieces(self.contents)
        elif self.order.format == Format.XLSX:
            pieces = self._workbook_pieces()
        else:
            pieces = (text.encode() for text in self._csv())
        return _in_language(pieces, translation.get_language())

    def write(self, file: BinaryIO, progress: Callable[[int], None] = lambda rows: None) -> None:
        """Write the file; ``progress`` is told how many submissions are done."""
        if self.order.format == Format.XLSX:
            self._write_workbook(file, progress)
        else:
            for piece in self.pieces():
                file.write(piece)

    def _csv(self) -> Iterator[str]:
        columns = self.columns()
        chosen, person = columns.chosen(self.order.columns), self._person(columns)
        most_people = self.contents.most_people() if person else 0
        rows = read_rows(self.user, self.contents, chosen, person)
        dialect = COMMA if self.order.format == Format.CSV_COMMA else SEMICOLON
        return csv_lines(rows, chosen, person, most_people, dialect)

    def _workbook_pieces(self) -> Iterator[bytes]:
        with TemporaryFile() as file:
            self._write_workbook(file)
            file.seek(0)
            while piece := file.read(256 * 1024):
                yield piece

    def _write_workbook(
        self, file: BinaryIO, progress: Callable[[int], None] = lambda rows: None
    ) -> None:
        columns = self.columns()
        chosen, person = columns.chosen(self.order.columns), self._person(columns)
        criteria = columns.criteria if self.order.assessments else {}
        rows = read_rows(self.user, self.contents, chosen, person, bool(criteria))
        write_workbook(file, rows, chosen, person, criteria, progress)

    def _person(self, columns: Columns) -> tuple:
        return columns.person if self.order.participants else ()


def _in_language(pieces: Iterator[bytes], language: str | None) -> Iterator[bytes]:
    """The same pieces, each made in ``language``: a stream is read when the view has returned."""
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        if piece:
            yield piece
