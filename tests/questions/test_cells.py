"""Several texts in one cell."""

import pytest

from wagtail_inddragelse.questions.cells import joined


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
