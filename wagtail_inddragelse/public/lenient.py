"""A cache that may be down: what it can't answer counts as not there, and is logged.

We ask the cache named by ``CACHE`` through it. Wagtail itself asks the ``default`` one for the
addresses of pages; a site that puts this backend in its place survives that too.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from ..conf import get_setting

logger = logging.getLogger(__name__)


class LenientCache(BaseCache):
    """The cache with the alias ``LOCATION``, whose failures are logged and harm nobody."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.alias = location

    def get(self, key, default=None, version=None):
        return self._ask("get", default, key, default, version=version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("set", None, key, value, timeout, version=version)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("add", True, key, value, timeout, version=version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("touch", False, key, timeout, version=version)

    def delete(self, key, version=None):
        return self._ask("delete", False, key, version=version)

    def incr(self, key, delta=1, version=None):
        """Raises ValueError for a key that is not there, or can't be asked for."""
        found = self._ask("incr", None, key, delta, version=version)
        if found is None:
            raise ValueError("Not in the cache.")
        return found

    def clear(self):
        return self._ask("clear", None)

    def _ask(self, method: str, otherwise: Any, *args: Any, **kwargs: Any) -> Any:
        """What the cache answers, or ``otherwise``. Each kind of cache has errors of its own."""
        try:
            return getattr(caches[self.alias], method)(*args, **kwargs)
        except ValueError:
            if method == "incr":
                raise
            return self._log(method, otherwise, "ValueError")
        except Exception as error:
            return self._log(method, otherwise, type(error).__name__)

    def _log(self, method: str, otherwise: Any, problem: str) -> Any:
        """The key is left out, and so are the error's words."""
        logger.error("The cache %r failed at %s: %s", self.alias, method, problem)
        return otherwise


def our_cache() -> LenientCache:
    """The cache that the site names for renderings and limits."""
    return LenientCache(get_setting("CACHE"), {})
