"""CVR numbers, by which Danish companies and authorities are registered."""

from __future__ import annotations

import re

WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
"""Erhvervsstyrelsen's modulus 11: the weighted sum of the digits is divisible by 11."""


def is_cvr(digits: str) -> bool:
    """Whether ``digits`` is eight digits that pass the modulus 11 check."""
    if not re.fullmatch(r"[1-9][0-9]{7}", digits):
        return False
    weighted = (int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return sum(weighted) % 11 == 0
