import asyncio

import pytest

from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed
from livefair.kernel.runner import run_due_now
from livefair.shop import add_address, check_out, ship_order
from livefair.shop.direct import Paying
from livefair.shop.own_limits import coming_limit_of, own_limit_of, set_own_limit, spent_today
from livefair.shop.preorders import offer_in_advance, pay_deposit
from livefair.shop.queries import orders_of_buyer
from livefair.shop.rules.preorders import Draft
from tests.purse import fill
from tests.stall import PLACE, buy, check_out_cart, notify, put_in_cart, set_up

DAY_MS = 24 * 3_600_000


def test_what_is_over_ones_own_limit_is_not_ordered_until_a_day_has_passed(db, join, clock):
    stall, ana = set_up(db, join), join("ana")
    db.write_now(set_own_limit, ana, daily_minor=19_800)
    buy(stall, ana, key="one")
    put_in_cart(stall, ana, quantity=2)
    with pytest.raises(Conflict, match="over_own_limit") as refused:
        check_out_cart(db, ana)
    assert (refused.value.params["limit_minor"], refused.value.params["left_minor"]) == (19_800, 9_900)
    clock.advance(DAY_MS)
    check_out_cart(db, ana)


def test_what_was_not_paid_and_what_fills_a_wallet_does_not_count(db, join):
    stall, ana = set_up(db, join), join("ana")
    put_in_cart(stall, ana)
    notify(db, check_out_cart(db, ana), "declined")
    fill(db, ana, 5_000)
    assert db.read_now(spent_today, ana.id, "CNY") == 0


def test_deposits_count_like_anything_else_that_is_bought(db, join):
    stall, ana = set_up(db, join), join("ana")
    db.write_now(set_own_limit, ana, daily_minor=2_500)
    offer_id = db.write_now(offer_in_advance, stall.brand, stall.sku_id, Draft(9_000, 1_500))
    db.write_now(pay_deposit, ana, offer_id, Paying("", 1_500, "local", "one"))
    assert db.read_now(spent_today, ana.id, "CNY") == 1_500
    put_in_cart(stall, ana)
    with pytest.raises(Conflict, match="over_own_limit"):
        check_out_cart(db, ana)


def test_stricter_holds_at_once_and_looser_a_day_later(db, join, clock):
    ana = join("ana")
    db.write_now(set_own_limit, ana, daily_minor=10_000)
    assert db.read_now(own_limit_of, ana.id).daily_minor == 10_000
    db.write_now(set_own_limit, ana, daily_minor=None)
    assert db.read_now(own_limit_of, ana.id).daily_minor == 10_000
    assert db.read_now(coming_limit_of, ana.id).from_at_ms == clock() + DAY_MS
    clock.advance(DAY_MS)
    assert db.read_now(own_limit_of, ana.id).daily_minor is None
    db.write_now(set_own_limit, ana, daily_minor=5_000, think_minutes=10)
    db.write_now(set_own_limit, ana, daily_minor=4_000, think_minutes=0)
    assert db.read_now(own_limit_of, ana.id).daily_minor == 5_000, "less time to think is looser"


def test_nothing_is_shipped_while_the_buyer_thinks(db, join, clock):
    stall, ana = set_up(db, join), join("ana")
    db.write_now(set_own_limit, ana, daily_minor=None, think_minutes=10)
    buy(stall, ana)
    run_due_now(db)
    [card] = db.read_now(orders_of_buyer, ana.id)
    with pytest.raises(Conflict, match="thinking_it_over") as refused:
        db.write_now(ship_order, stall.brand, card.order.id, carrier="SF", tracking="1")
    assert refused.value.params["minutes"] == 10
    clock.advance(10 * 60_000)
    db.write_now(ship_order, stall.brand, card.order.id, carrier="SF", tracking="1")


@pytest.mark.parametrize("wrong", [{"daily_minor": 0}, {"daily_minor": -1}, {"daily_minor": 1, "think_minutes": 1_441}])
def test_a_limit_is_bounded_and_nobodys_but_ones_own(db, join, wrong):
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(set_own_limit, join("ana"), **wrong)
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(set_own_limit, GUEST, daily_minor=1)


async def test_two_tabs_at_once_do_not_slip_over_the_limit(db, join):
    stall, ana = set_up(db, join, pieces=50), join("ana")
    db.write_now(set_own_limit, ana, daily_minor=9_900)
    put_in_cart(stall, ana)
    address = db.write_now(add_address, ana, PLACE)
    results = await asyncio.gather(
        *(
            db.write(check_out, ana, address_id=address, expected_minor=9_900, provider="local", key=f"tab {n}")
            for n in range(8)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(result, str) for result in results) == 1
