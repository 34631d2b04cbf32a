"""How many submissions one address may send in an hour."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from ..conf import get_setting
from .lenient import our_cache

HOUR = 60 * 60


def is_over_limit(request: HttpRequest, kind: str = "sent") -> bool:
    """Count this attempt of its ``kind``; whether its address has made too many in the hour.

    The cache holds a keyed hash of the address, never the address.
    """
    limit = get_setting("RATE_LIMIT")
    if not limit:
        return False
    address = client_address(request)
    digest = salted_hmac("wagtail_inddragelse.address", address, algorithm="sha256").hexdigest()
    cache, key = our_cache(), f"wagtail_inddragelse.limit.{kind}.{digest}"
    if cache.add(key, 1, HOUR):
        return False
    try:
        return cache.incr(key) > limit
    except ValueError:  # the hour ended between the calls, or the cache stores nothing or is down
        return False


def client_address(request: HttpRequest) -> str:
    """The visitor's address, as told by the proxies the site trusts (TRUSTED_PROXIES)."""
    proxies = get_setting("TRUSTED_PROXIES")
    forwarded = [
        part.strip()
        for part in request.headers.get("X-Forwarded-For", "").split(",")
        if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")
