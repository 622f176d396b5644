"""The salience of groups from facts: what waits, what is sold with whom, and how sure the class is."""

import pytest

from livefair.kernel import DAY_MS, HOUR_MS, SYSTEM, NotAllowed
from livefair.shop.events import OrderPaid, OrderRefunded, PaidLine, RefundRequested
from livefair.value.salience import GROUPS, salience
from tests.value.indicators.log import made

NAMES = [f"b{number}" for number in range(30)]


@pytest.fixture
def operator(join):
    return join("op", "operator")


def sell(tx, actor, *, with_host):
    for number, name in enumerate(NAMES):
        host = "h1" if number < with_host else None
        line = made(PaidLine, line_id=tx.new_id(), amount_minor=1_000, quantity=1, host_id=host, mcn_id=None)
        tx.announce(made(OrderPaid, order_id=tx.new_id(), buyer_id=name, brand_id="x", currency="CNY", lines=[line]))


def claim(tx, actor, *, count):
    for number in range(count):
        tx.announce(made(RefundRequested, refund_id=f"r{number}", order_id="o", buyer_id=NAMES[0], brand_id="x"))


def settle(tx, actor, *, count):
    for number in range(count):
        tx.announce(made(OrderRefunded, refund_id=f"r{number}", order_id="o", currency="CNY", lines=[]))


def of(db, operator, code):
    return next(one for one in db.read_now(salience, operator).groups if one.code == code)


def test_an_empty_place_has_no_salient_group(db, operator):
    groups = db.read_now(salience, operator).groups
    assert [one.code for one in groups] == list(GROUPS)
    assert {one.letters for one in groups} == {""}


def test_claims_that_wait_too_long_make_customers_definitive_and_settling_them_undoes_it(db, operator):
    db.write_now(sell, SYSTEM, with_host=10)
    assert of(db, operator, "customer").name == "dominant"
    db.write_now(claim, SYSTEM, count=20)
    db.clock.advance(4 * DAY_MS)
    late = of(db, operator, "customer")
    assert (late.name, late.waiting) == ("definitive", {"refund": 20})
    assert late.chances["definitive"] > 0.9
    assert 0 < late.days["definitive"] < 0.5
    db.write_now(settle, SYSTEM, count=20)
    db.clock.advance(HOUR_MS)
    assert of(db, operator, "customer").name == "dominant"


def test_hosts_have_as_much_power_as_sales_come_only_by_them(db, operator):
    db.write_now(sell, SYSTEM, with_host=15)
    host = of(db, operator, "host")
    # Half of the sales, and all of those buyers bought in no other way.
    assert host.scores.power == 1
    db.write_now(sell, SYSTEM, with_host=0)
    assert of(db, operator, "host").scores.power == pytest.approx(0.25)


def test_only_operators_and_researchers_read_it(db, join):
    with pytest.raises(NotAllowed):
        db.read_now(salience, join("host", "host"))
