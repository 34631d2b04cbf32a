"""Keys as they come back from a browser."""

from __future__ import annotations

import uuid

import pytest

from wagtail_inddragelse.models.keys import parse_key, parse_uuid


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7", 7),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        (None, None),
        ("-1", None),
        (" 7", None),
        ("٧", None),
        ("²", None),
        ("7\x00", None),
        (["7"], None),
    ],
)
def test_a_primary_key(text, key):
    assert parse_key(text) == key


KEY = uuid.UUID("2f3a3c9e-0d7e-4c3c-9f0e-9a4c0a0f2b11")


@pytest.mark.parametrize(
    ("text", "key"), [(str(KEY), KEY), ("", None), ("7", None), ("x" * 36, None)]
)
def test_a_uuid(text, key):
    assert parse_uuid(text) == key
