import asyncio

import pytest

from livefair.kernel import DAY_MS, SYSTEM, Conflict, NotFound
from livefair.supply import level, receive, reserve
from livefair.supply.promises import arrive, awaited, promise, ready_days, ready_days_of
from livefair.supply.stock import sell_outside
from tests.stall import set_up


def promised(db, stall, pieces=5):
    """Two pieces are in the house, and `pieces` will be in three days."""
    ready_at_ms = db.clock() + 3 * DAY_MS
    db.write_now(receive, stall.brand, stall.sku_id, quantity=pieces, key="more")
    db.write_now(promise, stall.brand, stall.sku_id, pieces=pieces, ready_at_ms=ready_at_ms, key="more")
    return ready_at_ms


def test_who_buys_what_is_in_the_house_waits_for_nothing_and_the_next_are_told_the_day(db, join):
    stall = set_up(db, join, pieces=2)
    ready_at_ms = promised(db, stall)
    assert db.read_now(ready_days, [stall.sku_id]) == {}
    for number in range(3):
        db.write_now(reserve, SYSTEM, stall.sku_id, quantity=1, reference=f"line {number}")
    assert db.read_now(ready_days_of, [f"line {number}" for number in range(3)]) == {"line 2": ready_at_ms}
    assert db.read_now(ready_days, [stall.sku_id]) == {stall.sku_id: ready_at_ms}


def test_when_the_goods_are_there_nobody_waits_any_more(db, join, clock):
    stall = set_up(db, join, pieces=0)
    promised(db, stall)
    assert db.write_now(arrive, stall.brand, stall.sku_id)
    assert db.read_now(ready_days, [stall.sku_id]) == {}


def test_only_the_brand_says_that_they_are_there(db, join):
    stall, rival = set_up(db, join, pieces=0), set_up(db, join, name="rival")
    promised(db, stall)
    with pytest.raises(NotFound):
        db.write_now(arrive, rival.brand, stall.sku_id)
    assert db.read_now(awaited, [stall.sku_id])[stall.sku_id].pieces == 5
    assert db.write_now(arrive, stall.brand, stall.sku_id)
    assert not db.write_now(arrive, stall.brand, stall.sku_id)
    assert db.read_now(awaited, [stall.sku_id]) == {}


def test_after_the_promised_day_nothing_is_said_of_it(db, join, clock):
    stall = set_up(db, join, pieces=0)
    promised(db, stall)
    clock.advance(3 * DAY_MS)
    assert db.read_now(ready_days, [stall.sku_id]) == {}


async def test_five_hundred_at_once_never_get_more_than_was_promised(db, join):
    stall = set_up(db, join, pieces=0)
    promised(db, stall, pieces=30)
    results = await asyncio.gather(
        *(db.write(reserve, SYSTEM, stall.sku_id, quantity=1, reference=f"line {n}") for n in range(500)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Conflict) for result in results) == 470
    assert db.read_now(level, stall.sku_id).sellable == 0
    assert len(db.read_now(ready_days_of, [f"line {n}" for n in range(500)])) == 30


def test_a_sale_in_another_channel_lowers_the_stock_once_and_never_below_what_is_promised(db, join):
    stall = set_up(db, join, pieces=5)
    for _ in range(2):
        db.write_now(sell_outside, stall.brand, stall.sku_id, quantity=2, key="till 7", channel="Shop")
    assert db.read_now(level, stall.sku_id).sellable == 3
    db.write_now(reserve, SYSTEM, stall.sku_id, quantity=3, reference="line")
    with pytest.raises(Conflict, match="sold_out"):
        db.write_now(sell_outside, stall.brand, stall.sku_id, quantity=1, key="till 8", channel="Shop")
