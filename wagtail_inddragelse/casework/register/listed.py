"""What the register lists for a user under a query string, for its page and for all it leads to."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import QueryDict

from .columns import NEWEST_FIRST, ORDERINGS
from .filters import ORDER, RegisterFilters
from .search import WordsForm, search


def listed(user: AbstractBaseUser, query: str) -> QuerySet | None:
    """The submissions that the register lists for ``user`` under this query string, in its order.

    None for a query that means nothing.
    """
    asked = QueryDict(query)
    return narrowed(RegisterFilters(user, asked), WordsForm(asked), asked.get(ORDER))


def narrowed(filters: RegisterFilters, words: WordsForm, order: str | None) -> QuerySet | None:
    """The submissions that match filters and words, in order: newest first without a sort key.

    None where one of them means nothing.
    """
    if not (filters.is_valid() and words.is_valid()):
        return None
    found = search(filters.filter_queryset(filters.queryset.all()), words.words, filters.user)
    return found.order_by(*ORDERINGS.get(order, ORDERINGS[NEWEST_FIRST]))
