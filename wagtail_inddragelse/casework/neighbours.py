"""A case's place in the list it was opened from: its number, the one before and the one after.

Found by the list's own order with a condition on the sort keys, so that no more than one row each
is read, and so that it also works for a case that has dropped out of the list meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import connections
from django.db.models import Count, F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from ..models import Submission

ORDER = ("o",)
"""What in the register's query string says how it is sorted; all else says what is in it."""


@dataclass(frozen=True)
class Neighbours:
    """Where a case stands in a list: ``number`` is None when it is not, or no longer, in it."""

    number: int | None
    total: int
    previous: Submission | None
    next: Submission | None


@dataclass(frozen=True)
class Key:
    """One column of an order: its name in the query, which way, and where empty ones stand.

    ``says_empty`` is whether the order says so itself; a database's own way can use its index.
    """

    name: str
    descending: bool
    empty_first: bool
    says_empty: bool


def find_neighbours(listed: QuerySet, in_order: QuerySet, submission: Submission) -> Neighbours:
    """The place of ``submission`` in ``listed``; four queries, whatever the length of the list.

    ``in_order`` holds all that the user may see in the same order: from there the sort keys are
    read of a case that ``listed`` has no longer.
    """
    listed, keys = _with_keys(listed)
    names = [key.name for key in keys]
    values = _with_keys(in_order)[0].filter(pk=submission.pk).values(*names).get()
    before, after = _beyond(keys, values, -1), _beyond(keys, values, 1)
    counts = listed.order_by().aggregate(
        total=Count("pk"),
        earlier=Count("pk", filter=before),
        listed=Count("pk", filter=Q(pk=submission.pk)),
    )
    return Neighbours(
        number=counts["earlier"] + 1 if counts["listed"] else None,
        total=counts["total"],
        previous=_nearest(listed.filter(before), keys, backwards=True),
        next=_nearest(listed.filter(after), keys),
    )


def neighbours_of(user, query: str, submission: Submission) -> Neighbours | None:
    """The place of ``submission`` in the register's list under ``query``.

    None for a query that means nothing, and for one who may not see the list.
    """
    from .register import selected  # which itself shows the cases

    try:
        return find_neighbours(selected(user, query), selected(user, _order(query)), submission)
    except (IncorrectLookupParameters, PermissionDenied, Submission.DoesNotExist):
        return None


def _order(query: str) -> str:
    kept = QueryDict(mutable=True)
    given = QueryDict(query)
    for name in ORDER:
        if name in given:
            kept.setlist(name, given.getlist(name))
    return kept.urlencode()


def _with_keys(rows: QuerySet) -> tuple[QuerySet, list[Key]]:
    """``rows`` with the columns of their order under names of their own, the key at the end."""
    columns = [*(rows.query.order_by or rows.model._meta.ordering), "pk"]
    smallest = connections[rows.db].features.order_by_nulls_first
    keys = []
    for column in (c for given in columns for c in _as_order(rows.model, given)):
        name = f"order_{len(keys)}"
        rows = rows.annotate(**{name: column.expression})
        says_empty = bool(column.nulls_first or column.nulls_last)
        keys.append(Key(name, column.descending, _empty_first(column, smallest), says_empty))
    return rows, keys


def _as_order(model: type[Model], column) -> Iterator[OrderBy]:
    """``column`` as expressions; a relation is sorted by what it points at is sorted by."""
    if not isinstance(column, str):
        yield column if isinstance(column, OrderBy) else column.asc()
        return
    name, descending = column.lstrip("-"), column.startswith("-")
    related = _related(model, name)
    if related is None:
        yield OrderBy(F(name), descending=descending)
        return
    for inner in related._meta.ordering or ["pk"]:
        flipped = inner.startswith("-") != descending
        yield from _as_order(model, f"{'-' * flipped}{name}__{inner.lstrip('-')}")


def _related(model: type[Model], name: str) -> type[Model] | None:
    """What the relation called ``name`` points at; None for a column."""
    try:
        return get_fields_from_path(model, name)[-1].related_model
    except FieldDoesNotExist:  # the key, or an annotation
        return None


def _empty_first(order: OrderBy, empty_is_smallest: bool) -> bool:
    if order.nulls_first or order.nulls_last:
        return bool(order.nulls_first)
    return empty_is_smallest != order.descending


def _beyond(keys: list[Key], values: dict, way: int) -> Q:
    """What stands after (``way`` 1) or before (-1) the row with these sort values."""
    found, same = Q(), Q()
    for key in keys:
        value = values[key.name]
        found |= same & _further(key, value, way)
        same &= _is(key, value)
    first, value = keys[0], values[keys[0].name]
    return found & (_further(first, value, way) | _is(first, value))  # lets an index be used


def _is(key: Key, value) -> Q:
    return Q(**{f"{key.name}__isnull": True}) if value is None else Q(**{key.name: value})


def _further(key: Key, value, way: int) -> Q:
    is_empty = Q(**{f"{key.name}__isnull": True})
    empty_there = key.empty_first == (way < 0)
    if value is None:
        return Q(pk__in=[]) if empty_there else ~is_empty
    lookup = "lt" if key.descending == (way > 0) else "gt"
    there = Q(**{f"{key.name}__{lookup}": value})
    return there | is_empty if empty_there else there


def _nearest(rows: QuerySet, keys: list[Key], *, backwards: bool = False) -> Submission | None:
    plain = rows.select_related(None).prefetch_related(None)
    return plain.order_by(*_columns(keys, backwards)).only("pk", "reference").first()


def _columns(keys: list[Key], backwards: bool) -> Iterator[OrderBy]:
    for key in keys:
        empty_first = key.empty_first != backwards
        yield OrderBy(
            F(key.name),
            descending=key.descending != backwards,
            nulls_first=(key.says_empty and empty_first) or None,
            nulls_last=(key.says_empty and not empty_first) or None,
        )
