import pytest

from livefair.catalog import Statement, facts_of, state_fact
from livefair.catalog.facts import confirm_fact
from livefair.kernel import NotFound
from livefair.kernel.runner import run_due_now
from livefair.people.notes import my_notes
from livefair.shop import corrections
from livefair.shop.corrections import corrected_since
from tests.stall import buy, set_up

GLAZE = Statement("釉", "Glaze", "无铅", "lead-free", "lab report 7")
RIGHT = GLAZE._replace(value_zh="微量铅", value_en="traces of lead")


def codes(db, buyer):
    return [note.code for note in db.read_now(my_notes, buyer)]


def test_a_correction_reaches_every_buyer_once_and_stands_on_the_order(db, join, clock, monkeypatch):
    monkeypatch.setattr(corrections, "TOLD_PER_RUN", 2)
    stall, other = set_up(db, join, pieces=20), join("other")
    first = db.write_now(state_fact, stall.brand, stall.product_id, GLAZE)
    buyers = [join(f"buyer{n}") for n in range(5)]
    for buyer in buyers:
        buy(stall, buyer)
    buy(stall, buyers[0], key="again")
    bought_at_ms = clock()
    clock.advance(60_000)
    db.write_now(state_fact, stall.brand, stall.product_id, RIGHT, corrects=first)
    run_due_now(db)
    assert [codes(db, buyer) for buyer in buyers] == [["fact_corrected"]] * 5
    assert codes(db, other) == []
    [said] = db.read_now(corrected_since, [stall.product_id], bought_at_ms)[stall.product_id]
    assert (said.before_en, said.value_en) == ("lead-free", "traces of lead")
    assert db.read_now(corrected_since, [stall.product_id], clock()) == {}, "whoever buys now knows it already"


def test_a_new_fact_and_a_confirmed_one_tell_nobody(db, join, clock):
    stall, buyer = set_up(db, join), join("buyer")
    buy(stall, buyer)
    clock.advance(60_000)
    fact_id = db.write_now(state_fact, stall.brand, stall.product_id, GLAZE)
    db.write_now(confirm_fact, stall.brand, stall.product_id, fact_id)
    run_due_now(db)
    assert codes(db, buyer) == []
    assert [fact.fresh_at_ms for fact in db.read_now(facts_of, stall.product_id)] == [clock()]
    with pytest.raises(NotFound):
        db.write_now(confirm_fact, set_up(db, join, name="two").brand, stall.product_id, fact_id)
