"""Whether two series rise and fall together: Spearman's rank correlation with its interval. Pure.

The interval is by Fisher's z with the variance of Bonett and Wright (2000), Psychometrika 65: 23-28.
"""

from collections.abc import Sequence
from math import atanh, sqrt, tanh
from typing import NamedTuple

from livefair.value.rules.intervals import Z95

DAYS_MIN = 10


class Association(NamedTuple):
    """`rho` None: too few pairs, or a series that never changes. -1 to 1."""

    rho: float | None
    low: float | None
    high: float | None
    n: int


def ranks(values: Sequence[float]) -> list[float]:
    """From 1; equal values share the mean of their places."""
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values), 1):
        places.setdefault(value, []).append(place)
    return [sum(places[value]) / len(places[value]) for value in values]


def spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation of the ranks; None where one of the two never changes."""
    if len(pairs) < 2:
        return None
    first, second = (ranks([pair[at] for pair in pairs]) for at in (0, 1))
    middle = (len(pairs) + 1) / 2
    both = sum((a - middle) * (b - middle) for a, b in zip(first, second, strict=True))
    spread = sum((a - middle) ** 2 for a in first) * sum((b - middle) ** 2 for b in second)
    return max(-1.0, min(1.0, both / sqrt(spread))) if spread else None


def association(pairs: Sequence[tuple[float, float]]) -> Association:
    rho = spearman(pairs) if len(pairs) >= DAYS_MIN else None
    if rho is None:
        return Association(None, None, None, len(pairs))
    if abs(rho) == 1:
        return Association(rho, rho, rho, len(pairs))
    reach = Z95 * sqrt((1 + rho**2 / 2) / (len(pairs) - 3))
    return Association(rho, tanh(atanh(rho) - reach), tanh(atanh(rho) + reach), len(pairs))
