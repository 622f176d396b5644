"""What may come back and how, pure. The figures are data: returns.toml."""

import tomllib
from importlib import resources
from typing import Final, NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS

PHOTOS_MAX = 5
_DATA: Final = tomllib.loads(resources.files("livefair.shop.rules").joinpath("returns.toml").read_text("utf-8"))
VERSION: Final[int] = _DATA["version"]
PRICE_PROTECTION_MS: Final[int] = _DATA["price_protection"]["days"] * DAY_MS
TO_ANSWER_MS: Final[int] = _DATA["hours"]["to_answer"] * HOUR_MS
TO_SEND_MS: Final[int] = _DATA["hours"]["to_send"] * HOUR_MS
TO_RECEIVE_MS: Final[int] = _DATA["hours"]["to_receive"] * HOUR_MS

OPEN_STATES: Final = ("requested", "agreed", "sent")
# refund state → the states that may follow
REFUND_STATES: Final = {
    "requested": {"agreed", "granted", "denied", "exchanged"},
    "agreed": {"sent", "granted", "denied", "exchanged"},
    "sent": {"granted", "denied", "exchanged"},
    "granted": set[str](),
    "denied": set[str](),
    "exchanged": set[str](),
}


class Reason(NamedTuple):
    photos_min: int
    goods_back: bool
    freight_by: str


class Instant(NamedTuple):
    orders_min: int
    account_days_min: int
    amount_minor_max: int
    denied_within_days: int


class Record(NamedTuple):
    """What a buyer has done so far: `kept` are orders that came and were not given back, `denied` returns lately."""

    kept: int
    joined_at_ms: int
    denied: int


REASONS: Final = {name: Reason(**found) for name, found in _DATA["reasons"].items()}
INSTANT: Final = Instant(**_DATA["instant"])


def may_change_mind(return_class: str, *, is_unopened: bool) -> bool:
    return return_class == "standard" or (return_class == "opened" and is_unopened)


def due_after_ms(state: str) -> int:
    """How long the side whose turn it is has: the brand to answer, the buyer to send, the brand to receive."""
    return {"requested": TO_ANSWER_MS, "agreed": TO_SEND_MS, "sent": TO_RECEIVE_MS}[state]


def after_silence(state: str, *, goods_back: bool) -> str:
    """What a return becomes when nobody has answered in time."""
    if state == "agreed":
        return "denied"
    return "agreed" if state == "requested" and goods_back else "granted"


def missing_trust(record: Record, *, amount_minor: int, now_ms: int) -> list[str]:
    """Which conditions for money at once are not met, as words; none: it is paid as soon as the parcel is sent."""
    missing = {
        "too_few_orders": record.kept < INSTANT.orders_min,
        "account_too_young": now_ms - record.joined_at_ms < INSTANT.account_days_min * DAY_MS,
        "amount_too_high": amount_minor > INSTANT.amount_minor_max,
        "denied_lately": record.denied > 0,
    }
    return [word for word, is_missing in missing.items() if is_missing]


def part_minor(left_minor: int, pieces: int, pieces_left: int) -> int:
    """The price of some of the pieces that are left: all parts together are exactly what is left."""
    return left_minor if pieces == pieces_left else left_minor * pieces // pieces_left


def price_difference(left_minor: int, pieces_left: int, now_minor: int) -> int:
    """What was paid more for the pieces that are left than they cost now; 0 when it was not more."""
    return max(0, left_minor - now_minor * pieces_left)
