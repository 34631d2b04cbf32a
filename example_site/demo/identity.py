"""Ids that are the same each time the demo is loaded, so that loading updates what is there."""

from __future__ import annotations

import uuid

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://example.dk/demo")


def stable_id(*trail: object) -> uuid.UUID:
    """The id of what is found by following ``trail``."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, trail)))
