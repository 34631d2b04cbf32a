"""A form is light, stays where it is while it loads, and asks for nothing in vain."""

from __future__ import annotations

import pytest

from .forms import APPLICATION, COURSE_FORM, ENGLISH_FORM
from .loading import Load, load

pytestmark = pytest.mark.e2e

MOST_BYTES = 60_000  # uncompressed, with our own stylesheet and that of the example site


@pytest.mark.parametrize("path", [COURSE_FORM, ENGLISH_FORM, APPLICATION])
class TestForm:
    @pytest.fixture
    def loaded(self, open_citizen, path: str) -> Load:
        return load(open_citizen(), path)

    def test_is_light_still_and_whole(self, loaded: Load):
        assert loaded.bytes <= MOST_BYTES
        assert loaded.layout_shift == 0
        assert loaded.failures == []
