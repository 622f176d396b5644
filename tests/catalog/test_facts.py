import pytest

from livefair.catalog import Statement, facts_of, state_fact
from livefair.kernel import Invalid, NotFound
from tests.stall import set_up

GLAZE = Statement("釉", "Glaze", "无铅", "lead-free", "lab report 7")


def test_a_correction_replaces_a_fact_at_its_place(db, join):
    stall = set_up(db, join)
    first = db.write_now(state_fact, stall.brand, stall.product_id, GLAZE)
    db.write_now(state_fact, stall.brand, stall.product_id, GLAZE._replace(name_en="Volume", value_en="1 l"))
    db.write_now(state_fact, stall.brand, stall.product_id, GLAZE._replace(source="lab report 8"), corrects=first)
    assert [fact.source for fact in db.read_now(facts_of, stall.product_id)] == ["lab report 8", "lab report 7"]


def test_a_fact_without_a_source_is_refused(db, join):
    stall = set_up(db, join)
    with pytest.raises(Invalid, match="empty"):
        db.write_now(state_fact, stall.brand, stall.product_id, GLAZE._replace(source=" "))


def test_a_fact_of_another_product_cannot_be_corrected(db, join):
    one, two = set_up(db, join), set_up(db, join, name="two")
    fact = db.write_now(state_fact, one.brand, one.product_id, GLAZE)
    with pytest.raises(NotFound):
        db.write_now(state_fact, two.brand, two.product_id, GLAZE, corrects=fact)
