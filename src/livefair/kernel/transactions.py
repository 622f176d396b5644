"""Two kinds of transaction. A request, a job and a listener are each one of them; only the writer commits."""

import json
from typing import Any, Protocol, TypeVar

import psycopg
from sqlalchemy import Table

from livefair.kernel.errors import Invalid
from livefair.kernel.facts import FACT_LOG, Fact, kind_of, listeners_of, to_json
from livefair.kernel.ids import IdSource
from livefair.kernel.jobs import JOB, Job, name_of_job
from livefair.kernel.statements import Change, Query, Value, insert_text

T = TypeVar("T")


class Cursor(Protocol):
    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Connection(Protocol):
    """What sqlite3 and psycopg have in common."""

    def execute(self, sql: Any, params: Any = ..., /) -> Cursor: ...
    def close(self) -> None: ...


# What no database can hold: a lone surrogate, a NUL (PostgreSQL), a number beyond 64 bits. It came from outside.
UNSTORABLE = (UnicodeEncodeError, OverflowError, psycopg.DataError)


class ReadTx:
    """A consistent view of the database. `now_ms` stands still for its whole length."""

    __slots__ = ("_connection", "dialect", "now_ms")

    def __init__(self, connection: Connection, dialect: str, now_ms: int) -> None:
        self._connection = connection
        self.dialect = dialect
        self.now_ms = now_ms

    def one(self, statement: Query[T], **values: Value) -> T | None:
        compiled = statement.on(self.dialect)
        row = self._execute(compiled.sql, compiled.bind(values)).fetchone()
        return None if row is None else statement.make(row)

    def all(self, statement: Query[T], **values: Value) -> list[T]:
        compiled = statement.on(self.dialect)
        return [statement.make(row) for row in self._execute(compiled.sql, compiled.bind(values)).fetchall()]

    def value(self, statement: Query[T], **values: Value) -> T:
        """The one row that an aggregate always has."""
        found = self.one(statement, **values)
        if found is None:
            raise LookupError(f"no row: {statement.on(self.dialect).sql}")
        return found

    def _execute(self, sql: str, values: dict[str, Value]) -> Cursor:
        try:
            return self._connection.execute(sql, values)
        except UNSTORABLE as error:
            raise Invalid("bad_value") from error


class WriteTx(ReadTx):
    __slots__ = ("_ids", "actor_id", "facts", "jobs")

    def __init__(self, connection: Connection, dialect: str, now_ms: int, ids: IdSource, actor_id: str) -> None:
        super().__init__(connection, dialect, now_ms)
        self._ids = ids
        self.actor_id = actor_id
        self.facts: list[Fact] = []
        self.jobs = 0

    def new_id(self) -> str:
        return self._ids(self.now_ms)

    def change(self, statement: Change, **values: Value) -> int:
        """Run an UPDATE or DELETE; returns how many rows it changed."""
        compiled = statement.on(self.dialect)
        return self._execute(compiled.sql, compiled.bind(values)).rowcount

    def insert(self, table: Table, **values: Value) -> None:
        self._execute(insert_text(self.dialect, table, tuple(values), if_new=False), values)

    def insert_new(self, table: Table, **values: Value) -> bool:
        """Insert unless a unique key is already taken; returns whether the row is new."""
        sql = insert_text(self.dialect, table, tuple(values), if_new=True)
        return self._execute(sql, values).rowcount == 1

    def announce(self, fact: Fact) -> None:
        """Log what has just become true and queue one delivery for each of its listeners."""
        fact_id, kind = self.new_id(), kind_of(type(fact))
        self.insert(FACT_LOG, id=fact_id, kind=kind, at_ms=self.now_ms, actor_id=self.actor_id, body=to_json(fact))
        for listener in listeners_of(type(fact)):
            self.queue(listener, due_at_ms=self.now_ms, key=None, args="{}", fact_id=fact_id)
        self.facts.append(fact)

    def later(self, job: Job, *, after_ms: int = 0, key: str | None = None, **args: str | int | None) -> None:
        """Have `job` done, `after_ms` from now. While one with `key` waits, it is not queued twice."""
        self.queue(name_of_job(job), due_at_ms=self.now_ms + after_ms, key=key, args=json.dumps(args), fact_id=None)

    def queue(self, kind: str, *, due_at_ms: int, key: str | None, args: str, fact_id: str | None) -> None:
        self.insert_new(
            JOB,
            id=self.new_id(),
            kind=kind,
            key=key,
            args=args,
            fact_id=fact_id,
            created_at_ms=self.now_ms,
            due_at_ms=due_at_ms,
            attempts=0,
            lease_until_ms=0,
        )
        self.jobs += 1
