"""Keys of rows, as they come back from a browser: nothing that is sent instead breaks a query."""

from __future__ import annotations

import uuid

MAX_DIGITS = 18
"""The most digits of a key; a longer number is more than a database takes."""


def parse_key(text: object) -> int | None:
    """``text`` as a primary key, or None when it is none."""
    is_key = isinstance(text, str) and text.isascii() and text.isdigit()
    return int(text) if is_key and len(text) <= MAX_DIGITS else None


def parse_uuid(text: str) -> uuid.UUID | None:
    """``text`` as a UUID, or None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
