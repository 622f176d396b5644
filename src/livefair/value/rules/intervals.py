"""Intervals of shares. Wilson (1927), Journal of the American Statistical Association 22: 209-212. Pure."""

from math import sqrt

Z95 = 1.959964
"""Two-sided, 95 %."""


def wilson(share: float, n: int, z: float) -> tuple[float, float]:
    """The bounds, from 0 to 1, of a share of `n` cases, `n` above 0."""
    middle, reach = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)
