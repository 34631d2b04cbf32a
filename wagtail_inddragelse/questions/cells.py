"""Several texts in one, such as a cell of a spreadsheet, so that they can be told apart again."""

from __future__ import annotations

from collections.abc import Iterable

SEPARATORS = ("; ", " | ", "\n")
"""The separators; the first one that none of the texts holds is used."""


def joined(texts: Iterable[str], among: Iterable[str] = ()) -> str:
    """``texts`` in one cell. ``among`` are all that could stand there, so that it is read alike."""
    return _join(texts, among, SEPARATORS)


def in_words(texts: Iterable[str], among: Iterable[str] = ()) -> str:
    """The same for running text: with commas, where no text holds one."""
    return _join(texts, among, (", ", *SEPARATORS))


def _join(texts: Iterable[str], among: Iterable[str], separators: tuple[str, ...]) -> str:
    found = [*texts]
    held = [*found, *among]
    free = (each for each in separators if not any(each.strip(" ") in text for text in held))
    return next(free, separators[-1]).join(found)
