"""Hypothesis as the tests use it: what counts is the answer, not how long an example took.

Tests that ask for it import ``given`` from here; to import Hypothesis takes a while.
"""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

settings.register_profile(
    "steady", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

__all__ = ["given"]
