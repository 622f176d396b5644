"""Filling a database all at once: a draft beside it is filled, and takes its place when it is whole.

A draft is a file beside SQLite's, or a schema of its own in a PostgreSQL database. One that a killed program has left
behind is never looked at: the next draft begins anew.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

SCHEMA = "livefair_draft"

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s"


@contextlib.contextmanager
def draft(url: str) -> Iterator[str]:
    """The URL of an empty draft, which replaces what is at `url` when the block has ended without an error."""
    with _draft_file(Path(url.partition(":///")[2])) if url.startswith("sqlite") else _draft_schema(url) as found:
        yield found


def is_left_behind(url: str) -> bool:
    """Whether a draft was begun here and not ended."""
    if url.startswith("sqlite"):
        return _beside(Path(url.partition(":///")[2])).exists()
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [SCHEMA]).fetchone() is not None


@contextlib.contextmanager
def _draft_file(path: Path) -> Iterator[str]:
    beside = _beside(path)
    _remove(beside)
    yield f"sqlite:///{beside.absolute()}"
    _remove(path)
    beside.rename(path)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.draft")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextlib.contextmanager
def _draft_schema(url: str) -> Iterator[str]:
    schema = Identifier(SCHEMA)
    with psycopg.connect(url) as connection:
        connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
        connection.execute(SQL("CREATE SCHEMA {}").format(schema))
    yield _within(url, SCHEMA)
    with psycopg.connect(url) as connection:
        for (name,) in connection.execute(_TABLES, [SCHEMA]).fetchall():
            table = Identifier(name)
            connection.execute(SQL("DROP TABLE IF EXISTS {} CASCADE").format(table))
            connection.execute(
                SQL("ALTER TABLE {}.{} SET SCHEMA {}").format(schema, table, Identifier(_home_of(connection)))
            )
        connection.execute(SQL("DROP SCHEMA {}").format(schema))


def _home_of(connection: psycopg.Connection) -> str:
    """The schema in which this URL's tables are found."""
    found = connection.execute("SELECT current_schema()").fetchone()
    return str(found[0]) if found and found[0] else "public"


def _within(url: str, schema: str) -> str:
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query), ("options", f"-csearch_path={schema}")]
    return urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))
