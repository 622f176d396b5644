import asyncio

import pytest

from livefair.catalog import set_price, withdraw_product
from livefair.kernel import GUEST, Conflict, Invalid, Money, NotAllowed, NotFound
from livefair.people import actor_of, found_organisation
from livefair.people.organisations import accept_contract, invite_host
from livefair.shop import Source, add_address, add_to_cart, cart_of, check_out, set_quantity
from livefair.shop.queries import orders_of_buyer
from livefair.supply import level, set_commission
from tests.stall import PLACE, buy, check_out_cart, notify, put_in_cart, set_up


def test_a_checkout_reserves_and_empties_the_cart(db, join):
    stall, ana = set_up(db, join, pieces=3), join("ana")
    put_in_cart(stall, ana, quantity=2)
    check_out_cart(db, ana)
    assert db.read_now(level, stall.sku_id) == (stall.sku_id, 3, 2)
    assert db.read_now(cart_of, ana) == []
    [card] = db.read_now(orders_of_buyer, ana.id)
    assert (card.order.state, card.total) == ("awaiting_payment", Money(19800))
    assert card.place == PLACE


def test_the_same_key_twice_is_one_payment(db, join):
    stall, ana = set_up(db, join), join("ana")
    put_in_cart(stall, ana)
    payment = check_out_cart(db, ana, key="click")
    assert check_out_cart(db, ana, key="click", expected_minor=1) == payment
    assert len(db.read_now(orders_of_buyer, ana.id)) == 1


def test_goods_of_two_brands_are_two_orders_and_one_payment(db, join):
    one, two, ana = set_up(db, join), set_up(db, join, name="two", price_minor=100), join("ana")
    put_in_cart(one, ana)
    put_in_cart(two, ana, quantity=3)
    notify(db, check_out_cart(db, ana))
    assert sorted(card.order.total_minor for card in db.read_now(orders_of_buyer, ana.id)) == [300, 9900]


def test_a_price_that_changed_meanwhile_is_not_charged(db, join):
    stall, ana = set_up(db, join), join("ana")
    put_in_cart(stall, ana)
    db.write_now(set_price, stall.brand, stall.sku_id, Money(9901))
    with pytest.raises(Conflict, match="price_changed") as refused:
        check_out_cart(db, ana, expected_minor=9900)
    assert refused.value.params["total_minor"] == 9901
    assert db.read_now(level, stall.sku_id).reserved == 0


def test_sold_out_refuses_the_whole_checkout_and_keeps_the_cart(db, join):
    plenty, scarce, ana = set_up(db, join), set_up(db, join, name="scarce", pieces=1), join("ana")
    put_in_cart(plenty, ana)
    put_in_cart(scarce, ana, quantity=2)
    with pytest.raises(Conflict, match="sold_out") as refused:
        check_out_cart(db, ana)
    assert refused.value.params["left"] == 1
    assert len(db.read_now(cart_of, ana)) == 2
    assert db.read_now(level, plenty.sku_id).reserved == 0


def test_an_empty_cart_is_not_checked_out(db, join):
    with pytest.raises(Conflict, match="cart_empty"):
        check_out_cart(db, join("ana"))


def test_a_withdrawn_product_cannot_be_bought(db, join):
    stall, ana = set_up(db, join), join("ana")
    put_in_cart(stall, ana)
    db.write_now(withdraw_product, stall.brand, stall.product_id)
    with pytest.raises(NotFound):
        check_out_cart(db, ana, expected_minor=9900)


def test_nobody_sends_to_another_persons_address(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    theirs = db.write_now(add_address, ana, PLACE)
    put_in_cart(stall, eve)
    with pytest.raises(NotFound):
        db.write_now(check_out, eve, address_id=theirs, expected_minor=9900, provider="local", key="k")


def test_guests_sign_in_before_they_fill_a_cart(db, join):
    stall = set_up(db, join)
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(add_to_cart, GUEST, stall.sku_id)


@pytest.mark.parametrize("quantity", [0, -3, 100, 10**12])
def test_a_quantity_is_bounded(db, join, quantity):
    stall, ana = set_up(db, join), join("ana")
    with pytest.raises(Invalid):
        db.write_now(add_to_cart, ana, stall.sku_id, quantity=quantity)


def test_adding_again_adds_up_and_the_latest_place_counts(db, join):
    stall, ana, host = set_up(db, join), join("ana"), join("host", "host")
    put_in_cart(stall, ana, source=Source(video_id="v", host_id=host.id))
    put_in_cart(stall, ana, source=Source(room_id="r", host_id=host.id))
    [line] = db.read_now(cart_of, ana)
    assert (line.quantity, line.room_id, line.video_id) == (2, "r", None)
    db.write_now(set_quantity, ana, line.id, 0)
    assert db.read_now(cart_of, ana) == []


def test_nobody_changes_another_persons_cart(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    put_in_cart(stall, ana)
    [line] = db.read_now(cart_of, ana)
    with pytest.raises(NotFound):
        db.write_now(set_quantity, eve, line.id, 0)


def test_an_order_carries_where_it_came_from_and_the_terms_in_force(db, join, clock):
    stall, ana, host, fan, boss = set_up(db, join), join("ana"), join("host", "host"), join("fan"), join("boss")
    db.write_now(found_organisation, boss, kind="mcn", name="Stars")
    mcn = db.read_now(actor_of, boss.id)
    contract = db.write_now(invite_host, mcn, host.id, share_bp=3000, ends_at_ms=clock() + 1)
    db.write_now(accept_contract, host, contract)
    db.write_now(set_commission, stall.brand, stall.product_id, 2000)
    buy(stall, ana, source=Source("room", "video", "review", host.id, fan.id))
    db.write_now(set_commission, stall.brand, stall.product_id, 100)
    [card] = db.read_now(orders_of_buyer, ana.id)
    [line] = card.lines
    assert line[-5:] == ("room", "video", "review", host.id, fan.id)


def test_nobody_is_credited_for_their_own_purchase(db, join):
    stall, host = set_up(db, join), join("host", "host")
    put_in_cart(stall, host, source=Source("room", None, "review", host.id, host.id))
    [line] = db.read_now(cart_of, host)
    assert (line.room_id, line.host_id, line.reviewer_id) == ("room", None, None)


async def test_sixty_four_at_once_buy_exactly_the_ten_that_are_there(db, join):
    stall = set_up(db, join, pieces=10)
    buyers = [join(f"buyer{n}") for n in range(64)]
    addresses = []
    for buyer in buyers:
        put_in_cart(stall, buyer)
        addresses.append(db.write_now(add_address, buyer, PLACE))
    terms = {"expected_minor": 9900, "provider": "local", "key": "click"}
    results = await asyncio.gather(
        *(
            db.write(check_out, buyer, address_id=address, **terms)
            for _ in range(3)
            for buyer, address in zip(buyers, addresses, strict=True)
        ),
        return_exceptions=True,
    )
    paid = {result for result in results if isinstance(result, str)}
    assert len(paid) == 10
    assert {result.code for result in results if not isinstance(result, str)} == {"sold_out"}
    for payment in paid:
        notify(db, payment)
    assert db.read_now(level, stall.sku_id) == (stall.sku_id, 10, 10)
