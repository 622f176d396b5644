"""Buying in advance: what a brand may offer, what is left to pay, and by which way money goes back. Pure."""

from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS
from livefair.kernel.errors import require_valid

# Civil Code, article 586: a deposit that can be lost is at most a fifth of the price.
KEPT_DEPOSIT_PERCENT_MAX = 20
AHEAD_MS_MIN, AHEAD_MS_MAX = HOUR_MS, 180 * DAY_MS
BALANCE_MS_MIN, BALANCE_MS_MAX = HOUR_MS, 30 * DAY_MS
LIMIT_MAX = 20
OFFERS_MAX = 100


class Draft(NamedTuple):
    """Deposits until `ahead_ms` from now, then the balance within `balance_ms`. `price_minor` is both together."""

    price_minor: int
    deposit_minor: int
    ahead_ms: int = 7 * DAY_MS
    balance_ms: int = 3 * DAY_MS
    limit_per_buyer: int = 1
    keeps_deposit: bool = False


def check_draft(draft: Draft) -> None:
    """Invalid: out_of_range, deposit_too_high (for one that can be lost)."""
    bounds = {
        "price": (draft.price_minor, 2, 10**12),
        "deposit": (draft.deposit_minor, 1, draft.price_minor - 1),
        "ahead": (draft.ahead_ms, AHEAD_MS_MIN, AHEAD_MS_MAX),
        "balance": (draft.balance_ms, BALANCE_MS_MIN, BALANCE_MS_MAX),
        "limit_per_buyer": (draft.limit_per_buyer, 1, LIMIT_MAX),
    }
    for field, (value, least, most) in bounds.items():
        require_valid(least <= value <= most, "out_of_range", field=field)
    is_fair = draft.deposit_minor * 100 <= draft.price_minor * KEPT_DEPOSIT_PERCENT_MAX
    require_valid(not draft.keeps_deposit or is_fair, "deposit_too_high", field="deposit")


def by_deposit(refund_minor: int, *, balance_left_minor: int) -> int:
    """What of a refund goes back by the deposit's payment: only what the balance's has no more of."""
    return max(0, refund_minor - balance_left_minor)
