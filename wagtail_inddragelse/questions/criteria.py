"""The criteria of a form: which of them are scored, which count, and the levels of their scales."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .schema import Criterion

DEFAULT_SCALE = ("1", "2", "3", "4", "5")
"""The levels of a criterion for which the editor gave fewer than two."""


def scale_of(criterion: Criterion) -> tuple[str, ...]:
    """The labels of a criterion's levels, the lowest first; a score is a level's number from 1."""
    return criterion.scale if len(criterion.scale) > 1 else DEFAULT_SCALE


def counting(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    """The criteria that count, without the advisory ones at any depth."""
    for criterion in criteria:
        if not criterion.advisory:
            yield replace(criterion, children=tuple(counting(criterion.children)))


def leaves(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    """The criteria that are scored: those that have no parts of their own."""
    for criterion in criteria:
        if criterion.children:
            yield from leaves(criterion.children)
        else:
            yield criterion


def levels_of(criteria: Iterable[Criterion]) -> dict[str, int]:
    """How many levels the scale of each criterion that is scored has, by its id."""
    return {criterion.id: len(scale_of(criterion)) for criterion in leaves(criteria)}
