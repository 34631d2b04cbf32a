"""What offers and intakes are called in a list: a start date in two languages has one name."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from django.utils import translation

from ...models import Intake
from ...models.base import get_page_model


class Title(NamedTuple):
    """The intake whose name all that are the same have, and what it and its offer are called."""

    intake: int
    offer: str
    name: str


def titles_of(pages: Iterable[int]) -> dict[int, Title]:
    """The titles of all intakes on these pages, by the intake's key; one query.

    Intakes that are the same have one title: in the language that is active now, or else that of
    the one that was made first.
    """
    keys = get_page_model().objects.filter(pk__in=list(pages)).values("translation_key")
    found = Intake.objects.filter(page__translation_key__in=keys).order_by("pk")
    language, rows = translation.get_language(), []
    names = ("pk", "page__title", "title", "translation_key", "locale__language_code")
    for pk, offer, name, key, code in found.values_list(*names):
        rows.append((code != language, Title(pk, offer, name), key))
    leading: dict[uuid.UUID, Title] = {}
    for _is_other, title, key in sorted(rows):
        leading.setdefault(key, title)
    return {title.intake: leading[key] for _is_other, title, key in rows}
