"""Several texts in one cell."""

import pytest

from wagtail_inddragelse.questions.cells import in_words, joined


@pytest.mark.parametrize(
    ("texts", "among", "cell"),
    [
        ([], [], ""),
        (["a, b", "c"], [], "a, b; c"),
        (["a;b", "c"], [], "a;b | c"),
        (["a", "c"], ["d; e"], "a | c"),
        (["a; b", "c | d"], [], "a; b\nc | d"),
    ],
)
def test_a_separator_that_no_text_holds(texts, among, cell):
    assert joined(texts, among) == cell


@pytest.mark.parametrize(
    ("texts", "among", "words"),
    [(["a", "b"], [], "a, b"), (["a", "b"], ["c, d"], "a; b"), (["a, b", "c;"], [], "a, b | c;")],
)
def test_commas_are_for_texts_that_hold_none(texts, among, words):
    assert in_words(texts, among) == words
