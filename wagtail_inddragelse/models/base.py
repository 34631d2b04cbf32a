"""The site's base page model: stock ``Page`` or what ``WAGTAIL_PAGE_MODEL`` names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import swapper
from django.db import models

# Wagtail 8 does this itself; on 7.4 there is no swappable page and the name falls to the default.
swapper.set_app_prefix("wagtailcore", "wagtail")

BATCH = 2000
"""Rows that ``in_batches`` fetches at a time."""

PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")

Part = TypeVar("Part", bound=Sequence)


def get_page_model():
    """The base page model class of this site."""
    return swapper.load_model("wagtailcore", "Page")


def once_each(rows: models.QuerySet, chosen: int | None = None) -> models.QuerySet:
    """One row for each set of translations, for a list to choose from.

    It is the one whose primary key is ``chosen``, so that a link to any of them works, else the
    one that was made first. One query.
    """
    pairs = list(rows.order_by("pk").values_list("pk", "translation_key"))
    found = {key: pk for pk, key in pairs if pk == chosen}
    for pk, key in pairs:
        found.setdefault(key, pk)
    return rows.filter(pk__in=found.values())


def in_parts(keys: Part, size: int) -> Iterator[Part]:
    """``keys`` cut into parts of ``size``, the last one shorter."""
    return (keys[start : start + size] for start in range(0, len(keys), size))


def in_batches(rows: models.QuerySet, *names: str, size: int = BATCH) -> Iterator[tuple]:
    """The values of ``names`` of all ``rows``, in their order, with few of them in memory.

    Each batch goes on after the last row of the one before. ``.iterator()`` would open a cursor on
    the server, which is gone with the next statement where pgbouncer pools transactions. The order
    must end with something unique, and none of what it goes by may be NULL.
    """
    order = [str(name) for name in rows.query.order_by or rows.model._meta.ordering]
    keys = [name.lstrip("-") for name in order]
    following = rows
    while True:
        batch = list(following.values_list(*names, *keys)[:size])
        yield from (row[: len(names)] for row in batch)
        if len(batch) < size:
            return
        following = rows.filter(_comes_after(order, batch[-1][len(names) :]))


def _comes_after(order: list[str], last: tuple) -> models.Q:
    """The condition for what stands after the row whose values by ``order`` are ``last``."""
    name, value = order[0].lstrip("-"), last[0]
    onwards = "lt" if order[0].startswith("-") else "gt"
    if len(order) == 1:
        return models.Q(**{f"{name}__{onwards}": value})
    later = models.Q(**{f"{name}__{onwards}": value})
    same = models.Q(**{name: value}) & _comes_after(order[1:], last[1:])
    # The first part says nothing new; it is what an index can be read by.
    return models.Q(**{f"{name}__{onwards}e": value}) & (later | same)
