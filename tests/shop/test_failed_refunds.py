"""Refunds that did not reach their owner: held, then sent again or paid by another way."""

import pytest

from livefair import ledger
from livefair.kernel import Conflict, NotAllowed
from livefair.shop import ask_refund
from livefair.shop.failed_refunds import failed_refunds, send_refund_again, settle_refund_otherwise
from livefair.shop.payments import orders_of_payment
from livefair.shop.queries import order_card
from livefair.shop.refunds import Claim
from tests.outside import stripe_counter
from tests.stall import set_up


@pytest.fixture
async def counter(db):
    async with stripe_counter(db) as made:
        yield made


async def came_back(db, counter, join):
    """A refund that the provider says has failed, said twice. Returns the operator and it."""
    stall, ana, operator = set_up(db, join), join("ana"), join("op", "operator")
    page = await counter.buy(stall, ana)
    order = db.read_now(order_card, db.read_now(orders_of_payment, page.payment_id)[0])
    db.write_now(ask_refund, ana, order.order.id, Claim([order.lines[0].id], "changed_mind"), key="r")
    await counter.work()
    event = counter.there.fail_refund(next(iter(counter.there.refunds)))
    for _ in range(2):
        counter.hear(event)
    [failed] = db.read_now(failed_refunds, operator)
    return operator, failed


async def test_money_that_came_back_is_held_for_the_buyer(db, counter, join):
    _operator, failed = await came_back(db, counter, join)
    assert failed.amount_minor == 9900
    assert db.read_now(ledger.balance, "suspense") == 9900
    assert db.read_now(ledger.balance, "psp_clearing") == -9900


async def test_an_operator_has_it_sent_again_once(db, counter, join):
    operator, failed = await came_back(db, counter, join)
    db.write_now(send_refund_again, operator, failed.id)
    with pytest.raises(Conflict, match="refund_not_failed"):
        db.write_now(send_refund_again, operator, failed.id)
    await counter.work()
    assert [one["status"] for one in counter.there.refunds.values()] == ["failed", "succeeded"]
    assert db.read_now(ledger.balance, "suspense") == 0
    assert db.read_now(failed_refunds, operator) == []


async def test_an_operator_pays_by_another_way_and_says_how(db, counter, join):
    operator, failed = await came_back(db, counter, join)
    db.write_now(settle_refund_otherwise, operator, failed.id, why="Transfer of 3 May")
    assert db.read_now(ledger.balance, "suspense") == 0
    assert db.read_now(ledger.balance, "bank") == 9900
    with pytest.raises(Conflict, match="refund_not_failed"):
        db.write_now(send_refund_again, operator, failed.id)


async def test_nobody_else_decides(db, counter, join):
    _operator, failed = await came_back(db, counter, join)
    eve = join("eve")
    for act in (lambda: db.read_now(failed_refunds, eve), lambda: db.write_now(send_refund_again, eve, failed.id)):
        with pytest.raises(NotAllowed, match="operators_only"):
            act()
