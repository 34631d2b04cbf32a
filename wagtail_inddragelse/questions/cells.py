"""Several texts in one cell of a spreadsheet, so that they can be told apart again."""

from __future__ import annotations

from collections.abc import Iterable

SEPARATORS = ("; ", " | ", "\n")
"""What stands between the texts; the first that none of them holds."""


def joined(texts: Iterable[str], among: Iterable[str] = ()) -> str:
    """``texts`` in one cell. ``among`` are all that could stand there, so that it is read alike."""
    found = [*texts]
    held = [*found, *among]
    return _separator(held).join(found)


def _separator(held: list[str]) -> str:
    free = (each for each in SEPARATORS if not any(each.strip(" ") in text for text in held))
    return next(free, SEPARATORS[-1])
