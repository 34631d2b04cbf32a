"""A case's position in the list it was opened from: its number, the one before and the one after.

Found by the list's own order with a condition on the sort keys, so that no more than one row each
is read, and so that it also works for a case that has dropped out of the list meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ...models import Submission
from .listed import listed


@dataclass(frozen=True)
class Neighbours:
    """Where a case stands in a list: ``number`` is None when it is not, or no longer, in it."""

    number: int | None
    total: int
    previous: Submission | None
    next: Submission | None


def find_neighbours(listed: QuerySet, submission: Submission) -> Neighbours:
    """The position of ``submission`` in ``listed``; three queries, whatever the length of the list.

    ``listed`` is sorted by names of columns that are never empty and together tell rows apart.
    """
    order = listed.query.order_by
    before, after = _beyond(submission, _reversed(order)), _beyond(submission, order)
    counts = listed.order_by().aggregate(
        total=Count("pk"),
        earlier=Count("pk", filter=before),
        listed=Count("pk", filter=Q(pk=submission.pk)),
    )
    return Neighbours(
        number=counts["earlier"] + 1 if counts["listed"] else None,
        total=counts["total"],
        previous=_first(listed.filter(before).order_by(*_reversed(order))),
        next=_first(listed.filter(after)),
    )


def neighbours_of(user, query: str, submission: Submission) -> Neighbours | None:
    """The position of ``submission`` in the register's list under ``query``.

    None for a query that means nothing.
    """
    found = listed(user, query)
    return None if found is None else find_neighbours(found, submission)


def _reversed(order: Sequence[str]) -> list[str]:
    return [column[1:] if column.startswith("-") else f"-{column}" for column in order]


def _beyond(submission: Submission, order: Sequence[str]) -> Q:
    """The condition for what comes after ``submission`` in this order."""
    found, same = Q(), Q()
    for column in order:
        name = column.removeprefix("-")
        value = getattr(submission, name)
        further = "lt" if column.startswith("-") else "gt"
        found |= same & Q(**{f"{name}__{further}": value})
        same &= Q(**{name: value})
    name = order[0].removeprefix("-")
    further = "lte" if order[0].startswith("-") else "gte"
    return found & Q(**{f"{name}__{further}": getattr(submission, name)})  # lets an index be used


def _first(rows: QuerySet) -> Submission | None:
    return rows.select_related(None).prefetch_related(None).only("pk", "reference").first()
