"""Gifts: how many at once, how long they can be taken back, what somebody may still give."""

from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS, MINUTE_MS

QUANTITY_MAX = 99
DAY_SPAN_MS = DAY_MS
MONTH_SPAN_MS = 30 * DAY_MS
# A limit that somebody raises for themselves holds only after a night's sleep; a lower one holds at once.
RAISED_AFTER_MS = DAY_MS
REFUND_REASONS = ("minor", "mistake", "fraud", "other")


class Limits(NamedTuple):
    """Minor units in any 24 hours and in any 30 days; None: no limit of one's own."""

    day_minor: int | None
    month_minor: int | None


class Given(NamedTuple):
    """What somebody has given in the last 24 hours and 30 days, without what went back."""

    day_minor: int
    month_minor: int


def over(given: Given, limits: Limits) -> str | None:
    """Which limit is exceeded: day or month; None: neither."""
    if limits.day_minor is not None and given.day_minor > limits.day_minor:
        return "day"
    if limits.month_minor is not None and given.month_minor > limits.month_minor:
        return "month"
    return None


def is_raised(earlier: Limits, later: Limits) -> bool:
    """Whether the later limits allow anything that the earlier ones did not."""
    return any(
        before is not None and (after is None or after > before) for before, after in zip(earlier, later, strict=True)
    )


def may_take_back(*, sent_at_ms: int, take_back_minutes: int, now_ms: int) -> bool:
    return now_ms < sent_at_ms + take_back_minutes * MINUTE_MS


def released_at_ms(*, sent_at_ms: int, hold_hours: int) -> int:
    """When a gift becomes the host's."""
    return sent_at_ms + hold_hours * HOUR_MS
