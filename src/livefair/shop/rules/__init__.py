"""Decisions of the shop, pure."""

from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, MINUTE_MS

QUANTITY_MAX = 99
CART_LINES_MAX = 50
ADDRESSES_MAX = 20
FIELD_CHARS_MAX = 120
NOTE_CHARS_MAX = 500
PAY_WITHIN_MS = 15 * MINUTE_MS
ARRIVES_WITHIN_MS = 10 * DAY_MS
RETURNABLE_MS = 7 * DAY_MS
TOP_UP_MIN_MINOR = 100

REFUND_REASONS = ("changed_mind", "quality", "wrong_item", "not_arrived")


class Source(NamedTuple):
    """Where the buyer met the goods, and who is credited for it. Found out by the program, never taken from a form."""

    room_id: str | None = None
    video_id: str | None = None
    review_id: str | None = None
    host_id: str | None = None
    reviewer_id: str | None = None

    def credited_to(self, buyer_id: str) -> "Source":
        """Nobody earns on their own purchase."""
        return self._replace(
            host_id=None if self.host_id == buyer_id else self.host_id,
            reviewer_id=None if self.reviewer_id == buyer_id else self.reviewer_id,
        )


NOWHERE = Source()

# order state → the states that may follow
ORDER_STATES = {
    "awaiting_payment": {"paid", "cancelled"},
    "paid": {"shipped", "refunded"},
    "shipped": {"delivered", "refunded"},
    "delivered": {"refunded"},
    "cancelled": set[str](),
    "refunded": set[str](),
}


def may_become(state: str, then: str) -> bool:
    return then in ORDER_STATES[state]


def may_ask_refund(*, state: str, now_ms: int, returnable_until_ms: int | None) -> bool:
    """From payment until the return window ends."""
    if state in {"paid", "shipped"}:
        return True
    return state == "delivered" and returnable_until_ms is not None and now_ms < returnable_until_ms


def is_granted_at_once(*, state: str) -> bool:
    """What has not left the house is simply cancelled."""
    return state == "paid"
