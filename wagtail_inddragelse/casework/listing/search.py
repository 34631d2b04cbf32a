"""Words looked for in what the user may see of a submission."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ...models import Participant, identity_is_known_to
from ...models.search import occurs

OPEN = ("reference",)
"""Says nothing of who the applicant is."""

PERSONAL = (
    "journal_number",
    "organisation",
    "organisation_cvr",
    "contact_name",
    "contact_email",
    "contact_phone",
)
"""Looked at only where the user may know the applicant."""

NUMBERS = ("contact_phone",)
"""Are found however they are spaced."""

OF_A_PERSON = ("name", "email")
"""Of those who take part; personal as well."""


def search(rows: QuerySet, words: str, user) -> QuerySet:
    """Those of ``rows`` in which each of ``words`` occurs."""
    anywhere, in_open = Q(), Q()
    for word in words.split():
        anywhere &= _is_in_anything(word)
        in_open &= occurs(word, OPEN)
    return rows.filter(in_open | (identity_is_known_to(user) & anywhere))


def _is_in_anything(word: str) -> Q:
    people = Participant.objects.filter(occurs(word, OF_A_PERSON)).order_by()
    own = occurs(word, (*OPEN, *PERSONAL), without_gaps=NUMBERS)
    return own | Q(pk__in=people.values("submission"))
