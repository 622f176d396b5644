"""Decisions about the catalogue, pure."""

from collections.abc import Sequence
from itertools import pairwise

from livefair.kernel.actors import Actor
from livefair.kernel.clock import DAY_MS

TITLE_CHARS_MAX = 80
ABOUT_CHARS_MAX = 4_000
FACT_CHARS_MAX = 200
PICTURES_MAX = 12
SKUS_MAX = 100
FACTS_MAX = 40
PRICE_MINOR_MAX = 10_000_000_00
CURRENCIES = ("CNY", "EUR", "USD")
CATEGORIES = (
    "accessories", "bags", "beauty", "children", "clothing", "food", "health", "home", "kitchen", "shoes", "sound",
    "stationery", "other",
)  # fmt: skip
# Goods that the law asks special knowledge of: who shows them has to have it.
REGULATED = frozenset({"beauty", "children", "food", "health", "sound"})
LOWEST_WINDOW_MS = 30 * DAY_MS

PricePoint = tuple[int, int]
"""(from_at_ms, price_minor)"""


def may_edit(actor: Actor, brand_id: str) -> bool:
    return actor.has("brand") and actor.organisation_id == brand_id


def lowest_in_window(history: Sequence[PricePoint], *, now_ms: int, window_ms: int = LOWEST_WINDOW_MS) -> int:
    """The lowest price in minor units that was asked at any moment of the window. `history` is in time's order."""
    start = now_ms - window_ms
    in_force_at_start = [minor for at_ms, minor in history if at_ms <= start][-1:]
    within = [minor for at_ms, minor in history if start < at_ms <= now_ms]
    return min(in_force_at_start + within)


def was_before_cut(history: Sequence[PricePoint], *, now_ms: int, window_ms: int = LOWEST_WINDOW_MS) -> int | None:
    """What may be shown crossed out beside the price now: the lowest of the 30 days before it was cut.

    None without a cut in the last 30 days, or where the goods were as cheap within the 30 days before it.
    """
    known = [(at_ms, minor) for at_ms, minor in history if at_ms <= now_ms]
    steps = [known[0], *(each for before, each in pairwise(known) if before[1] != each[1])]
    if len(steps) < 2 or steps[-1][0] <= now_ms - window_ms:
        return None
    cut_at_ms, price_minor = steps[-1]
    lowest = lowest_in_window(steps[:-1], now_ms=cut_at_ms, window_ms=window_ms)
    return lowest if lowest > price_minor else None


def lowest_for_days(history: Sequence[PricePoint], *, now_ms: int) -> int:
    """For how many whole days the price has never been lower than it is now; 0 where it never was higher either.

    That is what "lowest in so many days" may say: without a higher price it would say nothing.
    """
    known = [(at_ms, minor) for at_ms, minor in history if at_ms <= now_ms]
    price_minor = known[-1][1]
    since_ms, was_higher = known[-1][0], False
    for at_ms, minor in reversed(known):
        if minor < price_minor:
            break
        since_ms, was_higher = at_ms, was_higher or minor > price_minor
    return (now_ms - since_ms) // DAY_MS if was_higher else 0


def is_lowest_of_days(history: Sequence[PricePoint], *, days: int, now_ms: int) -> bool:
    """Sold at least so long, and never for less within that time."""
    known = [minor for at_ms, minor in history if at_ms <= now_ms]
    window_ms = days * DAY_MS
    is_known = days > 0 and history[0][0] <= now_ms - window_ms
    return is_known and lowest_in_window(history, now_ms=now_ms, window_ms=window_ms) == known[-1]


def is_lowest_ever(history: Sequence[PricePoint], *, now_ms: int) -> bool:
    """Never lower than now, and higher once."""
    known = [minor for at_ms, minor in history if at_ms <= now_ms]
    return min(known) == known[-1] < max(known)
