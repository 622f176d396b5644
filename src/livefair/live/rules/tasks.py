"""Decisions about what a room does together. Pure."""

from livefair.kernel.clock import MINUTE_MS, SECOND_MS

METRICS = ("likes", "answers", "votes")
GOAL_MAX = 1_000_000
PROMISE_CHARS_MAX = 80
LASTS_MS_MIN = 10 * SECOND_MS
LASTS_MS_MAX = 60 * MINUTE_MS
TASKS_PER_SHOW_MAX = 100


def state_of(*, is_reached: bool, is_closed: bool) -> str:
    return "reached" if is_reached else "missed" if is_closed else "open"
