"""Cells as texts that no spreadsheet takes for a formula."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

STARTS_A_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
"""What a spreadsheet may calculate when it opens a CSV file; the wide signs are for Asia's."""


def guarded(text: str) -> str:
    """``text`` as a cell of a CSV file: an apostrophe keeps what follows from being calculated."""
    if text[:1].isalnum():  # which most texts begin with, and no formula
        return text
    return f"'{text}" if STARTS_A_FORMULA.match(text) else text


def csv_writer_of(decimal_sign: str) -> Callable[[Any], str]:
    """What turns a cell into the text of a CSV file, with dates as in ISO 8601."""

    def number(cell: float | Decimal) -> str:
        return str(cell).replace(".", decimal_sign)

    writers: dict[type, Callable[[Any], str]] = {
        str: guarded,
        int: str,
        float: number,
        Decimal: number,
        dt.datetime: lambda cell: cell.isoformat(" ", "minutes"),
        dt.date: dt.date.isoformat,
        type(None): lambda cell: "",
    }

    def write(cell: Any) -> str:
        writer = writers.get(type(cell))
        return writer(cell) if writer else guarded(str(cell))

    return write
