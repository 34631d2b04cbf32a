"""References that can be read aloud."""

from __future__ import annotations

import re

from wagtail_inddragelse.domain.signup.references import ALPHABET, new_reference


def test_two_groups_of_four():
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", new_reference())


def test_no_two_characters_look_alike():
    for pair in ("0O", "1I", "2Z", "5S", "8B", "LI", "QO"):
        assert sum(character in ALPHABET for character in pair) <= 1, pair


def test_no_vowels_so_that_no_words_come_out():
    assert set(ALPHABET).isdisjoint("AEIOU")


def test_they_differ():
    assert len({new_reference() for _number in range(10_000)}) == 10_000


def test_there_are_enough_of_them():
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert len(ALPHABET) ** 8 > 10**11
