from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livefair import ledger
from livefair.kernel import SYSTEM, Conflict
from livefair.ledger import Reservation
from livefair.value.refunds import refund_line
from tests.value.shopping import (
    EVERYBODY,
    ask_back,
    buy_and_keep,
    deliver,
    deny,
    house,
    line,
    owned,
    pay,
    refund,
    wait,
)

NOTHING = dict.fromkeys(EVERYBODY, 0)


def test_a_full_refund_before_the_release_returns_everybody_to_zero(db):
    bought = line()
    order_id = pay(db, bought)
    ask_back(db, order_id)
    refund(db, order_id, {bought.line_id: 10_000})
    deliver(db, order_id, bought)
    wait(db)
    assert owned(db, *EVERYBODY) == NOTHING
    assert set(house(db).values()) == {0}


def test_a_full_refund_after_the_release_returns_everybody_to_zero(db):
    bought = line(9_999, commission_bp=1_250, mcn_share_bp=3_333)
    order_id = buy_and_keep(db, bought)
    refund(db, order_id, {bought.line_id: 9_999})
    assert owned(db, *EVERYBODY) == NOTHING
    assert set(house(db).values()) == {0}


def test_a_part_refund_is_borne_in_proportion_and_the_rest_is_released(db):
    bought = line()
    order_id = pay(db, bought)
    deliver(db, order_id, bought)
    refund(db, order_id, {bought.line_id: 2_500})
    wait(db)
    assert owned(db, *EVERYBODY) == {"brand": 5_805, "host": 900, "mcn": 225, "reviewer": 150}
    assert house(db) == {"platform:fees": 45, "platform:commission": 375, "psp_clearing": -7_500}


def test_a_part_refund_is_the_same_before_and_after_the_release(db):
    before, after = line(9_999), line(9_999)
    early = pay(db, before)
    deliver(db, early, before)
    refund(db, early, {before.line_id: 3_333}, "r1")
    wait(db)
    first = owned(db, *EVERYBODY)
    late = buy_and_keep(db, after)
    refund(db, late, {after.line_id: 3_333}, "r2")
    assert owned(db, *EVERYBODY) == {party: 2 * minor for party, minor in first.items()}


def test_nothing_is_released_while_a_claim_is_open_and_what_is_left_when_it_is_denied(db):
    bought = line()
    order_id = pay(db, bought)
    deliver(db, order_id, bought)
    ask_back(db, order_id)
    wait(db)
    assert owned(db, *EVERYBODY) == NOTHING
    deny(db, order_id)
    assert owned(db, *EVERYBODY) == {"brand": 7_740, "host": 1_200, "mcn": 300, "reviewer": 200}


def test_a_claim_on_one_line_keeps_back_the_whole_order_until_it_is_granted(db):
    one, other = line(), line()
    order_id = pay(db, one, other)
    deliver(db, order_id, one, other)
    ask_back(db, order_id)
    wait(db)
    assert owned(db, *EVERYBODY) == NOTHING
    refund(db, order_id, {one.line_id: 10_000})
    assert owned(db, "host") == {"host": 1_200}


def test_a_denial_heard_of_before_the_claim_leaves_nothing_blocked(db):
    bought = line()
    order_id = pay(db, bought)
    deny(db, order_id)
    ask_back(db, order_id)
    deliver(db, order_id, bought)
    wait(db)
    assert owned(db, "host") == {"host": 1_200}


def test_a_refund_heard_of_twice_is_one(db):
    bought = line()
    order_id = buy_and_keep(db, bought)
    for _ in range(2):
        refund(db, order_id, {bought.line_id: 4_000})
    assert owned(db, "host") == {"host": 720}


def test_no_more_is_refunded_than_was_paid(db):
    bought = line()
    pay(db, bought)
    with pytest.raises(Conflict, match="refund_over_paid"):
        db.write_now(refund_line, SYSTEM, bought.line_id, refund_id="r", amount_minor=10_001)


def test_who_has_been_paid_out_owes_the_house_and_never_somebody_else(db):
    bought = line()
    order_id = buy_and_keep(db, bought)
    payout = db.write_now(
        lambda tx: ledger.hold(tx, key="p", reason="payout", of=Reservation("payable:host", "bank", 1_200))
    )
    db.write_now(lambda tx: ledger.settle(tx, payout.id))
    refund(db, order_id, {bought.line_id: 10_000})
    assert db.read_now(ledger.balance, "receivable:host") == -1_200
    assert owned(db, "brand", "mcn", "reviewer") == {"brand": 0, "mcn": 0, "reviewer": 0}
    buy_and_keep(db, line())
    assert owned(db, "host") == {"host": 0}


def test_one_person_who_is_host_and_reviewer_gives_both_parts_back(db):
    bought = line(reviewer_id="host")
    order_id = buy_and_keep(db, bought)
    refund(db, order_id, {bought.line_id: 10_000})
    assert owned(db, *EVERYBODY) == NOTHING


names = count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, 30_000),
    st.integers(0, 8_000),
    st.integers(0, 10_000),
    st.lists(st.integers(1, 9_000), max_size=5),
    st.integers(0, 5),
)
def test_however_a_line_is_refunded_in_full_nobody_keeps_or_loses_a_cent(
    db, amount, commission, mcn_share, steps, released_after
):
    """Refunds of any sizes, some before and some after the release, in the end add up to the whole price."""
    who = {role: f"{role}{next(names)}" for role in ("host", "mcn", "reviewer")}
    bought = line(
        amount, commission_bp=commission, mcn_share_bp=mcn_share, **{f"{role}_id": name for role, name in who.items()}
    )
    order_id, left = pay(db, bought), amount
    start = house(db)
    deliver(db, order_id, bought)
    for number, step in enumerate([*steps, amount]):
        if number == released_after:
            wait(db)
        part = min(step, left)
        if part:
            refund(db, order_id, {bought.line_id: part}, f"{order_id}-{number}")
            left -= part
        assert min(owned(db, *who.values()).values()) >= 0
    wait(db)
    assert owned(db, *who.values(), "brand") == dict.fromkeys([*who.values(), "brand"], 0)
    assert house(db)["psp_clearing"] - start["psp_clearing"] == amount
    assert house(db)["platform:fees"] == house(db)["platform:commission"] == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(
    paid=st.integers(10, 20_000),
    borne=st.tuples(st.integers(0, 10_000), st.integers(0, 5_000)),
    parts=st.lists(st.integers(1, 9_999), max_size=3),
    kept=st.booleans(),
)
def test_each_payer_of_a_coupon_has_its_part_back_to_the_unit_however_often_is_refunded(db, paid, borne, parts, kept):
    by_host = min((paid + borne[1]) * 1_200 // 10_000, borne[0])
    bought = line(paid, host_bears_minor=by_host, house_bears_minor=borne[1])
    before = db.read_now(ledger.balance, "platform:promotions")
    order_id = buy_and_keep(db, bought) if kept else pay(db, bought)
    assert db.read_now(ledger.balance, "platform:promotions") == before - borne[1]
    left = paid
    for number, part in enumerate(parts):
        minor = left * part // 10_000
        if minor:
            refund(db, order_id, {bought.line_id: minor}, refund_id=f"{order_id}-{number}")
            left -= minor
    refund(db, order_id, {bought.line_id: left}, refund_id=f"{order_id}-last")
    assert db.read_now(ledger.balance, "platform:promotions") == before
    assert owned(db, *EVERYBODY) == NOTHING
    assert set(house(db).values()) == {0}


def test_half_of_the_money_back_is_half_of_the_house_s_part_back(db):
    bought = line(8_000, house_bears_minor=2_000)
    order_id = pay(db, bought)
    refund(db, order_id, {bought.line_id: 4_000})
    assert db.read_now(ledger.balance, "platform:promotions") == -1_000
    deliver(db, order_id, bought)
    wait(db)
    assert owned(db, "brand", "host")["host"] == 600
