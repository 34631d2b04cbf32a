"""The 98 municipalities, and which region they are in on which day."""

from __future__ import annotations

import datetime as dt

import pytest

from wagtail_inddragelse.denmark.municipalities import (
    MUNICIPALITIES,
    REGIONS,
    get_municipality,
    members_of,
    other_names,
    region_of,
)

LAST_DAY, FIRST_DAY = dt.date(2026, 12, 31), dt.date(2027, 1, 1)


def test_there_are_98_each_once():
    assert len(MUNICIPALITIES) == 98
    assert len({municipality.code for municipality in MUNICIPALITIES}) == 98
    assert len({municipality.name for municipality in MUNICIPALITIES}) == 98


def test_codes_are_four_digits():
    assert all(len(m.code) == 4 and m.code.isdecimal() for m in MUNICIPALITIES)


@pytest.mark.parametrize(
    ("code", "name"), [("0101", "København"), ("0461", "Odense"), ("0751", "Aarhus")]
)
def test_found_by_code(code, name):
    assert get_municipality(code).name == name


@pytest.mark.parametrize("code", ["", "101", "9999", "Odense"])
def test_unknown_code_is_none(code):
    assert get_municipality(code) is None


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("0101", "Region Hovedstaden", "Region Østdanmark"),
        ("0265", "Region Sjælland", "Region Østdanmark"),
        ("0461", "Region Syddanmark", "Region Syddanmark"),
        ("0751", "Region Midtjylland", "Region Midtjylland"),
        ("0851", "Region Nordjylland", "Region Nordjylland"),
    ],
)
def test_two_regions_become_one_in_2027(code, before, after):
    assert (region_of(code, LAST_DAY), region_of(code, FIRST_DAY)) == (before, after)


def test_every_municipality_has_a_region_that_exists_that_day():
    for day in (LAST_DAY, FIRST_DAY):
        for municipality in MUNICIPALITIES:
            region = REGIONS[region_of(municipality.code, day)]
            assert region.valid_from <= day <= (region.valid_to or day)


def test_unknown_code_has_no_region():
    with pytest.raises(KeyError):
        region_of("9999", FIRST_DAY)


def test_they_stand_in_the_order_of_the_danish_alphabet():
    names = [municipality.name for municipality in MUNICIPALITIES]

    assert names[:2] + names[-5:] == [
        "Albertslund",
        "Allerød",
        "Vordingborg",
        "Ærø",
        "Aabenraa",
        "Aalborg",
        "Aarhus",
    ]


@pytest.mark.parametrize("day", [dt.date(2006, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)])
@pytest.mark.parametrize("region", REGIONS)
def test_members_of_is_region_of_asked_the_other_way_round(region, day):
    found = {
        code
        for group in members_of(region)
        for code in group.codes
        if (group.first is None or group.first <= day) and (group.last is None or day <= group.last)
    }
    assert found == {m.code for m in MUNICIPALITIES if region_of(m.code, day) == region}


def test_other_names_are_of_municipalities_and_of_no_other():
    names = {each.name.casefold() for each in MUNICIPALITIES}
    others = other_names()
    assert all(get_municipality(code) for code in others)
    assert names.isdisjoint(name.casefold() for each in others.values() for name in each)
    assert others["0101"] == ["Copenhagen", "Kopenhagen", "Kbh"]
    assert others["0217"] == ["Elsinore"]
