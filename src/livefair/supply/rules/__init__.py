"""Decisions about goods, pure."""

QUANTITY_MAX = 1_000_000
COMMISSION_BP_MAX = 8_000
NOTE_CHARS_MAX = 200
CARRIER_CHARS_MAX = 60
TRACKING_CHARS_MAX = 60
SHIP_WITHIN_HOURS = 48


def sellable(*, on_hand: int, reserved: int) -> int:
    return on_hand - reserved
