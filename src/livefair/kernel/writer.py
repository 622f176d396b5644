"""The group-committing writer: many use cases share one durable commit, each in its savepoint.

A use case that fails rolls back to its savepoint and harms no other; a failed COMMIT fails all of its group, for
none of them has happened.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from livefair.kernel.actors import Actor
from livefair.kernel.clock import Clock
from livefair.kernel.engines import RETRYABLE, Engine
from livefair.kernel.errors import Unavailable
from livefair.kernel.facts import Fact
from livefair.kernel.ids import IdSource
from livefair.kernel.transactions import Connection, WriteTx

GROUP_MAX = 512
WAITING_MAX = 20_000
RETRIES_MAX = 8

AfterCommit = Callable[[Sequence[Fact], int], None]
AfterGroup = Callable[[int, float], None]


class CommitFailed(Exception):
    """The whole group was rolled back: nothing of it has happened."""


@dataclass(slots=True)
class Request:
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    future: "asyncio.Future[Any] | Future[Any]"
    loop: asyncio.AbstractEventLoop | None
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Writer:
    """One thread with one connection: a lane.

    `after_commit` gets the facts of a group and how many jobs it queued; `after_group` its size and its seconds.
    """

    def __init__(
        self, engine: Engine, clock: Clock, ids: IdSource, after_commit: AfterCommit, after_group: AfterGroup
    ) -> None:
        self._engine, self._clock, self._ids, self._after_commit = engine, clock, ids, after_commit
        self._after_group = after_group
        self._queue: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> None:
        if self._queue.qsize() >= WAITING_MAX:
            raise Unavailable("too_busy")
        self._queue.put(request)

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        connection = self._engine.connect()
        while (first := self._queue.get()) is not None:
            _Group(self, connection).commit(first)
        connection.close()


class _Group:
    def __init__(self, writer: Writer, connection: Connection) -> None:
        self._writer, self._connection = writer, connection
        self._done: list[Request] = []
        self._facts: list[Fact] = []
        self._jobs = 0

    def commit(self, first: Request) -> None:
        began = time.perf_counter()
        try:
            self._once(first)
        except RETRYABLE:
            self._one_by_one()
        except Exception as error:
            self._roll_back(error)
        self._answer()
        self._writer._after_group(len(self._done), time.perf_counter() - began)

    def _once(self, first: Request) -> None:
        """Take what is waiting while the transaction is open, up to the group's limit, then commit."""
        self._done.append(first)
        self._connection.execute(self._writer._engine.begin_write)
        self._perform(first)
        while len(self._done) < GROUP_MAX:
            try:
                request = self._writer._queue.get_nowait()
            except queue.Empty:
                break
            if request is None:
                self._writer._queue.put(None)
                break
            self._done.append(request)
            self._perform(request)
        self._connection.execute("COMMIT")

    def _perform(self, request: Request) -> None:
        request.result = request.error = None
        self._connection.execute("SAVEPOINT use_case")
        actor = request.args[0] if request.args and isinstance(request.args[0], Actor) else None
        writer = self._writer
        tx = WriteTx(
            self._connection,
            writer._engine.dialect,
            writer._clock(),
            writer._ids,
            actor.id if actor else "system",
        )
        try:
            request.result = request.function(tx, *request.args, **request.kwargs)
        except RETRYABLE:
            raise
        except Exception as error:
            self._connection.execute("ROLLBACK TO SAVEPOINT use_case")
            request.error = error
        else:
            self._facts += tx.facts
            self._jobs += tx.jobs
        self._connection.execute("RELEASE SAVEPOINT use_case")

    def _one_by_one(self) -> None:
        """Another lane or process was in the way (PostgreSQL): each use case again, in a transaction of its own."""
        self._undo()
        for request in self._done:
            for attempt in range(RETRIES_MAX):
                try:
                    self._connection.execute(self._writer._engine.begin_write)
                    self._perform(request)
                    self._connection.execute("COMMIT")
                    break
                except Exception as error:
                    self._undo(keep_facts=True)
                    request.error = CommitFailed(str(error))
                    if not isinstance(error, RETRYABLE) or attempt == RETRIES_MAX - 1:
                        break

    def _roll_back(self, error: Exception) -> None:
        self._undo()
        for request in self._done:
            request.error = CommitFailed(str(error))

    def _undo(self, *, keep_facts: bool = False) -> None:
        if not keep_facts:
            self._facts.clear()
            self._jobs = 0
        try:
            self._connection.execute("ROLLBACK")
        except Exception as error:  # a COMMIT that failed may have ended the transaction by itself
            if "no transaction" not in str(error):
                raise

    def _answer(self) -> None:
        by_loop: dict[asyncio.AbstractEventLoop | None, list[Request]] = {}
        for request in self._done:
            by_loop.setdefault(request.loop, []).append(request)
        for loop, requests in by_loop.items():
            if loop is None:
                _settle(requests)
            elif not loop.is_closed():
                loop.call_soon_threadsafe(_settle, requests)
        if self._facts or self._jobs:
            self._writer._after_commit(self._facts, self._jobs)


def _settle(requests: Sequence[Request]) -> None:
    for request in requests:
        request.settle()
