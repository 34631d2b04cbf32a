"""Retrying what the database broke off so that others could go on."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, transaction

ATTEMPTS = 5
"""How often a transaction is tried before its failure is raised."""
FIRST_PAUSE = 0.02
"""Seconds to wait at most before the second attempt; the longest wait doubles with each."""

POSTGRESQL = frozenset({"40P01", "40001"})
"""Deadlock detected, serialization failure."""
MYSQL = frozenset({1213, 1205, 1020})
"""Deadlock, lock wait timeout, and what MariaDB says of a row that changed since it was read."""
SQLITE = frozenset({5, 6})
"""SQLITE_BUSY and SQLITE_LOCKED, which extended codes have in their last eight bits."""

Function = TypeVar("Function", bound=Callable)


def retried(function: Function) -> Function:
    """Run ``function`` again, a bounded number of times, when the database broke it off.

    Locks are taken in one order (places, then submissions, then what belongs to them), which rules
    out most deadlocks. What is left is met here and nowhere else. ``function`` opens the
    transaction that does the work and must leave nothing outside the database half done. Inside
    another transaction it runs once, since only the whole of that can be begun anew.
    """

    @functools.wraps(function)
    def run(*args, **kwargs):
        if transaction.get_connection().in_atomic_block:
            return function(*args, **kwargs)
        for attempt in range(1, ATTEMPTS):
            try:
                return function(*args, **kwargs)
            except OperationalError as error:
                if not was_broken_off(error):
                    raise
            time.sleep(random.uniform(0, FIRST_PAUSE * 2**attempt))
        return function(*args, **kwargs)

    return run


def was_broken_off(error: OperationalError) -> bool:
    """Whether the same transaction is likely to succeed when tried again."""
    cause = error.__cause__
    sqlstate = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    sqlite = getattr(cause, "sqlite_errorcode", None)
    if sqlstate is not None:
        return sqlstate in POSTGRESQL
    if sqlite is not None:
        return sqlite & 0xFF in SQLITE
    return bool(error.args) and error.args[0] in MYSQL
