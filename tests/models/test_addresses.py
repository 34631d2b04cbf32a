"""One address, however it is typed or pasted."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from tests.properties import given
from wagtail_inddragelse.models.addresses import address_key, domain_key, name_key, tidy_address

WAYS_TO_WRITE_IT = [
    "Rita@københavn.dk",
    "Rita@KØBENHAVN.DK",
    "Rita@xn--kbenhavn-54a.dk",
    "Rita@XN--KBENHAVN-54A.dk",
    " Rita@københavn.dk ",
    "\u200bRita@københavn.dk\ufeff",
    "Ri\u00adta@københavn.dk",
    "\u00a0Rita@københavn.dk",
    "mailto:Rita@københavn.dk",
    "MAILTO:Rita%40københavn.dk?subject=Hej",
    "Rita Holm <Rita@københavn.dk>",
    "Holm, Rita (Odense) <Rita@københavn.dk>;",
    '"Holm, Rita" <mailto:Rita@københavn.dk>',
    "Rita@københavn.dk,",
]


class TestTidy:
    @pytest.mark.parametrize("text", WAYS_TO_WRITE_IT)
    def test_ways_to_write_it(self, text):
        assert tidy_address(text) == "Rita@københavn.dk"

    def test_letters_are_composed(self):
        assert tidy_address("rita@a\u030aben.dk") == "rita@åben.dk"

    @pytest.mark.parametrize("text", ["", "rita", "rita@", "@", "a@b@c.dk", "rita@x..dk"])
    def test_what_is_no_address_comes_back(self, text):
        assert tidy_address(text) == text

    @given(st.emails())
    def test_an_address_is_left_as_it_is_but_for_the_case_of_its_domain(self, address):
        local, _at, _domain = address.rpartition("@")
        assert tidy_address(address).rpartition("@")[0] == local
        assert address_key(tidy_address(address)) == address_key(address)

    @given(st.text(max_size=300))
    def test_nothing_that_is_typed_breaks_it(self, text):
        assert isinstance(address_key(text), str)


class TestKey:
    @pytest.mark.parametrize("text", [*WAYS_TO_WRITE_IT, "rita@københavn.dk", "RITA@KØBENHAVN.DK"])
    def test_ways_to_write_it(self, text):
        assert address_key(text) == "rita@xn--kbenhavn-54a.dk"

    def test_another_letter_is_another_address(self):
        assert address_key("rita@åben.dk") != address_key("rita@aben.dk")

    @pytest.mark.parametrize(
        ("address", "domain"),
        [("rita@KØBENHAVN.dk", "xn--kbenhavn-54a.dk"), ("rita", ""), ("", "")],
    )
    def test_the_domain(self, address, domain):
        assert domain_key(address) == domain


@pytest.mark.parametrize("name", ["Åse Holm", " åse  HOLM ", "A\u030ase\u00a0Holm"])
def test_a_name(name):
    assert name_key(name) == "åse holm"
