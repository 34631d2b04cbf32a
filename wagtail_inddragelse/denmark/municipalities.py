"""Denmark's 98 municipalities and their regions, read from ``data/``.

A region is data with dates: on 1 January 2027 Region Hovedstaden and Region Sjælland become
Region Østdanmark, so which region a municipality is in depends on the day asked about.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from .spelling import danish_order


class Municipality(NamedTuple):
    """A municipality: its four-digit code, its name, and the region it was entered under."""

    code: str
    name: str
    region: str


class Region(NamedTuple):
    """A region and the days it exists; ``succeeded_by`` takes over the day after ``valid_to``."""

    name: str
    valid_from: dt.date
    valid_to: dt.date | None
    succeeded_by: str


class OtherName(NamedTuple):
    """What a municipality is also called, in English or German or for short."""

    code: str
    name: str


def _rows(filename: str) -> list[dict[str, str]]:
    text = (files("wagtail_inddragelse") / "data" / filename).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _read_region(row: dict[str, str]) -> Region:
    valid_to = dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return Region(
        row["region"], dt.date.fromisoformat(row["valid_from"]), valid_to, row["succeeded_by"]
    )


MUNICIPALITIES: tuple[Municipality, ...] = tuple(
    sorted(
        (Municipality(**row) for row in _rows("kommuner.csv")),
        key=lambda municipality: danish_order(municipality.name),
    )
)
"""All of them, in alphabetical order."""
OTHER_NAMES: tuple[OtherName, ...] = tuple(OtherName(**row) for row in _rows("other_names.csv"))
"""What some are also called. Spellings without æ, ø and å are no other names."""
REGIONS: dict[str, Region] = {row["region"]: _read_region(row) for row in _rows("regions.csv")}


@cache
def _by_code() -> dict[str, Municipality]:
    return {municipality.code: municipality for municipality in MUNICIPALITIES}


def get_municipality(code: str) -> Municipality | None:
    """The municipality with this four-digit code, or None."""
    return _by_code().get(code)


def other_names() -> dict[str, list[str]]:
    """What municipalities are also called, by code."""
    found: dict[str, list[str]] = {}
    for other in OTHER_NAMES:
        found.setdefault(other.code, []).append(other.name)
    return found


def region_of(code: str, on: dt.date) -> str:
    """Name of the region that the municipality ``code`` is in on the day ``on``.

    KeyError for an unknown code.
    """
    region = REGIONS[_by_code()[code].region]
    while region.valid_to and region.valid_to < on:
        region = REGIONS[region.succeeded_by]
    return region.name


class Membership(NamedTuple):
    """The municipalities that came into a region together, and the days they are in it.

    ``first`` is None for those it had from the beginning, ``last`` while no end is known.
    """

    codes: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None


@cache
def members_of(name: str) -> tuple[Membership, ...]:
    """Who is in the region ``name`` and when; ``region_of``, asked the other way round.

    KeyError for an unknown region.
    """
    region = REGIONS[name]
    own = tuple(m.code for m in MUNICIPALITIES if m.region == name)
    found = [Membership(own, None, region.valid_to)] if own else []
    for before in REGIONS.values():
        if before.valid_to and before.succeeded_by == name:
            first = before.valid_to + dt.timedelta(days=1)
            codes = tuple(code for group in members_of(before.name) for code in group.codes)
            found.append(Membership(codes, first, region.valid_to))
    return tuple(found)
