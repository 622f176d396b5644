"""Which rows of a table a statement speaks of, where that is plain: those with one value in one column.

So it is known without asking the database that a statement about one buyer cannot miss a row of another.
"""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import BindParameter, ColumnElement, Delete, Select, Table, Update
from sqlalchemy.sql import Executable, operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList

asked_columns: dict[str, set[str]] = defaultdict(set)
"""By table: the columns by which any statement so far asks for its rows."""

Keys = dict[str, tuple[str, str]]


def keys_of(executable: Executable) -> Keys:
    """By table: a column and the name of the value that all rows have which the statement reads or changes.

    A table that is left out may be read in any other way: nothing is claimed of it.
    """
    if not isinstance(executable, Select | Update | Delete) or executable.whereclause is None or _is_nested(executable):
        return {}
    found: Keys = {}
    for column, value in _equalities(executable.whereclause):
        found.setdefault(column.table.name, (column.name, value.key))
    for table, (column_name, _) in found.items():
        asked_columns[table].add(column_name)
    return found


def changed_columns(executable: Executable) -> frozenset[str]:
    return frozenset(getattr(column, "name", column) for column in getattr(executable, "_values", None) or ())


def _is_nested(executable: Select[tuple[object, ...]] | Update | Delete) -> bool:
    """A table may stand in it twice: as another name, or in a question within the question."""
    inner = [each for each in visitors.iterate(executable) if isinstance(each, Select)]
    names = [each for each in visitors.iterate(executable) if each.__visit_name__ in {"alias", "cte", "subquery"}]
    return len(inner) > isinstance(executable, Select) or bool(names)


def _equalities(where: ColumnElement[bool]) -> Iterator[tuple[ColumnElement[object], BindParameter[object]]]:
    parts = where.clauses if isinstance(where, BooleanClauseList) and where.operator is operators.and_ else [where]
    for part in parts:
        if isinstance(part, BinaryExpression) and part.operator is operators.eq:
            column, value = part.left, part.right
            if (
                isinstance(getattr(column, "table", None), Table)
                and isinstance(value, BindParameter)
                and value.required
            ):
                yield column, value
