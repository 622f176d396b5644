"""One show against the host's earlier ones: the median of the past with its interval, and what is worst now."""

from collections.abc import Mapping, Sequence
from math import comb
from typing import NamedTuple

SHOWS_LEAST = 6
CONFIDENCE = 0.95


class Past(NamedTuple):
    """The median of `n` shows and an interval that covers the true median with at least 95 % confidence."""

    n: int
    median: float
    low: float
    high: float


class Worst(NamedTuple):
    """`short` is how far the value lies outside the interval, as a share of the median."""

    metric: str
    value: float
    past: Past
    short: float


def past_of(values: Sequence[float]) -> Past | None:
    """None where there are fewer than SHOWS_LEAST shows: with five, even their extremes cover too little.

    The interval runs between order statistics: the median of any distribution lies between the k-th smallest and the
    k-th largest of n values unless fewer than k fall on one side, which the binomial distribution bounds.
    """
    n, ordered = len(values), sorted(values)
    if n < SHOWS_LEAST:
        return None
    k = 1
    while 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n <= 1 - CONFIDENCE:
        k += 1
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    return Past(n, middle, ordered[k - 1], ordered[n - k])


def worst_of(
    now: Mapping[str, float | None], past: Mapping[str, Past | None], is_up: Mapping[str, bool]
) -> Worst | None:
    """The metric that lies furthest on the bad side of its interval; None if all are within theirs."""
    found = [
        Worst(metric, value, seen, short)
        for metric, value in now.items()
        if value is not None
        and (seen := past.get(metric)) is not None
        and (short := _short(value, seen, is_up=is_up[metric])) > 0
    ]
    return max(found, key=lambda worst: (worst.short, worst.metric), default=None)


def _short(value: float, past: Past, *, is_up: bool) -> float:
    beyond = past.low - value if is_up else value - past.high
    return beyond / abs(past.median) if past.median else float(beyond > 0)
