"""Decisions about what partners lend each other: how long, what it costs, what a late change of mind costs. Pure."""

from collections.abc import Sequence
from typing import Literal

from livefair.kernel.clock import DAY_MS, MINUTE_MS

Kind = Literal["studio", "venue", "equipment", "crew"]
KINDS: tuple[Kind, ...] = ("studio", "venue", "equipment", "crew")
STATES = ("booked", "cancelled", "ended")

SLOT_MS = 30 * MINUTE_MS
"""A resource is booked by the half hour."""

SLOTS_MAX = 24
AHEAD_MS = 90 * DAY_MS
FREE_CANCEL_MS = DAY_MS
"""Until so long before the beginning whoever booked may change their mind for nothing."""

SLOT_MINOR_MAX = 10**7
NAME_CHARS_MAX = 60
NOTE_CHARS_MAX = 500
OPEN_BOOKINGS_MAX = 50
RESOURCES_MAX = 100


def slots_of(from_ms: int, slots: int) -> Sequence[int]:
    """The numbers of the half hours since 1970 that a booking takes."""
    first = from_ms // SLOT_MS
    return range(first, first + slots)


def returned_minor(fee_minor: int, *, from_ms: int, now_ms: int, by_owner: bool) -> int:
    """What of the fee goes back when a booking is cancelled: all in time, or when the owner does it; else nothing."""
    return fee_minor if by_owner or now_ms <= from_ms - FREE_CANCEL_MS else 0
