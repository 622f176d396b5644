"""Decisions about the catalogue, pure."""

from collections.abc import Sequence

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
