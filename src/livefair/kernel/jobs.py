"""Work for later: rows written in the use case's own transaction, done at least once, retried with backoff.

A synchronous job (and a listener of a fact) is one transaction: deleting its row and doing its work commit together,
so it is done exactly once. An asynchronous job may talk to the network; it is leased, and must bear being done twice.
"""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from livefair.kernel.clock import HOUR_MS, SECOND_MS
from livefair.kernel.facts import name_of
from livefair.kernel.tables import at_column, id_column, metadata

JOB = Table(
    "job",
    metadata,
    id_column(),
    Column("kind", Text, nullable=False),
    Column("key", Text, unique=True),
    Column("args", Text, nullable=False),
    Column("fact_id", Text, ForeignKey("fact_log.id")),
    at_column("created_at_ms"),
    at_column("due_at_ms"),
    Column("attempts", Integer, nullable=False),
    Column("lease_until_ms", BigInteger, nullable=False),
    Column("error", Text),
    at_column("dead_at_ms", nullable=True),
    Index("ix_job_dead_at_ms_due_at_ms", "dead_at_ms", "due_at_ms"),
)

ATTEMPTS_MAX = 12
BACKOFF_MS = 2 * SECOND_MS
BACKOFF_MS_MAX = HOUR_MS
LEASE_MS = 60 * SECOND_MS
ERROR_CHARS_MAX = 2_000

Job = Callable[..., Any] | Callable[..., Awaitable[Any]]
J = TypeVar("J", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Cron:
    name: str
    every_ms: int
    job: Callable[..., Any]


_jobs: dict[str, Job] = {}
_limits_ms: dict[str, int] = {}
_crons: dict[str, Cron] = {}


def job(function: J) -> J:
    """Register `f(tx, actor, *, …)` or `async f(ctx, *, …)`. Its name is stored: renaming one is a migration."""
    _jobs[name_of(function)] = function
    return function


def long_job(*, limit_ms: int) -> Callable[[J], J]:
    """Register an asynchronous job that may take longer than a lease; while it runs, its lease is renewed."""

    def register(function: J) -> J:
        _limits_ms[name_of(function)] = limit_ms
        return job(function)

    return register


def cron(*, every_ms: int) -> Callable[[J], J]:
    """Register `f(tx, actor)` to be done every so often, on one machine at a time."""

    def register(function: J) -> J:
        name = name_of(function)
        _crons[name] = Cron(name, every_ms, function)
        return function

    return register


def name_of_job(function: Job) -> str:
    name = name_of(function)
    if name not in _jobs:
        raise LookupError(f"{name} is not a job: decorate it with @job")
    return name


def job_called(name: str) -> Job | None:
    return _jobs.get(name)


def limit_ms_of(name: str) -> int:
    """How long an asynchronous job may take: well within its lease, unless it is a long one."""
    return _limits_ms.get(name, LEASE_MS * 4 // 5)


def is_long(name: str) -> bool:
    return name in _limits_ms


def crons() -> list[Cron]:
    return list(_crons.values())


def cron_called(name: str) -> Cron | None:
    return _crons.get(name)


def talking_jobs() -> list[str]:
    return [name for name, function in _jobs.items() if is_async(function)]


def is_async(function: Job) -> bool:
    return inspect.iscoroutinefunction(function)


def backoff_ms(attempts: int) -> int:
    """2 s, 4 s, 8 s … up to an hour."""
    return min(BACKOFF_MS_MAX, BACKOFF_MS << min(attempts, 20))
