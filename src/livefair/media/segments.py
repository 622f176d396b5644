"""The live window of one stream: the newest segments and their parts, and waiting for the next.

Lives on the event loop only; the packager, in its thread, posts what it made.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from dataclasses import dataclass, field

WINDOW = 8
"""Closed segments kept in memory: players this far behind start again at the edge."""

_INITS_KEPT = 16


@dataclass(frozen=True, slots=True)
class Part:
    """`duration` in seconds; `independent`: starts with a key frame."""

    data: bytes
    duration: float
    independent: bool


@dataclass(slots=True)
class Segment:
    """`breaks` counts the discontinuities up to and including this segment; a `gap` was announced and lost."""

    number: int
    init: int
    started_at_ms: int
    discontinuity: bool
    breaks: int
    parts: list[Part] = field(default_factory=list)
    closed: bool = False
    gap: bool = False

    @property
    def duration(self) -> float:
        return sum(part.duration for part in self.parts)

    @property
    def data(self) -> bytes:
        return b"".join(part.data for part in self.parts)


class LiveWindow:
    """Segments by number, growing at the end, forgotten at the beginning."""

    def __init__(self, part_s: float, segment_s: float) -> None:
        self.segments: deque[Segment] = deque(maxlen=WINDOW + 1)
        self.inits: dict[int, bytes] = {}
        self.ended = False
        self.given_up = False
        self.version = 0
        # Fixed for the life of the stream, as players demand; only an encoder slower than ten frames
        # per second or with rare key frames can break them, and then they grow once and stay.
        self.part_target = part_s + 0.1
        self.target_duration = round(segment_s) + 1
        self._next = asyncio.Event()

    @property
    def last(self) -> Segment | None:
        return self.segments[-1] if self.segments else None

    @property
    def is_listed(self) -> bool:
        """Whether there is a whole segment, without which some players take a playlist for empty."""
        return any(segment.closed and not segment.gap for segment in self.segments)

    @property
    def next_position(self) -> tuple[int, int]:
        """(segment, part) of the part that will come next."""
        last = self.last
        if last is None:
            return 0, 0
        return (last.number + 1, 0) if last.closed else (last.number, len(last.parts))

    def add_init(self, number: int, data: bytes) -> None:
        self.inits[number] = data
        while len(self.inits) > _INITS_KEPT:
            del self.inits[min(self.inits)]

    def add_segment(self, segment: Segment) -> None:
        self.segments.append(segment)

    def add_part(self, part: Part) -> None:
        self.segments[-1].parts.append(part)
        while part.duration > self.part_target:
            self.part_target *= 2
        self._wake()

    def close_segment(self) -> None:
        last = self.segments[-1]
        last.closed = True
        self.target_duration = max(self.target_duration, math.floor(last.duration + 0.5))
        self._wake()

    def end(self) -> None:
        self.ended = True
        self._wake()

    def give_up(self) -> None:
        """Nothing more will come, although the stream goes on elsewhere."""
        self.given_up = True
        self._wake()

    def segment(self, number: int) -> Segment | None:
        return next((segment for segment in self.segments if segment.number == number), None)

    def has(self, number: int, part: int | None) -> bool:
        """Whether the segment, or its part from 0 on, is there; true of everything once the stream ended."""
        last = self.last
        if self.ended or self.given_up:
            return True
        if last is None or last.number < number:
            return False
        if last.number > number or last.closed:
            return True
        return part is not None and len(last.parts) > part

    async def wait(self, number: int, part: int | None, timeout_s: float) -> bool:
        """Until `has`, or False after the time-out."""
        try:
            async with asyncio.timeout(timeout_s):
                while not self.has(number, part):
                    await self._next.wait()
        except TimeoutError:
            return False
        return True

    async def wait_listed(self, timeout_s: float) -> bool:
        """Until `is_listed`, or False after the time-out."""
        try:
            async with asyncio.timeout(timeout_s):
                while not (self.given_up or self.is_listed):
                    await self._next.wait()
        except TimeoutError:
            return False
        return True

    def contiguous(self) -> list[Segment]:
        """The newest segments without a hole in their numbers (a restart leaves one)."""
        found: list[Segment] = []
        for segment in reversed(self.segments):
            if found and segment.number != found[0].number - 1:
                break
            found.insert(0, segment)
        return found

    def _wake(self) -> None:
        self.version += 1
        woken, self._next = self._next, asyncio.Event()
        woken.set()
