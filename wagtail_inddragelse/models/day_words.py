"""How a language writes a day in words."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import pgettext


class DayWords(NamedTuple):
    """A format of Django's, and the months from January on."""

    format: str
    months: tuple[str, ...]


def day_words(language: str) -> DayWords:
    """How ``date_text`` writes a day in ``language``."""
    with translation.override(language):
        months = tuple(str(MONTHS[number]) for number in range(1, 13))
        return DayWords(pgettext("date format", "j F Y"), months)
