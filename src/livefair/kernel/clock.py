"""The one place that knows what time it is, so that tests and the simulator can say."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], int]

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


def wall_clock() -> int:
    """Milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000


class SetClock:
    """A clock that moves only when it is told to, and never backwards."""

    def __init__(self, now_ms: int) -> None:
        self._now_ms = now_ms

    def __call__(self) -> int:
        return self._now_ms

    def advance(self, by_ms: int) -> None:
        self.move_to(self._now_ms + by_ms)

    def move_to(self, now_ms: int) -> None:
        if now_ms < self._now_ms:
            raise ValueError("time does not run backwards")
        self._now_ms = now_ms


def day_of(at_ms: int) -> int:
    """The number of the day since 1970, in UTC."""
    return at_ms // DAY_MS


def as_datetime(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)
