"""Expecting the domain to refuse."""

import pytest

from wagtail_inddragelse.domain.writing.refused import Refused


def refused(code, match=None):
    """Like ``pytest.raises``, for a refusal of this code that says why in words."""

    def is_it(refusal):
        return refusal.code == code and bool(str(refusal))

    return pytest.raises(Refused, match=match, check=is_it)
