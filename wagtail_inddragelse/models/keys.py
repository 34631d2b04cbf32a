"""Keys of rows, as they come back from a browser: nothing that is sent instead breaks a query."""

from __future__ import annotations

import uuid

MAX_DIGITS = 18
"""A longer number is no key, and more than a database takes."""


def parse_key(text: object) -> int | None:
    """The primary key that ``text`` is, or None."""
    is_key = isinstance(text, str) and text.isascii() and text.isdigit()
    return int(text) if is_key and len(text) <= MAX_DIGITS else None


def parse_uuid(text: str) -> uuid.UUID | None:
    """The UUID that ``text`` is, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
