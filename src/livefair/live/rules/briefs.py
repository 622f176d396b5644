"""Briefs of agencies: limits, and where one stands. Pure."""

from livefair.kernel.clock import DAY_MS

TITLE_CHARS_MAX = 80
TEXT_CHARS_MAX = 2_000
GOODS_MAX = 20
DUE_MS_MAX = 366 * DAY_MS
OPEN_MAX = 200


def state_of(*, delivered_at_ms: int | None, accepted_at_ms: int | None, withdrawn_at_ms: int | None) -> str:
    """assigned, delivered, accepted or withdrawn"""
    if withdrawn_at_ms is not None:
        return "withdrawn"
    if accepted_at_ms is not None:
        return "accepted"
    return "assigned" if delivered_at_ms is None else "delivered"


def is_late(state: str, *, due_at_ms: int, now_ms: int) -> bool:
    return state == "assigned" and due_at_ms <= now_ms


def is_day_to_come(due_at_ms: int, *, now_ms: int) -> bool:
    return now_ms < due_at_ms <= now_ms + DUE_MS_MAX
