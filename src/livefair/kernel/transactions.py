"""Two kinds of transaction. A request, a job and a listener are each one of them; only the writer commits.

New rows, and changes whose count nobody asks for, are kept back and made many at once, with those of the other use
cases of the group: at the latest before a statement that could miss them, so that no use case can tell the
difference.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec
import psycopg
from sqlalchemy import Table

from livefair.kernel.errors import Invalid
from livefair.kernel.facts import FACT_LOG, Fact, kind_of, listeners_of, to_json
from livefair.kernel.ids import IdSource
from livefair.kernel.jobs import JOB, Job, name_of_job
from livefair.kernel.pending import Pair, Pending, Row
from livefair.kernel.statements import Change, Compiled, Query, Value, Write, insertion

T = TypeVar("T")


class Cursor(Protocol):
    """What sqlite3 and psycopg have in common. One serves a connection for as long as that lives."""

    @property
    def rowcount(self) -> int: ...

    def execute(self, sql: Any, params: Any = ..., /) -> Any: ...
    def executemany(self, sql: Any, rows: Any, /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Connection(Protocol):
    def cursor(self) -> Cursor: ...
    def execute(self, sql: Any, params: Any = ..., /) -> Any: ...
    def close(self) -> None: ...


# What no database can hold: a lone surrogate, a NUL (PostgreSQL), a number beyond 64 bits. It came from outside.
UNSTORABLE = (UnicodeEncodeError, OverflowError, psycopg.DataError)
PENDING_MAX = 1_000
FACT_COLUMNS = ("id", "kind", "at_ms", "actor_id", "body")
JOB_COLUMNS = ("id", "kind", "key", "args", "fact_id", "created_at_ms", "due_at_ms", "attempts", "lease_until_ms")


class ReadTx:
    """A consistent view of the database. `now_ms` stands still for its whole length."""

    __slots__ = ("_cursor", "dialect", "now_ms")

    def __init__(self, cursor: Cursor, dialect: str, now_ms: int) -> None:
        self._cursor = cursor
        self.dialect = dialect
        self.now_ms = now_ms

    def one(self, statement: Query[T], **values: Value) -> T | None:
        row = self._run(statement.on(self.dialect), values).fetchone()
        return None if row is None else statement.make(row)

    def all(self, statement: Query[T], **values: Value) -> list[T]:
        return list(map(statement.make, self._run(statement.on(self.dialect), values).fetchall()))

    def value(self, statement: Query[T], **values: Value) -> T:
        """The one row that an aggregate always has."""
        found = self.one(statement, **values)
        if found is None:
            raise LookupError(f"no row: {statement.on(self.dialect).sql}")
        return found

    def _run(self, compiled: Compiled, values: dict[str, Value]) -> Cursor:
        try:
            self._cursor.execute(compiled.sql, compiled.bind(values))
        except UNSTORABLE as error:
            raise Invalid("bad_value") from error
        return self._cursor


class Common(NamedTuple):
    """What the use cases of one group share; `pending` are rows of those that have succeeded."""

    dialect: str
    ids: IdSource
    pending: Pending


class WriteTx(ReadTx):
    __slots__ = ("_ids", "_new", "_pending", "actor_id", "fact_seq", "facts", "has_written", "jobs")

    def __init__(self, cursor: Cursor, now_ms: int, common: Common, actor_id: str) -> None:
        super().__init__(cursor, common.dialect, now_ms)
        self._ids, self._pending = common.ids, common.pending
        self._new: list[Pair] = []
        self.actor_id = actor_id
        self.fact_seq = 0
        """Where in the log the fact stands of which this transaction hears; 0: it hears of none."""
        self.facts: list[Fact] = []
        self.jobs = 0
        self.has_written = False
        """Whether a failure leaves something behind that has to be rolled back."""

    def new_id(self) -> str:
        return self._ids(self.now_ms)

    def change(self, statement: Change, **values: Value) -> int:
        """Run an UPDATE or DELETE; returns how many rows it changed."""
        return self._changed(self._run(statement.on(self.dialect), values).rowcount)

    def apply(self, statement: Change, **values: Value) -> None:
        """Run an UPDATE, DELETE or upsert of one table that cannot fail and of which nobody asks how many rows it
        changed."""
        compiled = statement.on(self.dialect)
        if compiled.write is None:
            raise TypeError(f"speaks of more than one table, or gives rows back: {compiled.sql}")
        try:
            row = compiled.bind(values)
        except UNSTORABLE as error:
            raise Invalid("bad_value") from error
        self._put(compiled.write, row)

    def insert(self, table: Table, **values: Value) -> None:
        self._put(insertion(self.dialect, table, tuple(values)), tuple(values.values()))

    def insert_all(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Insert several rows: values in the order of `columns`."""
        found = insertion(self.dialect, table, columns)
        for row in rows:
            self._put(found, row)

    def insert_new(self, table: Table, **values: Value) -> bool:
        """Insert unless a unique key is already taken; returns whether the row is new."""
        found = insertion(self.dialect, table, tuple(values), if_new=True)
        if not found.needs.isdisjoint(self._pending.tables):
            self._write_pending(found.needs)
        self._execute(found.sql, tuple(values.values()))
        return self._changed(self._cursor.rowcount) == 1

    def write_pending(self) -> None:
        """Write all rows that were kept back."""
        self._write_pending(None)

    def leave_pending(self) -> None:
        """Keep back what is still pending, for those who follow in the same group."""
        self._pending.add(self._new)

    def _put(self, found: Write, row: Row) -> None:
        if self._pending.is_out_of_order(found):
            self._write_pending(found.needs)
        self._pending.note(found, row)
        self._new.append((found, row))
        if len(self._new) >= PENDING_MAX:
            self.write_pending()

    def _run(self, compiled: Compiled, values: dict[str, Value]) -> Cursor:
        if self._pending.tables and self._pending.may_hide_from(compiled, values):
            self._write_pending(compiled.needs)
        if compiled.is_returning:
            self.has_written = True
        try:
            row = compiled.bind(values)
        except UNSTORABLE as error:
            raise Invalid("bad_value") from error
        self._execute(compiled.sql, row)
        return self._cursor

    def _write_pending(self, needs: frozenset[str] | None) -> None:
        for found, rows in self._pending.take(needs):
            self._execute(found.sql, *rows)
        own = [pair for pair in self._new if needs is None or pair[0].table in needs]
        if own:
            self.has_written = True
            self._new = [pair for pair in self._new if needs is not None and pair[0].table not in needs]
            mine = Pending()
            mine.add(own)
            for found, rows in mine.take():
                self._execute(found.sql, *rows)
        self._pending.forget(needs)

    def _execute(self, sql: str, *rows: Row) -> None:
        try:
            if len(rows) == 1:
                self._cursor.execute(sql, rows[0])
            else:
                self._cursor.executemany(sql, rows)
        except UNSTORABLE as error:
            self.has_written = True
            raise Invalid("bad_value") from error
        except Exception:
            self.has_written = True  # on PostgreSQL the transaction is void now
            raise

    def _changed(self, rows: int) -> int:
        self.has_written = self.has_written or rows > 0
        return rows

    def announce(self, fact: Fact) -> None:
        """Log what has just become true and queue one delivery for each of its listeners."""
        fact_id = self.new_id()
        row = (fact_id, kind_of(type(fact)), self.now_ms, self.actor_id, to_json(fact))
        self._put(insertion(self.dialect, FACT_LOG, FACT_COLUMNS), row)
        for listener in listeners_of(type(fact)):
            self.queue(listener, due_at_ms=self.now_ms, key=None, args="{}", fact_id=fact_id)
        self.facts.append(fact)

    def later(self, job: Job, *, after_ms: int = 0, key: str | None = None, **args: str | int | None) -> None:
        """Have `job` done, `after_ms` from now. While one with `key` waits, it is not queued twice."""
        self.queue(
            name_of_job(job),
            due_at_ms=self.now_ms + after_ms,
            key=key,
            args=msgspec.json.encode(args).decode(),
            fact_id=None,
        )

    def queue(self, kind: str, *, due_at_ms: int, key: str | None, args: str, fact_id: str | None) -> None:
        row = (self.new_id(), kind, key, args, fact_id, self.now_ms, due_at_ms, 0, 0)
        self._put(insertion(self.dialect, JOB, JOB_COLUMNS, if_new=True), row)
        self.jobs += 1
