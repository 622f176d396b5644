import contextlib

import pytest
from sqlalchemy import bindparam, func, select, update

from livefair.kernel import SYSTEM, Invalid, change, query, text_in
from livefair.kernel.jobs import JOB

COUNT = query(int, select(func.count()).select_from(JOB))
BY_KIND = query(str, select(JOB.c.id).where(JOB.c.kind == bindparam("word")))
BY_IDS = query(str, select(JOB.c.id).where(text_in(JOB.c.id, "ids")))
LATER_THAN = query(str, select(JOB.c.id).where(JOB.c.due_at_ms > bindparam("moment")))
RENAME = change(update(JOB).where(JOB.c.kind == "x").values(kind=bindparam("word")))


@pytest.mark.parametrize(
    "act",
    [
        lambda tx: tx.one(BY_KIND, word="\ud800"),
        lambda tx: tx.all(LATER_THAN, moment=10**30),
        lambda tx: tx.change(RENAME, word="\udfff"),
        lambda tx: tx.queue("k", due_at_ms=10**30, key=None, args="{}", fact_id=None),
    ],
)
def test_what_no_database_can_hold_is_refused_and_harms_no_neighbour(db, act):
    def use_case(tx, actor):
        tx.queue("k", due_at_ms=1, key=None, args="{}", fact_id=None)
        act(tx)

    with pytest.raises(Invalid, match="bad_value"):
        db.write_now(use_case, SYSTEM)
    assert db.read_now(lambda tx: tx.value(COUNT)) == 0


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"])
def test_a_question_with_an_impossible_text_is_refused_or_finds_nothing(db, text):
    for ask in (lambda tx: tx.one(BY_KIND, word=text), lambda tx: tx.all(BY_IDS, ids=[text])):
        with contextlib.suppress(Invalid):
            assert not db.read_now(ask)
    assert db.read_now(lambda tx: tx.value(COUNT)) == 0
