import pytest
from sqlalchemy import bindparam, delete, or_, select, update

from livefair.kernel.asked import changed_columns, keys_of
from livefair.kernel.facts import FACT_LOG
from livefair.kernel.jobs import JOB

KIND = JOB.c.kind == bindparam("word")
OTHER = JOB.alias("other")


@pytest.mark.parametrize(
    "statement",
    [
        select(JOB.c.id).where(KIND),
        select(JOB.c.id).where(KIND, JOB.c.due_at_ms > bindparam("moment")),
        update(JOB).where(KIND).values(attempts=1),
        delete(JOB).where(JOB.c.dead_at_ms.is_(None), KIND),
        select(JOB.c.id).join_from(JOB, FACT_LOG, JOB.c.fact_id == FACT_LOG.c.id).where(KIND),
    ],
)
def test_a_value_that_all_rows_of_a_table_must_have_is_known(statement):
    assert keys_of(statement) == {"job": ("kind", "word")}


@pytest.mark.parametrize(
    "statement",
    [
        select(JOB.c.id),
        select(JOB.c.id).where(or_(KIND, JOB.c.id == bindparam("one"))),
        select(JOB.c.id).where(JOB.c.kind == "constant"),
        select(JOB.c.id).where(JOB.c.kind != bindparam("word")),
        select(JOB.c.id).where(KIND, JOB.c.id == select(JOB.c.id).limit(1).scalar_subquery()),
        select(JOB.c.id, OTHER.c.id).where(KIND, OTHER.c.key == JOB.c.key),
        select(JOB.c.id).where(KIND).union(select(JOB.c.id)),
        JOB.insert(),
    ],
)
def test_nothing_is_claimed_of_a_statement_that_may_speak_of_other_rows_too(statement):
    assert keys_of(statement) == {}


def test_the_columns_that_a_change_sets_are_known():
    assert changed_columns(update(JOB).where(KIND).values(kind=bindparam("new"), attempts=1)) == {"kind", "attempts"}
    assert changed_columns(delete(JOB).where(KIND)) == set()
