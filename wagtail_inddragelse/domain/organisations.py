"""One key per organisation, however its people write its name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ..models.municipalities import MUNICIPALITIES

GAPS = r"|[^\w]+"
NOISE = re.compile(r"\b(kommune|municipality|a/s|aps)\b" + GAPS)
MUNICIPAL_NOISE = re.compile(r"\b(regions)?kommune\b|\bmunicipality( of)?\b" + GAPS)


def organisation_key(
    *, municipality_code: str = "", cvr: str = "", name: str = "", reference: str = ""
) -> str:
    """The canonical key: municipality code, else CVR number, else the normalised name.

    A name that is a municipality's counts as its code. A submission that names no organisation is
    one of its own, by its reference.
    """
    if municipality_code:
        return f"municipality:{municipality_code}"
    if cvr:
        return f"cvr:{cvr}"
    if code := municipality_of(name):
        return f"municipality:{code}"
    normalised = normalise(name)
    return f"name:{normalised}" if normalised else f"submission:{reference}"


def municipality_of(name: str) -> str | None:
    """The code of the municipality that ``name`` is, with or without “Kommune”; None if none.

    “Københavns Kommune” is København, and aa is å, as in “Århus”.
    """
    known, wanted = _municipalities(), _municipal(name)
    return known.get(wanted) or known.get(wanted.removesuffix("s"))


@cache
def _municipalities() -> dict[str, str]:
    return {_municipal(each.name): each.code for each in MUNICIPALITIES}


def _municipal(name: str) -> str:
    return MUNICIPAL_NOISE.sub("", _folded(name)).replace("aa", "å")


def normalise(name: str) -> str:
    """``name`` in lower case, without punctuation, spacing and words such as “Kommune”."""
    return NOISE.sub("", _folded(name))[:255]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
