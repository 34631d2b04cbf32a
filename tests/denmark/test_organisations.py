"""One key per organisation, however its people write its name."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from tests.properties import given
from wagtail_inddragelse.denmark.municipalities import MUNICIPALITIES
from wagtail_inddragelse.denmark.organisations import municipality_of, normalise, organisation_key


class TestKey:
    def test_a_municipality_goes_first_with_or_without_its_number(self):
        keys = {
            organisation_key(name=name, cvr=cvr, municipality_code=code, applies_for=who)
            for name in ("Odense Kommune", "odense", "Odense Kommune, Børn og Unge")
            for cvr in ("", "35209115")
            for code in ("", "0461")
            for who in ("", "organisation")
        }
        assert keys == {"municipality:0461"}

    def test_who_applies_for_one_is_it_whatever_they_call_it(self):
        key = organisation_key(
            applies_for="municipality", municipality_code="0461", cvr="35209115", name="Ældre"
        )
        assert key == "municipality:0461"

    def test_an_organisation_is_not_its_municipality(self):
        values = {"municipality_code": "0461", "name": "Fonden Hus for Alle"}
        assert organisation_key(**values) == "name:fondenhusforalle"
        assert organisation_key(**values, cvr="12345674") == "cvr:12345674"
        assert organisation_key(**values, applies_for="organisation") == "name:fondenhusforalle"

    def test_where_they_are_counts_for_who_names_nothing_and_was_not_asked(self):
        values = {"municipality_code": "0461", "reference": "K7WM-4Q2X"}
        assert organisation_key(**values) == "municipality:0461"
        assert organisation_key(**values, applies_for="organisation") == "submission:K7WM-4Q2X"

    def test_then_the_cvr_number(self):
        assert organisation_key(cvr="35209115", name="Odense Teater") == "cvr:35209115"

    def test_then_the_name(self):
        assert organisation_key(name="Odense Teater", reference="K7WM-4Q2X") == "name:odenseteater"

    def test_a_municipality_is_the_same_whether_chosen_or_typed(self):
        chosen = organisation_key(
            applies_for="municipality", municipality_code="0461", name="Fyns største"
        )
        assert organisation_key(name="Odense Kommune") == chosen

    @pytest.mark.parametrize("name", ["", "   ", "–", "Kommune"])
    def test_who_names_none_is_one_alone(self, name):
        assert organisation_key(name=name, reference="K7WM-4Q2X") == "submission:K7WM-4Q2X"

    @given(st.text(max_size=600))
    def test_fits_its_column(self, name):
        assert len(organisation_key(name=name, reference="K7WM-4Q2X")) <= 300


class TestMunicipality:
    @pytest.mark.parametrize("pattern", ["{}", "{} Kommune", " {}s  KOMMUNE", "Municipality of {}"])
    def test_every_one_is_known_by_its_name(self, pattern):
        found = [municipality_of(pattern.format(each.name)) for each in MUNICIPALITIES]
        assert found == [each.code for each in MUNICIPALITIES]

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("Københavns Kommune", "0101"),
            ("Bornholms Regionskommune", "0400"),
            ("Århus kommune", "0751"),
            ("Copenhagen Municipality", "0101"),
            ("Municipality of Elsinore", "0217"),
            ("Vesthimmerlands Kommune", "0820"),
            ("Høje Taastrup", "0169"),
            ("nordfyns-kommune", "0480"),
            ("Århus Kommune - Sundhed og Omsorg", "0751"),
            ("Bornholms Regionskommune/Børn og Familie", "0400"),
            ("Koebenhavns Kommune", "0101"),
            ("HOEJE-TAASTRUP", "0169"),
            ("Laesoe Kommune", "0825"),
            ("Aarhus Kommune v/ Børn og Unge", "0751"),
            ("Aarhus Kommune | Job og Velfærd", "0751"),
        ],
    )
    def test_ways_to_write_it(self, name, code):
        assert municipality_of(name) == code

    @pytest.mark.parametrize(
        "name",
        [
            "",
            "Kommune",
            "Odense ApS",
            "Odense Teater",
            "Region Midtjylland",
            "Fynkommunen",
            "Fonden X, Odense Kommune",
            "Odense Kommunes Venner",
            "Odense, Teatret",
        ],
    )
    def test_others_are_none(self, name):
        assert municipality_of(name) is None


class TestNormalise:
    @pytest.mark.parametrize(
        "name",
        [
            "Odense Kommune",
            "odense kommune",
            " ODENSE  KOMMUNE ",
            "Odense-Kommune",
            "Kommune Odense",
            "Odense municipality",
            "Odense",
            "Ｏｄｅｎｓｅ",
        ],
    )
    def test_ways_to_write_it(self, name):
        assert normalise(name) == "odense"

    @pytest.mark.parametrize("name", ["Hjælpen A/S", "Hjælpen ApS", "HJÆLPEN"])
    def test_kinds_of_company(self, name):
        assert normalise(name) == "hjælpen"

    def test_noise_within_a_word_is_kept(self):
        assert normalise("Kommunernes Landsforening") == "kommunerneslandsforening"

    def test_different_names_stay_different(self):
        assert normalise("Odense") != normalise("Odder")
