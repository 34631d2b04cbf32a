"""Words looked for in what the user may see of a submission."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ...models import identity_is_known_to

OPEN = ("reference",)
"""Says nothing of who the applicant is."""

PERSONAL = ("journal_number", "organisation", "contact_name", "contact_email")
"""Looked at only where the user may know the applicant."""


def search(rows: QuerySet, words: str, user) -> QuerySet:
    """Those of ``rows`` in which each of ``words`` occurs."""
    anywhere, in_open = Q(), Q()
    for word in words.split():
        anywhere &= _occurs(word, (*OPEN, *PERSONAL))
        in_open &= _occurs(word, OPEN)
    return rows.filter(in_open | (identity_is_known_to(user) & anywhere))


def _occurs(word: str, fields: tuple[str, ...]) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": word})
    return found
