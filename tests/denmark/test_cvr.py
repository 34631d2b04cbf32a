"""CVR numbers."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties import given
from wagtail_inddragelse.denmark.cvr import is_cvr


@given(st.integers(10_000_000, 99_999_999), st.integers(1, 9), st.integers(0, 7))
def test_one_wrong_digit_is_always_caught(number, change, place):
    digits = str(number)
    changed = str((int(digits[place]) + change) % 10)
    other = digits[:place] + changed + digits[place + 1 :]

    assert not (is_cvr(digits) and is_cvr(other))
