"""The book is append-only: no statement of the program changes or deletes a transfer, an entry or a hold."""

import re
import sys
from pathlib import Path

import pytest
from sqlalchemy import Delete, Update

import livefair
import livefair.world.tables
from livefair.kernel.statements import Change

APPEND_ONLY = {"ledger_transfer", "ledger_entry", "ledger_hold"}
SOURCES = sorted(Path(livefair.__file__).parent.rglob("*.py"))


def all_changes():
    for name, module in sorted(sys.modules.items()):
        if name.startswith("livefair."):
            yield from (value for value in vars(module).values() if isinstance(value, Change))


def test_no_prepared_statement_changes_the_book():
    touched = {c.executable.table.name for c in all_changes() if isinstance(c.executable, Update | Delete)}
    assert "ledger_balance" in touched, "the statements are found at all"
    assert not touched & APPEND_ONLY


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_file_writes_such_a_statement(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(update|delete)\(\s*(TRANSFER|ENTRY|HOLD)\b", text)
    assert not re.search(r"(?i)\b(update|delete\s+from)\s+ledger_(transfer|entry|hold)", text)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO ledger_balance VALUES ('payable:p', 'CNY', -1, 0, 0, NULL)",
        "INSERT INTO ledger_balance VALUES ('payable:p', 'CNY', 5, 6, 0, NULL)",
        "INSERT INTO ledger_balance VALUES ('receivable:p', 'CNY', 1, 0, NULL, 0)",
        "INSERT INTO ledger_transfer VALUES ('t', 'k', 'h', 'r', '{}', 'settled', 'CNY', NULL, 0)",
        "INSERT INTO ledger_hold VALUES ('t', 'bank', 'bank', 'CNY', 0, NULL)",
    ],
)
def test_the_database_itself_refuses_what_must_not_be(db, sql):
    with pytest.raises(Exception, match=r"(?i)check constraint"):
        db.write_now(lambda tx: tx._cursor.execute(sql))
