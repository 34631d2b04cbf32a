"""How scores add up. Sources: the form's criteria, with weights among siblings.

Every score is brought to 0–100 on its own scale first, so that criteria with scales of different
lengths weigh what their weights say. “Not applicable” and advisory criteria are left out, and the
weights of the others fill their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ...questions.criteria import counting, leaves, scale_of
from ...questions.schema import Criterion

FULL = 100

FAR_APART = 25
"""Points between the highest and the lowest total from which assessors disagree: a quarter of the
scale, one level of five."""


def on_scale(level: int, levels: int) -> Fraction:
    """A level of a scale with this many levels, as a score from 0 to 100."""
    return _share_of(level, levels) * FULL


def weighted_total(
    criteria: Iterable[Criterion], values: Mapping[str, int | None]
) -> Decimal | None:
    """The weighted score of ``values`` (levels by criterion id) from 0 to 100, two decimals.

    None when nothing that counts was scored.
    """
    total = _mean(criteria, values)
    if total is None:
        return None
    return _rounded(total * FULL)


def plain_mean(criteria: Iterable[Criterion], values: Mapping[str, int | None]) -> Decimal | None:
    """The mean of the same levels from 0 to 100, every criterion counting the same."""
    shares = [
        share
        for criterion in leaves(counting(criteria))
        if (share := _share(criterion, values)) is not None
    ]
    return _rounded(sum(shares) / len(shares) * FULL) if shares else None


def mean(totals: Iterable[Decimal | Fraction]) -> Decimal | None:
    """The mean of several totals, two decimals; None when there are none."""
    found = [Fraction(total) for total in totals]
    return _rounded(sum(found) / len(found)) if found else None


def spread(totals: Iterable[Decimal]) -> Decimal | None:
    """How far the highest and the lowest total are apart; None with fewer than two."""
    found = list(totals)
    return max(found) - min(found) if len(found) > 1 else None


def disagree(apart: Decimal | None, recommendations: Iterable[str]) -> bool:
    """Whether assessors disagree: they recommend different things, or are ``FAR_APART``."""
    said = {recommendation for recommendation in recommendations if recommendation}
    return len(said) > 1 or (apart is not None and apart >= FAR_APART)


def _mean(criteria: Iterable[Criterion], values: Mapping[str, int | None]) -> Fraction | None:
    parts = [
        (criterion.weight, share)
        for criterion in criteria
        if not criterion.advisory and (share := _share(criterion, values)) is not None
    ]
    weights = sum(weight for weight, _ in parts)
    return sum(weight * share for weight, share in parts) / Fraction(weights) if parts else None


def _share(criterion: Criterion, values: Mapping[str, int | None]) -> Fraction | None:
    if criterion.children:
        return _mean(criterion.children, values)
    value = values.get(criterion.id)
    return None if value is None else _share_of(value, len(scale_of(criterion)))


def _share_of(level: int, levels: int) -> Fraction:
    return Fraction(level - 1, levels - 1)


def _rounded(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
