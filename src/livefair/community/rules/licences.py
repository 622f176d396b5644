"""Decisions about licences of reviews: which may be asked for, for how long, and what is earned of the fee. Pure."""

from typing import Literal

from livefair.kernel.clock import DAY_MS

State = Literal["asked", "granted", "declined", "withdrawn", "lapsed", "ended"]
STATES: tuple[State, ...] = ("asked", "granted", "declined", "withdrawn", "lapsed", "ended")
UNPAID: tuple[State, ...] = ("declined", "withdrawn", "lapsed")
"""In these the whole fee has gone back."""

FEE_MINOR_MAX = 10**8
DAYS_MIN, DAYS_MAX = 1, 180
NOTE_CHARS_MAX = 300
ASKED_PER_DAY_MAX = 100
ANSWER_WITHIN_MS = 14 * DAY_MS


def may_be_licensed(disclosure: str, *, works_for_brand: bool) -> bool:
    """Whoever works for the brand, then or now, does not sell it their own praise."""
    return disclosure != "employed" and not works_for_brand


def earned_minor(fee_minor: int, *, from_ms: int, until_ms: int, ended_at_ms: int) -> int:
    """Of a fee for the time from–until, what a use that ended then has earned: by the millisecond, rounded down."""
    used_ms = min(max(ended_at_ms, from_ms), until_ms) - from_ms
    return fee_minor * used_ms // (until_ms - from_ms)
