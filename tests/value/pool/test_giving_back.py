from random import Random

import pytest

from livefair import ledger
from livefair.value.pool.book import parts_of_period, period_called
from livefair.value.rules.share_plan import POOL
from livefair.world.invariants import breaches
from tests.value.pool.parties import Town
from tests.value.shopping import owned, refund


@pytest.fixture
def town(db, join):
    return Town(db, join)


def left(db, period):
    return sum(part.outstanding_minor for part in db.read_now(parts_of_period, period.id))


def test_before_a_period_is_closed_a_refund_takes_from_what_was_gathered(db, town):
    [(order_id, line_id), *_] = town.evening()
    refund(db, order_id, {line_id: 10_000})
    assert db.read_now(ledger.balance, POOL) == 1_100
    assert town.close().own_minor == 1_100


def test_before_it_is_paid_a_refund_makes_every_part_less(db, town):
    [(order_id, line_id), *_] = town.evening()
    period = town.close()
    refund(db, order_id, {line_id: 10_000})
    assert left(db, period) + db.read_now(ledger.balance, POOL) == 1_100
    assert left(db, period) < period.given_minor
    town.pay(period)
    assert sum(owned(db, *town.ids.values()).values()) == left(db, period)


def test_after_it_was_paid_everybody_gives_back_in_proportion(db, town):
    orders = town.evening()
    period = town.close()
    town.pay(period)
    before = owned(db, *town.ids.values())
    refund(db, orders[0][0], {orders[0][1]: 10_000})
    after = owned(db, *town.ids.values())
    for party, minor in before.items():
        assert abs((minor - after[party]) - minor / 12) <= 1
    assert sum(after.values()) + db.read_now(ledger.balance, POOL) == 1_100


def test_who_was_paid_out_already_owes_it(db, town):
    orders = town.evening()
    period = town.close()
    town.pay(period)
    party = town.ids["carl"]
    minor = owned(db, party)[party]
    legs = [ledger.Leg(f"payable:{party}", -minor), ledger.Leg("bank", minor)]
    db.write_now(lambda tx: ledger.post(tx, key="out", reason="payout", legs=legs))
    refund(db, orders[0][0], {orders[0][1]: 10_000})
    assert db.read_now(ledger.balance, f"receivable:{party}") < 0


def test_the_same_refund_twice_is_one(db, town):
    orders = town.evening()
    town.pay(town.close())
    for _ in range(2):
        refund(db, orders[0][0], {orders[0][1]: 10_000})
    assert sum(owned(db, *town.ids.values()).values()) + db.read_now(ledger.balance, POOL) == 1_100


def test_when_all_is_refunded_nobody_has_anything_of_it(db, town):
    orders = town.evening()
    town.pay(town.close())
    for number, (order_id, line_id) in enumerate(orders):
        refund(db, order_id, {line_id: 10_000}, refund_id=f"r{number}")
    assert set(owned(db, *town.ids.values()).values()) == {0}
    assert db.read_now(ledger.balance, POOL) == 0


def test_what_was_carried_on_comes_back_from_whoever_got_it_then(db, town):
    first_orders = town.evening()
    first = town.close()
    second_orders = town.evening()
    second = town.close()
    town.pay(first)
    town.pay(second)
    for number, (order_id, line_id) in enumerate(first_orders):
        refund(db, order_id, {line_id: 10_000}, refund_id=f"r{number}")
    first = db.read_now(period_called, first.id)
    assert left(db, first) == first.carry_left_minor == 0
    assert left(db, second) < second.given_minor
    for number, (order_id, line_id) in enumerate(second_orders):
        refund(db, order_id, {line_id: 10_000}, refund_id=f"s{number}")
    assert set(owned(db, *town.ids.values()).values()) == {0}
    assert db.read_now(ledger.balance, POOL) == 0


@pytest.mark.parametrize("is_paid", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_refunded_in_parts_and_when_the_pool_holds_together(db, town, seed, is_paid):
    rng = Random(seed)
    orders = town.evening()
    period = town.close()
    if is_paid:
        town.pay(period)
    taken = dict.fromkeys(orders, 0)
    for number in range(10):
        order_id, line_id = order = rng.choice(orders)
        minor = min(rng.randint(1, 6_000), 10_000 - taken[order])
        if minor:
            refund(db, order_id, {line_id: minor}, refund_id=f"h{number}")
            taken[order] += minor
    assert db.read_now(breaches) == []
