"""What a brand is worth by the method of economic profit × role of brand × strength. Pure; no appraisal.

The method is Interbrand's as published; its curve from strength to rate is its own secret, and ours is an assumption.
All rates are parts of one (0.08 is 8 %), money is in minor units, and is a float: nothing here is ever paid.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import exp
from statistics import NormalDist, fmean, median, pstdev
from typing import NamedTuple

YEARS = 5
WEEKS_A_YEAR = 365.25 / 7
# Holt's method with a damped trend: how much of the newest week counts for the level and for the trend, and what is
# left of the trend from week to week.
LEVEL, TREND, DAMPING = 0.3, 0.1, 0.9
# The rate falls from that far above the cost of capital to that far below it as strength goes from 0 to 100.
RATE_ABOVE, RATE_BELOW, SLOPE = 0.08, 0.02, 12.0
BAND_RATE, BAND_GROWTH = 0.02, 0.01
# Growth for ever stays below the rate by so much, or the value would have no bound.
GAP = 0.02
MAD_TO_SD = 1.4826
Z_MAX = 3.0
WEEKS_KNOWN_MIN = 3


class Terms(NamedTuple):
    """What the owner says of a year: `opex` and `capital` in minor units; rates as parts of one."""

    opex: float
    capital: float
    tax: float
    wacc: float
    growth: float


class Cell(NamedTuple):
    """People in one place who came by the name, and who came otherwise; of each how many bought."""

    direct: int
    direct_bought: int
    cold: int
    cold_bought: int


class Case(NamedTuple):
    """`value` None: no positive value under this method. `profits`: economic profit of each of the coming years."""

    role: float
    rate: float
    growth: float
    profits: list[float]
    value: float | None


def forecast(weeks: Sequence[float], years: int = YEARS) -> list[float]:
    """Of each coming year, from weekly sums, oldest first; at least one."""
    level, trend = weeks[0], 0.0
    for seen in weeks[1:]:
        before = level
        level = LEVEL * seen + (1 - LEVEL) * (level + DAMPING * trend)
        trend = TREND * (level - before) + (1 - TREND) * DAMPING * trend
    steps = [level + trend * _damped(step) for step in range(1, round(years * WEEKS_A_YEAR) + 1)]
    ends = [round(year * WEEKS_A_YEAR) for year in range(years + 1)]
    return [sum(steps[first:last]) * WEEKS_A_YEAR / (last - first) for first, last in pairwise(ends)]


def _damped(step: int) -> float:
    """φ + φ² + … + φ^step"""
    return DAMPING * (1 - DAMPING**step) / (1 - DAMPING)


def economic_profit(revenue: float, terms: Terms) -> float:
    """After tax, less what the capital could have earned elsewhere. A loss is not taxed."""
    before_tax = revenue - terms.opex
    return before_tax - max(0.0, before_tax) * terms.tax - terms.capital * terms.wacc


def role_of_brand(cells: Sequence[Cell]) -> float | None:
    """1 − (rate of buying of the others, weighed as if they had been where those were who came by the name) / (theirs).

    Only cells with both kinds of people are compared. Never below 0; None where nobody bought who came by the name.
    """
    both = [cell for cell in cells if cell.direct and cell.cold]
    bought = sum(cell.direct_bought for cell in both)
    if not bought:
        return None
    expected = sum(cell.direct * cell.cold_bought / cell.cold for cell in both)
    return max(0.0, 1 - expected / bought)


def robust_z(weeks: Sequence[float | None], *, up: bool) -> float | None:
    """The newest week against the ones before it, at most 3 either way; + is more of what is wanted.

    None where too few are known, or where all before were equal and this one is not: nothing says how much that is.
    """
    known = [week for week in weeks[:-1] if week is not None]
    if not weeks or weeks[-1] is None or len(known) < WEEKS_KNOWN_MIN:
        return None
    middle = median(known)
    spread = MAD_TO_SD * median(abs(week - middle) for week in known) or pstdev(known)
    if not spread:
        return 0.0 if weeks[-1] == middle else None
    found = (weeks[-1] - middle) / spread
    return max(-Z_MAX, min(Z_MAX, found if up else -found))


def strength(parts: Sequence[float | None]) -> float | None:
    """0 to 100, 50 is as usual; of the parts that are known."""
    known = [part for part in parts if part is not None]
    return 100 * NormalDist().cdf(fmean(known)) if known else None


def rate_of(strength_found: float, wacc: float) -> float:
    low, high = wacc - RATE_BELOW, wacc + RATE_ABOVE
    return low + (high - low) / (1 + exp((strength_found - 50) / SLOPE))


def present_value(profits: Sequence[float], role: float, rate: float, growth: float) -> float:
    """Of the years and of all that come after them, which grow for ever; `rate` is above `growth`."""
    years = sum(profit * role / (1 + rate) ** year for year, profit in enumerate(profits, 1))
    after = profits[-1] * role * (1 + growth) / ((rate - growth) * (1 + rate) ** len(profits))
    return years + after


def case_of(profits: Sequence[float], role: float, rate: float, growth: float) -> Case:
    rate = max(rate, GAP)
    growth = min(growth, rate - GAP)
    value = present_value(profits, role, rate, growth) if min(profits) > 0 and role > 0 else None
    return Case(role, rate, growth, list(profits), value)


def cases(profits: Sequence[float], roles: tuple[float, float, float], rate: float, growth: float) -> list[Case]:
    """Low, middle and high: the interval of the role, the rate ± 2 points and growth ∓ 1 point, all at once."""
    low, middle, high = roles
    return [
        case_of(profits, low, rate + BAND_RATE, growth - BAND_GROWTH),
        case_of(profits, middle, rate, growth),
        case_of(profits, high, rate - BAND_RATE, growth + BAND_GROWTH),
    ]
