"""Read settings from environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

MEMORY_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


def flag(name: str, default: bool = False) -> bool:
    """Whether the variable is on: ``1``, ``true``, ``yes`` or ``on``, in any case."""
    value = os.environ.get(name, "")
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def words(name: str, default: str = "") -> list[str]:
    """The variable's values, which are separated by commas."""
    parts = os.environ.get(name, default).split(",")
    return [part.strip() for part in parts if part.strip()]


def cache_from_url(url: str) -> dict[str, Any]:
    """A cache for ``redis://…``, ``rediss://…`` or a folder, ``file:///…``; else in memory."""
    scheme, _, rest = url.partition("://")
    if scheme in {"redis", "rediss"}:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    if scheme == "file":
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": rest}
    return MEMORY_CACHE


def anymail_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """django-anymail's settings: ``ANYMAIL_MAILGUN_API_KEY`` becomes ``MAILGUN_API_KEY``."""
    prefix = "ANYMAIL_"
    return {
        name.removeprefix(prefix): value
        for name, value in environ.items()
        if name.startswith(prefix)
    }
