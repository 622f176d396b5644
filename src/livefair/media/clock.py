"""The wall clock of the media worker: the one place in this engine that reads it."""

from __future__ import annotations

import time


def now_ms() -> int:
    """UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000
