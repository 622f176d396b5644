"""Flash sales: what a brand may plan and a host may do with it. Pure."""

from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, MINUTE_MS, SECOND_MS
from livefair.kernel.errors import require_valid

COUNTDOWN_MS_MIN, COUNTDOWN_MS_MAX = 10 * SECOND_MS, 300 * SECOND_MS
LASTS_MS_MIN, LASTS_MS_MAX = MINUTE_MS, 20 * MINUTE_MS
PIECES_MAX = 100_000
LIMIT_MAX = 99
LOW_WINDOW_MS = 14 * DAY_MS
WAITING_MAX = 50


class Plan(NamedTuple):
    """What the brand fixes: nobody can raise the price or the pieces afterwards."""

    price_minor: int
    pieces: int
    limit_per_buyer: int = 1
    countdown_ms: int = 30 * SECOND_MS
    lasts_ms: int = 5 * MINUTE_MS


def check_plan(plan: Plan) -> None:
    """Invalid: out_of_range."""
    bounds = {
        "pieces": (plan.pieces, 1, PIECES_MAX),
        "limit_per_buyer": (plan.limit_per_buyer, 1, min(LIMIT_MAX, max(1, plan.pieces))),
        "countdown": (plan.countdown_ms, COUNTDOWN_MS_MIN, COUNTDOWN_MS_MAX),
        "lasts": (plan.lasts_ms, LASTS_MS_MIN, LASTS_MS_MAX),
        "price": (plan.price_minor, 1, 10**12),
    }
    for field, (value, least, most) in bounds.items():
        require_valid(least <= value <= most, "out_of_range", field=field)


def is_low_enough(price_minor: int, lowest_minor: int) -> bool:
    """Only what is cheaper than at any moment of the last 14 days may be called a flash sale."""
    return price_minor < lowest_minor


def pieces_for(*, left: int, limit: int, has: int) -> int:
    """How many pieces a buyer who `has` some may still take."""
    return max(0, min(left, limit - has))


def state_of(*, opens_at_ms: int | None, closes_at_ms: int | None, ended_at_ms: int | None, now_ms: int) -> str:
    """planned, announced (the countdown runs), open or over."""
    if opens_at_ms is None or closes_at_ms is None:
        return "planned" if ended_at_ms is None else "over"
    if ended_at_ms is not None or now_ms >= closes_at_ms:
        return "over"
    return "announced" if now_ms < opens_at_ms else "open"
