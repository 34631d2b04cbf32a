"""Spelt and sorted as Danes do."""

import pytest

from wagtail_inddragelse.denmark.spelling import danish_order, spellings_of_a_ring


def test_the_last_letters_come_last():
    names = ["Åge", "Øjvind", "Æskild", "Zita", "aage", "Ada", "ærø", "Örjan"]
    assert sorted(names, key=lambda name: (danish_order(name), name)) == [
        "Ada",
        "Zita",
        "ærø",
        "Æskild",
        "Øjvind",
        "Örjan",
        "aage",
        "Åge",
    ]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Åge", {"Åge", "åge", "aage", "åage"}),
        ("Aage", {"Aage", "åge", "aage", "åage"}),
        ("Åage", {"Åage", "åge", "aage", "åage"}),
        ("Ada", {"Ada"}),
    ],
)
def test_aa_is_the_same_letter_as_a_with_a_ring(word, found):
    assert spellings_of_a_ring(word) == found


@pytest.mark.parametrize("spelt", ["aabenraa", "åbenrå", "åbenraa", "aabenrå"])
def test_both_can_stand_in_one_word(spelt):
    assert spelt in spellings_of_a_ring("Åbenraa")


def test_a_word_of_nothing_else_is_no_burden():
    assert len(spellings_of_a_ring("å" * 200)) == 3
