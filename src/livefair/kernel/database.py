"""One database: reads that see a consistent state, and writes that go through the group-committing writer.

A database is a value: many live side by side in one process.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random
from typing import Any, Concatenate, ParamSpec, TypeVar

from livefair.kernel.actors import Actor
from livefair.kernel.clock import Clock, wall_clock
from livefair.kernel.engines import engine_for
from livefair.kernel.errors import Unavailable
from livefair.kernel.facts import Fact
from livefair.kernel.ids import id_source
from livefair.kernel.transactions import Connection, Cursor, ReadTx, WriteTx
from livefair.kernel.writer import Request, Writer

P = ParamSpec("P")
T = TypeVar("T")
Subscriber = Callable[[Sequence[Fact], int], None]
Watcher = Callable[[int, float], None]

READERS = 4
ROUNDS_MAX = 8
"""Turns of an event loop for which a write waits at most, while each turn brings more of them."""


class Database:
    """`lanes` writers run side by side on PostgreSQL (one subject always goes to the same one); SQLite has one."""

    def __init__(
        self,
        url: str,
        *,
        clock: Clock = wall_clock,
        rng: Random | None = None,
        durable: bool = True,
        lanes: int = 1,
    ) -> None:
        self.url = url
        self.engine = engine_for(url, durable=durable)
        self.clock = clock
        self._local = threading.local()
        self._readers: list[Connection] = []
        self._pool: ThreadPoolExecutor | None = None
        self._subscribers: list[Subscriber] = []
        self._watchers: list[Watcher] = []
        self._ids = id_source(rng)
        self._lane_count = lanes if self.engine.dialect == "postgresql" else 1
        self._writers: list[Writer] = []
        self._gathered: dict[asyncio.AbstractEventLoop, list[tuple[Writer, Request]]] = {}
        self._lock = threading.Lock()
        self._is_closed = False

    # ── writing

    async def write(self, use_case: Callable[Concatenate[WriteTx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case and wait until it is durable. Raises what it raised; then nothing of it was written."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._gather(loop, self._writer_for(args), Request(use_case, args, kwargs, future, loop))
        return await future

    def write_now(self, use_case: Callable[Concatenate[WriteTx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for callers without an event loop: tests, the simulator, the command line."""
        future: Future[T] = Future()
        self._writer_for(args).submit(Request(use_case, args, kwargs, future, None))
        return future.result()

    def _gather(self, loop: asyncio.AbstractEventLoop, writer: Writer, request: Request) -> None:
        """Hand over together what a loop asks for until it has nothing else to do.

        The writer then works while the loop waits. Side by side they would fight over the interpreter's lock: each
        statement gives it away and has to get it back.
        """
        if loop not in self._gathered:
            self._gathered[loop] = []
            loop.call_soon(self._hand_over, loop, 0, ROUNDS_MAX)
        self._gathered[loop].append((writer, request))

    def _hand_over(self, loop: asyncio.AbstractEventLoop, before: int, rounds_left: int) -> None:
        now = len(self._gathered.get(loop, ()))
        if now > before and rounds_left:
            loop.call_soon(self._hand_over, loop, now, rounds_left - 1)
        else:
            self._submit_gathered(loop)

    def _submit_gathered(self, loop: asyncio.AbstractEventLoop) -> None:
        for writer, request in self._gathered.pop(loop, ()):
            try:
                writer.submit(request)
            except Unavailable as refusal:
                request.error = refusal
                request.settle()

    def _writer_for(self, args: tuple[Any, ...]) -> Writer:
        if not self._writers:
            self._open_writers()
        subject = args[1] if len(args) > 1 and isinstance(args[0], Actor) else ""
        return self._writers[hash(subject) % self._lane_count if isinstance(subject, str) else 0]

    def _open_writers(self) -> None:
        with self._lock:
            if self._is_closed:
                raise Unavailable("database_closed")
            if not self._writers:
                self._writers = [
                    Writer(self.engine, self.clock, self._ids, self._after_commit, self._after_group)
                    for _ in range(self._lane_count)
                ]

    # ── reading

    async def read(self, reading: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a short query. On SQLite it runs where it is called: a thread would cost more than the read."""
        if self.engine.reads_inline:
            return self.read_now(reading, *args, **kwargs)
        return await self.analyse(reading, *args, **kwargs)

    async def analyse(self, reading: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a long query in a thread, off the event loop."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, lambda: self.read_now(reading, *args, **kwargs)
        )

    def read_now(self, reading: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        cursor = self._reader()
        cursor.execute(self.engine.begin_read)
        try:
            return reading(ReadTx(cursor, self.engine.dialect, self.clock()), *args, **kwargs)
        finally:
            cursor.execute("ROLLBACK")

    def _reader(self) -> Cursor:
        """One for each thread that reads."""
        cursor: Cursor | None = getattr(self._local, "cursor", None)
        if cursor is None:
            connection = self.engine.connect()
            if self.engine.dialect == "sqlite":
                connection.execute("PRAGMA query_only=ON")
            self._local.cursor = cursor = connection.cursor()
            self._readers.append(connection)
        return cursor

    # ── after a commit

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber(facts, jobs queued)` after each commit, from the writer's thread: a hint that may be lost.

        What must not be lost is a listener of the fact. Returns the way to unsubscribe.
        """
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher(use cases, seconds)` after each group, from the writer's thread: for measuring only."""
        self._watchers.append(watcher)

    def _after_group(self, size: int, seconds: float) -> None:
        for watcher in self._watchers:
            watcher(size, seconds)

    def _after_commit(self, facts: Sequence[Fact], jobs: int) -> None:
        for subscriber in tuple(self._subscribers):
            subscriber(facts, jobs)

    def close(self) -> None:
        """Wait for the writes that were begun; later ones are refused."""
        with self._lock:
            self._is_closed = True
        for loop in list(self._gathered):
            self._submit_gathered(loop)
        for writer in self._writers:
            writer.close()
        self._writers = []
        if self._pool is not None:
            self._pool.shutdown()
        for connection in self._readers:
            connection.close()
        self._readers = []
        self._local = threading.local()
