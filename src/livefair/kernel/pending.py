"""Writes on their way into the database: made many at once, before the first statement that could miss them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from livefair.kernel.asked import asked_columns
from livefair.kernel.statements import Compiled, Value, Write
from livefair.kernel.tables import metadata

Row = tuple[Value, ...] | dict[str, Value]
Pair = tuple[Write, Row]
# Stands for a value that is not known. No text of ours has a NUL in it.
ANY = "\0"


class Pending:
    """Rows of values by statement, in the order of their making.

    `tables` names at least all that have some, with the last statement that was kept back for each: where that one
    changes rows, it is the only one, so that nothing of a table is done in another order than it was asked for.
    """

    __slots__ = ("_rows", "_values", "tables")

    def __init__(self) -> None:
        self.tables: dict[str, Write] = {}
        self._rows: dict[Write, list[Row]] = {}
        self._values: dict[str, dict[str, set[Value]]] = {}

    def note(self, write: Write, row: Row) -> None:
        """A row of this statement is being kept back by somebody."""
        table = write.table
        self.tables[table] = write
        seen = self._values[table] if table in self._values else self._values.setdefault(table, {})
        for column in asked_columns[table]:
            value = row[write.places[column]] if column in write.places else ANY  # type: ignore[index]  # as the row is
            if column in seen:
                seen[column].add(value)
            else:
                seen[column] = {value}

    def may_hide_from(self, compiled: Compiled, values: Mapping[str, Value]) -> bool:
        """Whether the statement might miss something that is kept back."""
        return any(table in self.tables and self._may_match(table, compiled, values) for table in compiled.concerns)

    def _may_match(self, table: str, compiled: Compiled, values: Mapping[str, Value]) -> bool:
        key = compiled.keys.get(table)
        # Who changes a column by which rows are asked for may move them to where a change that waits would find them.
        if key is None or not compiled.sets.isdisjoint(asked_columns[table]):
            return True
        column, name = key
        seen = self._values[table].get(column)
        return seen is None or ANY in seen or values[name] in seen

    def add(self, pairs: Iterable[Pair]) -> None:
        for write, row in pairs:
            rows = self._rows.get(write)
            if rows is None:
                self._rows[write] = [row]
            else:
                rows.append(row)

    def is_out_of_order(self, write: Write) -> bool:
        """Whether what waits for this table has to be done first."""
        last = self.tables.get(write.table)
        return last is not None and last is not write and (last.is_change or write.is_change)

    def take(self, needs: frozenset[str] | None = None) -> Iterator[tuple[Write, list[Row]]]:
        """The rows of these tables (of all, if not said), parents before children. They no longer are pending."""
        wanted = [one for one in self._rows if needs is None or one.table in needs]
        ranks = _ranks(len(metadata.tables))
        for one in sorted(wanted, key=lambda one: ranks[one.table]):
            yield one, self._rows.pop(one)

    def forget(self, needs: frozenset[str] | None) -> None:
        """Nothing of these tables is kept back any more, by nobody."""
        for table in list(self.tables) if needs is None else needs & self.tables.keys():
            del self.tables[table], self._values[table]


@cache
def _ranks(_tables: int) -> dict[str, int]:
    """Parents have lower ranks. Made anew when more tables are known."""
    return {table.name: rank for rank, table in enumerate(metadata.sorted_tables)}
