from __future__ import annotations

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def request_(rf, home):
    """A reader's request to the default site."""
    return rf.get("/")


@pytest.fixture
def preview_request(rf, home):
    """An editor's request for the preview of a draft."""
    request = rf.get("/")
    request.is_preview = True
    return request
