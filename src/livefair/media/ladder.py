"""Smaller pictures of one room: a niced child gets the parts that viewers get and gives them back in each rung.

Whatever happens to the child, the room goes on in the quality in which it comes; the rungs are then not offered for a
while.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import Callable

import msgspec

from livefair.media.children import child_environment, end_child
from livefair.media.rungs import Began, Begin, Close, FromLadder, Made, Piece, length_of, packed, read_from
from livefair.media.segments import LiveWindow, Part, Segment

_log = logging.getLogger("livefair.media.ladder")

BACKLOG_BYTES = 8 << 20
BACKOFF_S = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
HEALTHY_S = 30.0
_QUIET_S = 20.0
_PIPE_BYTES = 4 << 20

Told = Callable[[str, str], None]
"""(state, reason): live, down"""


class Ladder:
    """Lives on the event loop of the worker. `windows` holds what can be watched now, by the rung's name."""

    def __init__(self, new_window: Callable[[], LiveWindow], tell: Told) -> None:
        self.windows: dict[str, LiveWindow] = {}
        self._new_window = new_window
        self._tell = tell
        self._init: tuple[int, bytes] | None = None
        self._queue: asyncio.Queue[bytes] | None = None
        self._queued = 0
        self._armed = False
        self._count = 0
        self._pending: deque[tuple[int, Segment | None, Part] | None] = deque()
        self._inits: deque[int] = deque()
        self._process: Process | None = None
        self._failures = 0
        self._state = ("", "")
        self._reason = ""
        self._fresh = asyncio.Event()
        self._task = asyncio.create_task(self._keep_making(), name="ladder")

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    def begin(self, number: int, init: bytes) -> None:
        """A publisher has come, or sends something else now."""
        self._init = (number, init)
        self._armed = False
        if self._queue is not None:
            self._inits.append(number)
            self._put(packed(Begin(init)))
        self._fresh.set()

    def feed(self, segment: Segment | None, part: Part) -> None:
        """Never blocks; begins with the first segment that begins with a key frame."""
        if self._queue is None or self._init is None or not (self._armed or (segment is not None and part.independent)):
            return
        self._armed = True
        fresh = None
        if segment is not None:
            fresh = Segment(segment.number, segment.init, segment.started_at_ms, segment.discontinuity, segment.breaks)
        self._count += 1
        self._pending.append((self._count, fresh, part))
        self._put(packed(Piece(self._count, segment is not None, part.data)))

    def close_segment(self) -> None:
        if self._armed and self._queue is not None:
            self._pending.append(None)
            self._put(packed(Close()))
            self._close_finished()

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def _put(self, message: bytes) -> None:
        if self._queue is None:
            return
        self._queued += len(message)
        if self._queued > BACKLOG_BYTES:
            self._reason, self._queue = "too_slow", None
            if self._process is not None and self._process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    self._process.kill()
            return
        self._queue.put_nowait(message)

    def _say(self, state: str, reason: str = "") -> None:
        if self._state != (state, reason):
            self._state = (state, reason)
            self._tell(state, reason)

    async def _keep_making(self) -> None:
        while True:
            if self._init is None:
                await self._fresh.wait()
            began, self._reason = time.monotonic(), ""
            try:
                await self._make_once()
            except OSError:
                self._reason = "not_started"
            finally:
                self._forget()
            self._failures = 0 if time.monotonic() - began > HEALTHY_S else self._failures + 1
            self._say("down", self._reason or "broken")
            await asyncio.sleep(BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)])

    async def _make_once(self) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "livefair.media.ladder_child",
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_PIPE_BYTES, env=child_environment(), start_new_session=True,
        )  # fmt: skip
        self._process = process
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._queue, self._queued = queue, 0
        if self._init is not None:
            self.begin(*self._init)
        pouring = asyncio.create_task(self._pour(process, queue))
        try:
            await self._listen(process)
        finally:
            self._queue = None
            pouring.cancel()
            await asyncio.gather(pouring, return_exceptions=True)
            await end_child(process)

    async def _pour(self, process: Process, queue: asyncio.Queue[bytes]) -> None:
        assert process.stdin is not None
        with contextlib.suppress(ConnectionError):
            while True:
                message = await queue.get()
                process.stdin.write(message)
                await process.stdin.drain()
                self._queued -= len(message)

    async def _listen(self, process: Process) -> None:
        """Until the child ends, says nonsense, or owes an answer for too long."""
        assert process.stdout is not None
        try:
            while True:
                head = await self._head(process.stdout)
                async with asyncio.timeout(_QUIET_S):
                    data = await process.stdout.readexactly(length_of(head))
                self._take(read_from(data))
        except TimeoutError:
            self._reason = self._reason or "timed_out"
        except (asyncio.IncompleteReadError, ValueError, msgspec.MsgspecError):
            self._reason = self._reason or "broken"

    async def _head(self, stream: asyncio.StreamReader) -> bytes:
        """While nothing is owed, silence is as it should be."""
        while True:
            is_owed = bool(self._pending)
            try:
                async with asyncio.timeout(_QUIET_S):
                    return await stream.readexactly(4)
            except TimeoutError:
                if is_owed:
                    raise

    def _take(self, told: FromLadder) -> None:
        if isinstance(told, Began):
            number = self._inits.popleft()
            for name, init in told.inits.items():
                if name not in self.windows:
                    self.windows[name] = self._new_window()
                self.windows[name].add_init(number, init)
            for name in self.windows.keys() - told.inits.keys():
                del self.windows[name]
            return
        self._say("live")
        self._take_made(told)

    def _take_made(self, made: Made) -> None:
        if not self._pending or self._pending[0] is None or self._pending[0][0] != made.number:
            raise ValueError("an answer to nothing")
        _, opened, part = self._pending.popleft() or (0, None, None)
        assert part is not None
        for name, data in made.rungs.items():
            window = self.windows[name]
            if opened is not None:
                window.add_segment(
                    Segment(opened.number, opened.init, opened.started_at_ms, opened.discontinuity, opened.breaks)
                )
            window.add_part(Part(data, part.duration, part.independent))
        self._close_finished()

    def _close_finished(self) -> None:
        while self._pending and self._pending[0] is None:
            self._pending.popleft()
            for window in self.windows.values():
                if window.last is not None and not window.last.closed:
                    window.close_segment()

    def _forget(self) -> None:
        """Players that wait for a rung find out at once that it is gone."""
        gone, self.windows = self.windows, {}
        self._queue, self._armed = None, False
        self._pending.clear()
        self._inits.clear()
        for window in gone.values():
            window.give_up()
