"""What a command does with many, one by one: one that fails does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Result = TypeVar("Result")


def one_by_one(act: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """The results of ``act`` for each of ``items``.

    Each gets its turn, whatever fails before: the first error is raised when all have had theirs,
    and each is named in the log by its type alone, as its words may hold personal data.
    """
    results, errors = [], []
    for item in items:
        try:
            results.append(act(item))
        except Exception as error:
            logger.error("One of many could not be done: %s", type(error).__name__)
            errors.append(error)
    if errors:
        raise errors[0]
    return results
