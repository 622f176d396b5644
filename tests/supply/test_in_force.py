import asyncio

import pytest

from livefair.catalog import set_price
from livefair.kernel import DAY_MS, SYSTEM, Conflict, Money
from livefair.shop import NOWHERE, Source, ready_cart
from livefair.shop.payments import expire_payment
from livefair.shop.queries import order_card
from livefair.supply import Sale, set_commission, terms_of_sale, use_deal
from livefair.supply.deals import Proposal, deal_for, propose
from livefair.supply.in_force import agreed_prices
from tests.stall import buy, check_out_cart, put_in_cart
from tests.supply.agreeing import fair, sign_newest, signed, terms


def through(town, host=None):
    return Source(room_id="room", host_id=(host or town.host).id)


def line_of(db, order_id):
    [line] = db.read_now(order_card, order_id).lines
    return line


def sold_on(db, town, host=None, listed=9_900, pieces=1):
    stall = town.stall
    sale = Sale((host or town.host).id, stall.product_id, stall.sku_id, listed, pieces)
    return db.read_now(terms_of_sale, sale)


def test_price_and_commission_of_a_purchase_come_from_the_signed_version(db, join):
    town = fair(db, join)
    deal_id = signed(town, terms(town, price_minor=8_000))
    db.write_now(propose, town.host, deal_id, Proposal(terms(town, price_minor=5_000, commission_bp=7_000), 1))
    order_id = buy(town.stall, join("ana"), source=through(town))
    assert line_of(db, order_id).unit_minor == 8_000
    assert sold_on(db, town)[:2] == (8_000, 1_500)
    sign_newest(town, town.brand, deal_id)
    assert line_of(db, buy(town.stall, join("ben"), source=through(town))).unit_minor == 5_000
    assert sold_on(db, town).version == 2


def test_whoever_buys_elsewhere_pays_what_everybody_pays(db, join):
    town = fair(db, join)
    signed(town, terms(town, price_minor=8_000))
    assert line_of(db, buy(town.stall, join("ana"), source=NOWHERE)).unit_minor == 9_900
    assert line_of(db, buy(town.stall, join("ben"), source=through(town, town.other))).unit_minor == 9_900


def test_nobody_pays_more_in_a_room_than_outside(db, join):
    town = fair(db, join)
    signed(town, terms(town, price_minor=8_000))
    db.write_now(set_price, town.brand, town.stall.sku_id, Money(6_000))
    assert sold_on(db, town, listed=6_000).unit_minor == 6_000


def test_before_and_after_the_agreed_time_the_open_commission_counts(db, join, clock):
    town = fair(db, join)
    db.write_now(set_commission, town.brand, town.stall.product_id, 700)
    signed(town, terms(town, starts_at_ms=db.clock() + DAY_MS, ends_at_ms=db.clock() + 2 * DAY_MS))
    seen = []
    for _ in range(3):
        seen.append(sold_on(db, town).commission_bp)
        clock.advance(DAY_MS)
    assert seen == [700, 1_500, 700]


def test_others_earn_nothing_while_one_host_has_the_goods_alone(db, join):
    town = fair(db, join)
    db.write_now(set_commission, town.brand, town.stall.product_id, 700)
    assert sold_on(db, town, town.other).commission_bp == 700
    signed(town, terms(town, is_exclusive=True))
    assert sold_on(db, town, town.other).commission_bp == 0


def test_a_room_shows_the_price_that_its_host_has_agreed_on(db, join):
    town = fair(db, join)
    signed(town, terms(town, price_minor=8_000))
    skus = [town.stall.sku_id]
    assert db.read_now(agreed_prices, town.host.id, skus) == {town.stall.sku_id: 8_000}
    assert db.read_now(agreed_prices, town.other.id, skus) == db.read_now(agreed_prices, None, skus) == {}


def test_when_the_agreed_pieces_are_sold_the_listed_price_counts_again(db, join):
    town = fair(db, join)
    signed(town, terms(town, price_minor=8_000, quantity=2))
    assert sold_on(db, town, pieces=3).unit_minor == 9_900
    buy(town.stall, join("ana"), source=through(town), quantity=2)
    assert sold_on(db, town) == (9_900, 0, None, 0)


def test_pieces_of_an_order_that_was_not_paid_can_be_sold_on_the_same_terms_again(db, join):
    town, ana = fair(db, join), join("ana")
    deal_id = signed(town, terms(town, price_minor=8_000, quantity=2))
    put_in_cart(town.stall, ana, quantity=2, source=through(town))
    payment_id = check_out_cart(db, ana)
    assert db.read_now(deal_for, town.host, deal_id).taken == 2
    db.write_now(expire_payment, SYSTEM, payment_id=payment_id)
    assert db.read_now(deal_for, town.host, deal_id).taken == 0
    assert sold_on(db, town).unit_minor == 8_000


def test_the_cart_and_the_checkout_know_the_same_price(db, join):
    town, ana = fair(db, join), join("ana")
    signed(town, terms(town, price_minor=8_000))
    put_in_cart(town.stall, ana, quantity=2, source=through(town))
    assert [line.amount_minor for line in db.read_now(ready_cart, ana)] == [16_000]
    with pytest.raises(Conflict, match="price_changed"):
        check_out_cart(db, ana, expected_minor=19_800)


async def test_of_many_who_buy_at_once_never_more_than_agreed_pay_the_agreed_price(db, join):
    town = fair(db, join, pieces=100)
    deal_id = signed(town, terms(town, price_minor=8_000, quantity=10))
    agreed = sold_on(db, town)
    results = await asyncio.gather(
        *(db.write(use_deal, SYSTEM, agreed, pieces=1, reference=f"line {n}") for n in range(60)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Conflict) for result in results) == 50
    assert db.read_now(deal_for, town.host, deal_id).taken == 10
