"""The group-committing writer: many use cases share one durable commit, and a failing one harms no other.

Nearly every use case succeeds, or refuses before it has changed anything: so a group runs in haste at first, without
savepoints, and its new rows are written together. When one fails that has changed something, or rows are turned down,
the group is rolled back and done again with care: each use case in a savepoint, with its own rows. A failed COMMIT
fails all of its group, for none of them has happened.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from livefair.kernel.actors import SYSTEM, Actor
from livefair.kernel.clock import Clock
from livefair.kernel.engines import RETRYABLE, Engine
from livefair.kernel.errors import Refusal, Unavailable
from livefair.kernel.facts import Fact
from livefair.kernel.ids import IdSource
from livefair.kernel.pending import Pending
from livefair.kernel.transactions import Common, Cursor, WriteTx

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

    @property
    def actor(self) -> Actor:
        first = self.args[0] if self.args else None
        return first if isinstance(first, Actor) else SYSTEM

    def settle(self) -> None:
        if self.future.done():
            return
        if isinstance(self.error, StopIteration):  # a future refuses this one, and its caller would wait for ever
            self.future.set_exception(RuntimeError(repr(self.error)))
        elif self.error is not None:
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
        cursor = connection.cursor()
        while (first := self._queue.get()) is not None:
            _Group(self, cursor).commit(first)
        connection.close()


class _Group:
    def __init__(self, writer: Writer, cursor: Cursor) -> None:
        self._writer, self._cursor = writer, cursor
        self._done: list[Request] = []
        self._facts: list[Fact] = []
        self._jobs = 0
        self._common = Common(writer._engine.dialect, writer._ids, Pending())

    def commit(self, first: Request) -> None:
        began = time.perf_counter()
        try:
            self._do_all(first)
            self._cursor.execute("COMMIT")
        except RETRYABLE:
            self._one_by_one()
        except Exception as error:
            self._roll_back(error)
        self._answer()
        self._writer._after_group(len(self._done), time.perf_counter() - began)

    def _do_all(self, first: Request) -> None:
        try:
            self._in_haste(first)
        except RETRYABLE:
            raise
        except Exception:
            self._undo()
            self._with_care()

    def _in_haste(self, first: Request) -> None:
        """Take what is waiting while the transaction is open, up to the group's limit."""
        self._begin()
        self._done.append(first)
        self._hurry(first)
        while len(self._done) < GROUP_MAX:
            try:
                request = self._writer._queue.get_nowait()
            except queue.Empty:
                break
            if request is None:
                self._writer._queue.put(None)
                break
            self._done.append(request)
            self._hurry(request)
        self._transaction_for(SYSTEM).write_pending()

    def _with_care(self) -> None:
        self._begin()
        for request in self._done:
            self._take_care(request)

    def _hurry(self, request: Request) -> None:
        """Raises what cannot be made undone for this use case alone."""
        request.result = request.error = None
        tx = self._transaction_for(request.actor)
        try:
            request.result = request.function(tx, *request.args, **request.kwargs)
        except Refusal as refusal:
            if tx.has_written:
                raise
            request.error = refusal
        else:
            tx.leave_pending()
            self._note(tx)

    def _take_care(self, request: Request) -> None:
        request.result = request.error = None
        self._cursor.execute("SAVEPOINT use_case")
        tx = self._transaction_for(request.actor)
        try:
            request.result = request.function(tx, *request.args, **request.kwargs)
            tx.write_pending()
        except RETRYABLE:
            raise
        except Exception as error:
            self._cursor.execute("ROLLBACK TO SAVEPOINT use_case")
            request.error = error
        else:
            self._note(tx)
        self._cursor.execute("RELEASE SAVEPOINT use_case")

    def _begin(self) -> None:
        self._cursor.execute(self._writer._engine.begin_write)

    def _transaction_for(self, actor: Actor) -> WriteTx:
        return WriteTx(self._cursor, self._writer._clock(), self._common, actor.id)

    def _note(self, tx: WriteTx) -> None:
        self._facts += tx.facts
        self._jobs += tx.jobs

    def _one_by_one(self) -> None:
        """Another lane or process was in the way (PostgreSQL): each use case again, in a transaction of its own."""
        self._undo()
        for request in self._done:
            for attempt in range(RETRIES_MAX):
                try:
                    self._begin()
                    self._take_care(request)
                    self._cursor.execute("COMMIT")
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
        self._common = self._common._replace(pending=Pending())
        if not keep_facts:
            self._facts.clear()
            self._jobs = 0
        try:
            self._cursor.execute("ROLLBACK")
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
