import io

import pytest
from sqlalchemy import select

from livefair.kernel import SYSTEM, Database, query
from livefair.kernel.dump import DumpError, read_rows, write_rows
from livefair.kernel.jobs import JOB
from livefair.kernel.tables import metadata
from tests.migrated import put_migrated

_ARGS = query(str, select(JOB.c.args))


def put(tx, actor, args):
    times = {"created_at_ms": 0, "due_at_ms": 2**50, "attempts": 0, "lease_until_ms": 0}
    tx.insert(JOB, id=tx.new_id(), kind="k", args=args, **times)


@pytest.fixture
def sqlite_url(tmp_path):
    return put_migrated(tmp_path / "other.db")


def test_rows_of_one_engine_are_the_same_in_the_other(db, sqlite_url):
    db.write_now(put, SYSTEM, '{"词": "line\\nbreak \\u2028"}')
    lines = io.BytesIO()
    counts = write_rows(db.url, lines)
    assert set(counts) == set(metadata.tables)
    lines.seek(0)
    assert read_rows(sqlite_url, lines, of=1) == sum(counts.values())
    other = Database(sqlite_url)
    assert other.read_now(lambda tx: tx.all(_ARGS)) == db.read_now(lambda tx: tx.all(_ARGS))
    other.close()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (b"nonsense\n", "not a line"),
        (b'{"table":"pg_class","columns":["x"]}\n[1]\n', "has no pg_class"),
        (b'{"table":"job","columns":["id; --"]}\n[1]\n', "has no job with"),
        (b'{"table":"job","columns":["id"]}\n[1,2]\n', "does not fit job"),
        (b"[1]\n", "does not fit"),
    ],
)
def test_rows_that_do_not_fit_write_nothing(db, lines, message):
    with pytest.raises(DumpError, match=message):
        read_rows(db.url, io.BytesIO(lines), of=1)
    assert db.read_now(lambda tx: tx.all(_ARGS)) == []


def test_a_row_that_names_a_missing_one_is_refused(sqlite_url):
    row = b'["1","k",null,"{}","no such fact",0,0,0,0,null,null]\n'
    columns = ",".join(f'"{column.name}"' for column in JOB.columns)
    lines = f'{{"table":"job","columns":[{columns}]}}\n'.encode() + row
    with pytest.raises(DumpError, match="name others that are missing"):
        read_rows(sqlite_url, io.BytesIO(lines), of=1)
