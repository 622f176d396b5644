"""Statements are constants: built once at module level, compiled once per dialect, run on the raw driver.

`query(Row, select(…))` gives typed rows: the columns in the order of the row type's fields. `change(…)` is an
UPDATE or DELETE of which only the number of changed rows matters.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import BindParameter, ColumnElement, Delete, Insert, Table, Text, Update, bindparam, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import Executable, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean

from livefair.kernel.asked import Keys, changed_columns, keys_of
from livefair.kernel.tables import metadata

T = TypeVar("T")
Value = str | int | float | None | list[str]
SCALARS = (int, str, float)

DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="qmark"),
    # By name: a value that stands in SELECT and in GROUP BY has to be one and the same parameter there.
    "postgresql": postgresql.psycopg.dialect(),  # type: ignore[no-untyped-call]  # the same
}


class text_in(ColumnElement[bool]):  # noqa: N801 (reads as SQL's own IN)
    """`column IN (a bound list of texts)`: one parameter holds the list, so one compiled text serves all lengths."""

    type = Boolean()
    inherit_cache = False

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.name = name
        self.values: BindParameter[str] = bindparam(name, type_=Text)


def word_in(column: ColumnElement[str], *words: str) -> ColumnElement[bool]:
    """`column IN (constant words)`."""
    return or_(*(column == word for word in words))


@compiles(text_in, "sqlite")
def _in_sqlite(element: text_in, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = compiler.process(element.column, **kw), compiler.process(element.values, **kw)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(text_in, "postgresql")
def _in_postgresql(element: text_in, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = compiler.process(element.column, **kw), compiler.process(element.values, **kw)
    return f"{column} = ANY(CAST({values} AS text[]))"


class joined(FunctionElement[str]):  # noqa: N801 (reads as SQL's own functions)
    """All values of a column of words in one text, with commas between them; NULL where there are none."""

    type = Text()
    inherit_cache = True


@compiles(joined, "sqlite")
def _joined_in_sqlite(element: joined, compiler: SQLCompiler, **kw: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **kw)}, ',')"


@compiles(joined, "postgresql")
def _joined_in_postgresql(element: joined, compiler: SQLCompiler, **kw: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **kw)}, ',')"


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A statement's text with marks for the values of `names`, in their order (None: marked by name).

    `needs` are the tables that it speaks of and all that they refer to; `concerns` are those in which it could miss a
    row that is still to be written: for a question the first alone. `keys` says of which rows it speaks only, `sets`
    which columns it changes.
    """

    sql: str
    names: tuple[str, ...] | None
    constants: Mapping[str, Value]
    concerns: frozenset[str]
    needs: frozenset[str]
    keys: Keys
    sets: frozenset[str]
    lists: tuple[str, ...] = ()
    is_returning: bool = False
    """Whether it changes rows and gives them back."""
    write: "Write | None" = None
    """The same as something that can be kept back, if it changes one table and reads no other."""

    def bind(self, values: dict[str, Value]) -> tuple[Value, ...] | dict[str, Value]:
        for name in self.lists:
            values[name] = msgspec.json.encode(values[name]).decode()
        if self.constants:
            values = {**self.constants, **values}
        return values if self.names is None else tuple([values[name] for name in self.names])


@dataclass(frozen=True, slots=True, eq=False)
class Write:
    """A text that is run once for each of many rows of values: an INSERT, or a change of rows that are there.

    `places`: where in a row of values the value of a column stands that all rows have which it makes or changes.
    """

    table: str
    sql: str
    needs: frozenset[str]
    places: Mapping[str, int | str]
    is_change: bool = False


@dataclass(eq=False, slots=True)
class Statement:
    executable: Executable
    _compiled: dict[str, Compiled] = field(default_factory=dict)

    def on(self, dialect: str) -> Compiled:
        found = self._compiled.get(dialect)
        if found is None:
            found = self._compiled[dialect] = compile_for(dialect, self.executable)
        return found


@dataclass(eq=False, slots=True)
class Query(Statement, Generic[T]):
    make: Callable[[tuple[Any, ...]], T] = field(kw_only=True)


@dataclass(eq=False, slots=True)
class Change(Statement):
    pass


def query(row: Callable[..., T], executable: Executable) -> Query[T]:
    if row in SCALARS:
        return Query(executable, make=lambda values: values[0])
    make: Callable[[tuple[Any, ...]], T] | None = getattr(row, "_make", None)
    return Query(executable, make=make or (lambda values: row(*values)))


def change(executable: Update | Delete | Insert) -> Change:
    return Change(executable)


def compile_for(dialect: str, executable: Executable) -> Compiled:
    compiled = executable.compile(dialect=DIALECTS[dialect])  # type: ignore[attr-defined]  # every Executable we build is a ClauseElement
    lists = tuple(
        element.name
        for element in visitors.iterate(executable)  # type: ignore[arg-type]  # the same
        if isinstance(element, text_in)
    )
    if "POSTCOMPILE" in str(compiled):
        raise TypeError("column.in_() has no fixed text: use word_in for constants, text_in for a bound list")
    constants = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
    sql, keys = str(compiled), keys_of(executable)
    names = tuple(compiled.positiontup) if compiled.positiontup is not None else None
    return Compiled(
        sql,
        names,
        constants,
        needs_of(sql) if isinstance(executable, UpdateBase) else tables_in(sql),
        needs_of(sql),
        keys,
        changed_columns(executable),
        lists if dialect == "sqlite" else (),
        is_returning=isinstance(executable, UpdateBase) and bool(executable._returning),
        write=_write_of(executable, sql, keys, names),
    )


def _write_of(executable: Executable, sql: str, keys: Keys, names: tuple[str, ...] | None) -> Write | None:
    if not isinstance(executable, UpdateBase) or executable._returning:
        return None
    target = str(executable.entity_description["name"])
    if any(isinstance(each, Table) and each.name != target for each in visitors.iterate(executable)):
        return None
    places: dict[str, int | str] = {}
    if target in keys and keys[target][0] not in changed_columns(executable):
        column, name = keys[target]
        places[column] = name if names is None else names.index(name)
    return Write(target, sql, needs_of(sql), places, is_change=True)


@cache
def insertion(dialect: str, table: Table, columns: tuple[str, ...], *, if_new: bool = False) -> Write:
    quote, mark = DIALECTS[dialect].identifier_preparer.quote, "?" if dialect == "sqlite" else "%s"
    names = ", ".join(quote(table.c[column].name) for column in columns)
    sql = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({', '.join(mark for _ in columns)})"
    places = {table.c[column].name: place for place, column in enumerate(columns)}
    return Write(table.name, sql + (" ON CONFLICT DO NOTHING" if if_new else ""), needs_of(sql), places)


def tables_in(sql: str) -> frozenset[str]:
    """The tables whose names occur in the text: rather one too many than one too few."""
    return frozenset(re.findall(r"\w+", sql)) & metadata.tables.keys()


def needs_of(sql: str) -> frozenset[str]:
    """The same, and all that they refer to."""
    found: set[str] = set()
    left = set(tables_in(sql))
    while left:
        found |= left
        keys = {key for name in left for key in metadata.tables[name].foreign_keys}
        left = {key.column.table.name for key in keys} - found
    return frozenset(found)
