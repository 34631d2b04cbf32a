"""One key per organisation, however its people write its name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from .municipalities import MUNICIPALITIES, OTHER_NAMES

GAPS = r"|[^\w]+"
NOISE = re.compile(r"\b(kommune|municipality|a/s|aps)\b" + GAPS)
MUNICIPAL_NOISE = re.compile(r"\b(regions)?kommune\b|\bmunicipality( of)?\b" + GAPS)
PART_OF_ONE = re.compile(r"(.*?\b(?:regions)?kommune)\s*(?:[,/(:;|–—]|\s-\s|v/).*", re.IGNORECASE)
WRITTEN_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


class AppliesFor(models.TextChoices):
    """Who an applicant represents, where places or a limit are counted in organisations."""

    MUNICIPALITY = "municipality", _("A municipality")
    ORGANISATION = "organisation", _("Another organisation")


def organisation_key(
    *,
    applies_for: str = "",
    municipality_code: str = "",
    cvr: str = "",
    name: str = "",
    reference: str = "",
) -> str:
    """The canonical key of who is applied for, in this order:

    the municipality, where that is what they apply for; the municipality that ``name`` is, with
    or without a CVR number; the CVR number; the normalised name; the municipality of who names no
    organisation at all and was not asked. An organisation in a municipality is not the
    municipality. A submission that tells none of it is one of its own, by its reference.
    """
    is_asked = bool(applies_for)
    candidates = (
        ("municipality", municipality_code if applies_for == AppliesFor.MUNICIPALITY else ""),
        ("municipality", municipality_of(name)),
        ("cvr", cvr),
        ("name", normalise(name)),
        ("municipality", "" if is_asked else municipality_code),
        ("submission", reference),
    )
    return next(f"{kind}:{value}" for kind, value in candidates if value or kind == "submission")


def municipality_of(name: str) -> str | None:
    """The code of the municipality that ``name`` is, with or without “Kommune”; None if none.

    “Københavns Kommune” is København, so are Copenhagen and Koebenhavn, and aa is å, as in “Århus”.
    What follows a comma or a dash after “Kommune” is a part of it, such as “Aarhus Kommune, Børn og
    Unge”.
    """
    if part := PART_OF_ONE.match(name):
        name = part[1]
    known, wanted = _municipalities(), _municipal(name)
    return known.get(wanted) or known.get(wanted.removesuffix("s"))


@cache
def _municipalities() -> dict[str, str]:
    known = (*OTHER_NAMES, *MUNICIPALITIES)
    return {_municipal(each.name): each.code for each in known}


def _municipal(name: str) -> str:
    """In letters that every keyboard has, so that “Hoeje Taastrup” is Høje Tåstrup."""
    return MUNICIPAL_NOISE.sub("", _folded(name).translate(WRITTEN_OUT))


def normalise(name: str) -> str:
    """``name`` in lower case, without punctuation, spacing and words such as “Kommune”."""
    return NOISE.sub("", _folded(name))[:255]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
