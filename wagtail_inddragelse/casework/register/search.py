"""Searching for words in what the user may see of a submission."""

from __future__ import annotations

import re

from django.core.validators import MaxLengthValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.search import SearchForm

from ...models import Participant, identity_is_known_to
from ...models.search import GAPS, occurs

OPEN = ("reference",)
"""Columns that say nothing about who the applicant is."""

PERSONAL = (
    "journal_number",
    "organisation",
    "organisation_cvr",
    "contact_name",
    "contact_email",
    "contact_phone",
)
"""Columns searched only where the user may know the applicant."""

NUMBERS = ("contact_phone",)
"""Columns whose values are found however they are spaced."""

PHONE = re.compile(rf"[\d\s{re.escape(GAPS)}+]+")
"""A telephone number as it is typed or pasted."""

DENMARK = re.compile(r"(?:00)?45(?=\d{8}$)")
"""Denmark's country code, which may or may not be there."""

OF_A_PERSON = ("name", "email")
"""Columns of participants, personal as well."""


MAX_WORDS = 200
"""Characters that may be searched for."""


class WordsForm(SearchForm):
    """Wagtail's field for a search, bound to a query string."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, placeholder=_("Search"), **kwargs)
        field = self.fields["q"]
        field.label = _("Search")
        field.validators.append(MaxLengthValidator(MAX_WORDS))
        field.widget.attrs["title"] = _(
            "Reference, organisation, person, e-mail or phone number; participants too"
        )

    @property
    def words(self) -> str:
        """What is searched for; only when the form is valid."""
        return self.cleaned_data["q"]


def search(rows: QuerySet, words: str, user) -> QuerySet:
    """Those of ``rows`` in which each of ``words`` occurs, or the number that they are.

    All of them where nothing is searched for.
    """
    if not words:
        return rows
    anywhere, in_open = Q(), Q()
    for word in words.split():
        anywhere &= _is_in_anything(word)
        in_open &= occurs(word, OPEN)
    if number := _number(words):
        anywhere |= _is_in_anything(number)
    return rows.filter(in_open | (identity_is_known_to(user) & anywhere))


def _is_in_anything(word: str) -> Q:
    people = Participant.objects.filter(occurs(word, OF_A_PERSON)).order_by()
    own = occurs(word, (*OPEN, *PERSONAL), without_gaps=NUMBERS)
    return own | Q(pk__in=people.values("submission"))


def _number(words: str) -> str:
    """The digits of a telephone number; empty for other words."""
    digits = re.sub(r"\D", "", words) if PHONE.fullmatch(words) else ""
    own = DENMARK.match(digits)
    digits = digits[own.end() :] if own else digits
    return digits if len(digits) >= 8 else ""
