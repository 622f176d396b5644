"""Connections to the two databases: SQLite in a file beside the program, or PostgreSQL at a URL."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from livefair.kernel.transactions import Connection

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "cache_size=-65536",
    "wal_autocheckpoint=4000",
    "temp_store=MEMORY",
)

# Of the statements of a connection that are asked often, so many stay planned; the program knows some thousand.
PREPARED_MAX = 512
RETRYABLE = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)


@dataclass(frozen=True, slots=True)
class Engine:
    """How to open a connection and how to begin on it. `dialect` is "sqlite" or "postgresql"."""

    dialect: str
    connect: Callable[[], Connection]
    begin_write: str
    begin_read: str
    reads_inline: bool
    """Whether a read is so short (no network) that it may run on the event loop itself."""


def engine_for(url: str, *, durable: bool = True) -> Engine:
    """For `sqlite:///path` or `postgresql://user@host/name`. Not `durable`: a power cut may lose the last writes."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        return _sqlite(Path(rest.removeprefix("/")), durable)
    if scheme in {"postgresql", "postgres"}:
        return _postgresql(url, durable)
    raise ValueError(f"a database URL begins with sqlite:/// or postgresql://, not {scheme}://")


def _sqlite(path: Path, durable: bool) -> Engine:
    def connect() -> Connection:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=PREPARED_MAX
        )
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'OFF'}")
        return connection

    return Engine("sqlite", connect, "BEGIN IMMEDIATE", "BEGIN", reads_inline=True)


def _postgresql(url: str, durable: bool) -> Engine:
    def connect() -> Connection:
        connection: psycopg.Connection[tuple[Any, ...]] = psycopg.connect(url, autocommit=True)
        connection.prepared_max = PREPARED_MAX
        if not durable:
            connection.execute("SET synchronous_commit = off")
        return connection

    return Engine(
        "postgresql",
        connect,
        "BEGIN ISOLATION LEVEL SERIALIZABLE",
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        reads_inline=False,
    )
