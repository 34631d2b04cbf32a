"""One key per organisation, however its people write its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_inddragelse.domain.organisations import (
    municipality_of,
    normalise,
    organisation_key,
)
from wagtail_inddragelse.models.municipalities import MUNICIPALITIES


class TestKey:
    def test_municipality_goes_first(self):
        key = organisation_key(municipality_code="0461", cvr="35209115", name="Odense Kommune")
        assert key == "municipality:0461"

    def test_then_the_cvr_number(self):
        assert organisation_key(cvr="35209115", name="Odense Kommune") == "cvr:35209115"

    def test_then_the_name(self):
        assert organisation_key(name="Odense Teater", reference="K7WM-4Q2X") == "name:odenseteater"

    def test_a_municipality_is_the_same_whether_chosen_or_typed(self):
        chosen = organisation_key(municipality_code="0461", name="Fyns største")
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
            ("Vesthimmerlands Kommune", "0820"),
            ("Høje Taastrup", "0169"),
            ("nordfyns-kommune", "0480"),
        ],
    )
    def test_ways_to_write_it(self, name, code):
        assert municipality_of(name) == code

    @pytest.mark.parametrize(
        "name", ["", "Kommune", "Odense ApS", "Odense Teater", "Region Midtjylland", "Fynkommunen"]
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
