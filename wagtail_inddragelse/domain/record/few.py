"""No figure of fewer than five people is kept of those who have been deleted.

Small counts are put together under ``WITHHELD``, with as many more as it takes that none of them
can be worked out from the total of the table, or from the total of another one.
"""

from __future__ import annotations

from collections import Counter

FEW = 5
"""The smallest count that is shown as it is."""

WITHHELD = "<5"
"""The key of what was put together: counts of fewer than five, and what would give them away."""


def without_few(counts: Counter[str]) -> Counter[str]:
    """``counts``, which share one total, without any that is small or follows from the others.

    Empty when they come to fewer than five in all, or when nothing is left to put them with.
    """
    small = {key for key, count in counts.items() if 0 < count < FEW}
    named = Counter({key: count for key, count in counts.items() if count >= FEW})
    together = sum(counts[key] for key in small)
    if 0 < together < FEW or (small and together == len(small) * (FEW - 1)):
        # The sum would tell what each of them is.
        if not named:
            return Counter()
        together += named.pop(min(named, key=lambda key: (named[key], key)))
    return named + Counter({WITHHELD: together})


def tells_of_few(part: int, whole: int) -> bool:
    """Whether ``part`` of ``whole``, or what is left of it, is the count of fewer than five."""
    return 0 < part < FEW or 0 < whole - part < FEW
