"""Rows on their way into the database: written many at once, before the first statement that could miss them."""

from collections.abc import Iterable, Iterator
from functools import cache

from livefair.kernel.statements import Insertion, Value
from livefair.kernel.tables import metadata

Row = tuple[Value, ...]
Pair = tuple[Insertion, Row]


class Pending:
    """New rows by statement, in the order of their making. `tables` names at least all that have some."""

    __slots__ = ("_rows", "tables")

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self._rows: dict[Insertion, list[Row]] = {}

    def add(self, pairs: Iterable[Pair]) -> None:
        for insertion, row in pairs:
            rows = self._rows.get(insertion)
            if rows is None:
                self._rows[insertion] = [row]
            else:
                rows.append(row)

    def take(self, needs: frozenset[str] | None = None) -> Iterator[tuple[Insertion, list[Row]]]:
        """The rows of these tables (of all, if not said), parents before children. They no longer are pending."""
        wanted = [one for one in self._rows if needs is None or one.table in needs]
        ranks = _ranks(len(metadata.tables))
        for one in sorted(wanted, key=lambda one: ranks[one.table]):
            yield one, self._rows.pop(one)
        self.tables = {one.table for one in self._rows}


@cache
def _ranks(_tables: int) -> dict[str, int]:
    """Parents have lower ranks. Made anew when more tables are known."""
    return {table.name: rank for rank, table in enumerate(metadata.sorted_tables)}
