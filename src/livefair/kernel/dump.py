"""All rows of one moment as JSON lines, and back again, on either engine.

A line that is an object names a table and its columns; the lines that follow it are that table's rows.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple

from sqlalchemy import create_engine, inspect

from livefair.kernel.engines import engine_for
from livefair.kernel.schema import sqlalchemy_url
from livefair.kernel.tables import metadata
from livefair.kernel.transactions import Connection

BATCH = 2_000
LINE_BYTES_MAX = 64 << 20

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


class DumpError(Exception):
    """The rows do not fit this database; nothing was written."""


def silent(_what: str, _done: int, _of: int) -> None:
    return


# ── reading the database


def write_rows(url: str, out: IO[bytes], *, progress: Progress = silent) -> dict[str, int]:
    """Write every table as it is at one moment, while others go on writing. Returns the number of rows by table."""
    engine = engine_for(url)
    connection = engine.connect()
    counts: dict[str, int] = {}
    try:
        connection.execute(engine.begin_read)
        for number, table in enumerate(metadata.sorted_tables):
            progress("reading rows", number, len(metadata.sorted_tables))
            columns = [column.name for column in table.columns]
            out.write(_line({"table": table.name, "columns": columns}))
            counts[table.name] = 0
            for batch in _batches(connection, engine.dialect, f"SELECT {_names(columns)} FROM {_name(table.name)}"):
                out.writelines(_line(list(row)) for row in batch)
                counts[table.name] += len(batch)
        connection.execute("ROLLBACK")
    finally:
        connection.close()
    return counts


def _batches(connection: Connection, dialect: str, select: str) -> Iterator[list[Any]]:
    if dialect == "sqlite":
        found: Any = connection.execute(select)
        while batch := found.fetchmany(BATCH):
            yield batch
        return
    connection.execute(f"DECLARE dump NO SCROLL CURSOR FOR {select}")
    while batch := connection.execute(f"FETCH {BATCH} FROM dump").fetchall():
        yield batch
    connection.execute("CLOSE dump")


# ── writing the database


def read_rows(url: str, lines: IO[bytes], *, of: int, progress: Progress = silent) -> int:
    """Fill empty tables in one transaction; returns how many rows. Keys between tables are checked at the end."""
    engine = engine_for(url)
    known = _columns_of(url)
    connection = engine.connect()
    done = 0
    try:
        with _PAUSES[engine.dialect](connection):
            for table, columns, rows in _tables(lines):
                if not set(columns) <= known.get(table, set()):
                    raise DumpError(f"this database has no {table} with the columns {', '.join(columns)}")
                _insert(connection, engine.dialect, table, columns, rows)
                done += len(rows)
                progress("writing rows", done, of)
    finally:
        connection.close()
    return done


class _Part(NamedTuple):
    table: str
    columns: list[str]
    rows: list[list[Any]]


def _tables(lines: IO[bytes]) -> Iterator[_Part]:
    part = _Part("", [], [])
    while line := lines.readline(LINE_BYTES_MAX):
        try:
            found = json.loads(line)
        except ValueError as error:
            raise DumpError(f"not a line of rows: {error}") from error
        if isinstance(found, dict):
            yield part
            part = _Part(str(found.get("table")), list(found.get("columns", [])), [])
        elif isinstance(found, list) and len(found) == len(part.columns):
            part.rows.append(found)
            if len(part.rows) == BATCH:
                yield part
                part = part._replace(rows=[])
        else:
            raise DumpError(f"a row that does not fit {part.table}")
    yield part


def _insert(connection: Any, dialect: str, table: str, columns: list[str], rows: list[list[Any]]) -> None:
    if rows:
        marks = ", ".join(["?" if dialect == "sqlite" else "%s"] * len(columns))
        connection.cursor().executemany(f"INSERT INTO {_name(table)} ({_names(columns)}) VALUES ({marks})", rows)


def _columns_of(url: str) -> dict[str, set[str]]:
    engine = create_engine(sqlalchemy_url(url))
    found = inspect(engine)
    columns = {table: {column["name"] for column in found.get_columns(table)} for table in found.get_table_names()}
    engine.dispose()
    return {"": set(), **columns}


@contextlib.contextmanager
def _pause_in_sqlite(connection: Connection) -> Iterator[None]:
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    yield
    if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        raise DumpError(f"{len(broken)} rows name others that are missing, the first in {broken[0][0]}")
    connection.execute("COMMIT")


@contextlib.contextmanager
def _pause_in_postgresql(connection: Connection) -> Iterator[None]:
    """Tables may name each other in a ring: their foreign keys are taken off and put on again."""
    connection.execute("BEGIN")
    keys = connection.execute(_FOREIGN_KEYS).fetchall()
    for table, name, _ in keys:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {_name(name)}")
    yield
    for table, name, definition in keys:
        connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {_name(name)} {definition}")
    for table, column in connection.execute(_SEQUENCES).fetchall():
        newest = f"COALESCE(max({_name(column)}), 0) + 1"
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {newest}, false) FROM {table}"
        )
    connection.execute("COMMIT")


_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_SEQUENCES = """
    SELECT quote_ident(table_name), column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%'
"""
_PAUSES = {"sqlite": _pause_in_sqlite, "postgresql": _pause_in_postgresql}


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _names(names: list[str]) -> str:
    return ", ".join(map(_name, names))
