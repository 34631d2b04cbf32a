"""How many submissions one address may send in an hour."""

from __future__ import annotations

import ipaddress
import logging
from functools import cache

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from ..conf import get_setting
from .lenient import our_cache

logger = logging.getLogger(__name__)

HOUR = 60 * 60
PROXY_SEEN = "wagtail_inddragelse.proxy_seen"


def is_over_limit(request: HttpRequest, kind: str = "sent") -> bool:
    """Count this attempt of its ``kind``; whether its address has made too many in the hour.

    The cache holds a keyed hash of the address, never the address.
    """
    limit = get_setting("RATE_LIMIT")
    if not limit:
        return False
    _look_out_for_a_proxy(request)
    address = client_address(request)
    digest = salted_hmac("wagtail_inddragelse.address", address, algorithm="sha256").hexdigest()
    counts, key = our_cache(), f"wagtail_inddragelse.limit.{kind}.{digest}"
    if counts.add(key, 1, HOUR):
        return False
    try:
        return counts.incr(key) > limit
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


def has_unnamed_proxy() -> bool:
    """Whether a proxy was seen at work lately, while TRUSTED_PROXIES names none."""
    return not get_setting("TRUSTED_PROXIES") and bool(our_cache().get(PROXY_SEEN))


def _look_out_for_a_proxy(request: HttpRequest) -> None:
    """Take down that a proxy stands before the site; said in the log once by each process."""
    if get_setting("TRUSTED_PROXIES") or "X-Forwarded-For" not in request.headers:
        return
    if _is_within(request.META.get("REMOTE_ADDR", "")):
        our_cache().add(PROXY_SEEN, True, 24 * HOUR)
        _warn_of_proxy()


def _is_within(address: str) -> bool:
    """Whether it is an address of the site's own network, or of its machine, as a proxy's is.

    Any visitor can send the header: one who comes straight from the internet proves nothing.
    """
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:  # a socket has none
        return True


@cache
def _warn_of_proxy() -> None:
    logger.warning(
        "A proxy stands before the site and TRUSTED_PROXIES is 0: all visitors share one limit."
    )
