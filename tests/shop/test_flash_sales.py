import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import pytest

from livefair.catalog import price_truth, set_price
from livefair.kernel import SYSTEM, Actor, Conflict, Invalid, JobContext, Money, NotFound
from livefair.kernel.runner import Runner
from livefair.shop import Source, add_address, check_out, ready_cart
from livefair.shop.flash_sales import (
    end_flash_sale,
    end_flash_sale_in,
    flash_sale_called,
    flash_sales_for_host,
    flash_sales_of_brand,
    latest_flash_sale,
    lower_flash_sale,
    plan_flash_sale,
    running_flash_sales,
    start_flash_sale,
    withdraw_flash_sale,
)
from livefair.shop.payments import cancel_payment, expire_payment
from livefair.shop.queries import orders_of_buyer
from livefair.shop.rules.flash_sales import Plan
from tests.stall import PLACE, Stall, buy, check_out_cart, notify, put_in_cart, set_up

ROOM = Source(room_id="room")
PLAN = Plan(price_minor=4_900, pieces=3, limit_per_buyer=2, countdown_ms=10_000, lasts_ms=60_000)


class Sale(NamedTuple):
    stall: Stall
    host: Actor
    id: str


@pytest.fixture
def planned(db, join) -> Callable[..., Sale]:
    def plan(plan: Plan = PLAN, *, pieces: int = 10) -> Sale:
        stall, host = set_up(db, join, pieces=pieces), join("host", "host")
        sale_id = db.write_now(plan_flash_sale, stall.brand, stall.sku_id, plan, host_id=host.id)
        return Sale(stall, host, sale_id)

    return plan


@pytest.fixture
def opened(db, clock, planned) -> Callable[..., Sale]:
    def open_one(plan: Plan = PLAN, *, pieces: int = 10) -> Sale:
        sale = planned(plan, pieces=pieces)
        start(sale)
        clock.advance(plan.countdown_ms)
        return sale

    return open_one


@pytest.fixture
def work(db) -> Callable[[], Awaitable[object]]:
    return Runner(JobContext(db, {})).until_nothing_is_due


def start(sale: Sale) -> None:
    sale.stall.db.write_now(start_flash_sale, sale.host, sale.id, room_id="room", host_id=sale.host.id)


def prices(db, buyer) -> list[tuple[int, int]]:
    return [(line.quantity, line.unit.minor) for line in db.read_now(ready_cart, buyer)]


def test_a_sale_is_cheap_only_in_its_room_and_between_countdown_and_end(db, join, clock, planned):
    sale, ana, eve = planned(), join("ana"), join("eve")
    put_in_cart(sale.stall, ana, source=ROOM)
    put_in_cart(sale.stall, eve)
    start(sale)
    assert prices(db, ana) == [(1, 9_900)]
    clock.advance(PLAN.countdown_ms)
    assert prices(db, ana) == [(1, 4_900)]
    assert prices(db, eve) == [(1, 9_900)]
    clock.advance(PLAN.lasts_ms)
    assert prices(db, ana) == [(1, 9_900)]


def test_what_is_over_a_buyers_limit_costs_as_usual_and_both_parts_are_lines(db, join, opened):
    sale, ana = opened(), join("ana")
    put_in_cart(sale.stall, ana, quantity=3, source=ROOM)
    assert prices(db, ana) == [(2, 4_900), (1, 9_900)]
    notify(db, check_out_cart(db, ana))
    [card] = db.read_now(orders_of_buyer, ana.id)
    assert sorted((line.quantity, line.amount_minor) for line in card.lines) == [(1, 9_900), (2, 9_800)]
    put_in_cart(sale.stall, ana, source=ROOM)
    assert prices(db, ana) == [(1, 9_900)], "a share is counted over all orders"


def test_nobody_pays_more_than_they_saw_when_the_pieces_are_gone_meanwhile(db, join, opened):
    sale, ana, eve = opened(), join("ana"), join("eve")
    put_in_cart(sale.stall, ana, quantity=2, source=ROOM)
    put_in_cart(sale.stall, eve, quantity=2, source=ROOM)
    check_out_cart(db, eve)
    with pytest.raises(Conflict, match="price_changed") as refused:
        check_out_cart(db, ana, expected_minor=9_800)
    assert refused.value.params["total_minor"] == 4_900 + 9_900


@pytest.mark.parametrize("way", ["declined", "expired", "given_up"])
def test_pieces_come_back_when_nobody_pays(db, join, clock, opened, way):
    sale, ana = opened(), join("ana")
    put_in_cart(sale.stall, ana, quantity=2, source=ROOM)
    payment = check_out_cart(db, ana)
    assert db.read_now(flash_sale_called, sale.id).left == 1
    if way == "declined":
        notify(db, payment, "declined")
    elif way == "given_up":
        db.write_now(cancel_payment, ana, payment)
    else:
        db.write_now(expire_payment, SYSTEM, payment_id=payment)
    assert db.read_now(flash_sale_called, sale.id).left == 3
    put_in_cart(sale.stall, ana, quantity=2, source=ROOM)
    assert prices(db, ana) == [(2, 4_900)]


@pytest.mark.parametrize("price_minor", [8_000, 9_000])
def test_a_price_that_is_not_below_all_of_the_last_14_days_is_no_flash_price(db, join, clock, price_minor):
    stall, host = set_up(db, join), join("host", "host")
    db.write_now(set_price, stall.brand, stall.sku_id, Money(8_000))
    db.write_now(set_price, stall.brand, stall.sku_id, Money(12_000))
    plan = PLAN._replace(price_minor=price_minor)
    with pytest.raises(Invalid, match="flash_price_not_low") as refused:
        db.write_now(plan_flash_sale, stall.brand, stall.sku_id, plan, host_id=host.id)
    assert refused.value.params["lowest_minor"] == 8_000
    clock.advance(15 * 24 * 3_600_000)
    assert db.write_now(plan_flash_sale, stall.brand, stall.sku_id, plan, host_id=host.id)


def test_the_lowest_price_is_looked_at_again_when_the_host_starts_it(db, planned):
    sale = planned()
    db.write_now(set_price, sale.stall.brand, sale.stall.sku_id, Money(4_000))
    with pytest.raises(Invalid, match="flash_price_not_low"):
        start(sale)


@pytest.mark.parametrize(
    "wrong",
    [
        {"pieces": 0},
        {"pieces": 10**9},
        {"limit_per_buyer": 0},
        {"limit_per_buyer": 4},
        {"countdown_ms": 9_999},
        {"countdown_ms": 300_001},
        {"lasts_ms": 59_999},
        {"lasts_ms": 1_200_001},
        {"price_minor": 0},
    ],
)
def test_what_a_brand_plans_is_bounded(db, join, wrong):
    stall, host = set_up(db, join), join("host", "host")
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(plan_flash_sale, stall.brand, stall.sku_id, PLAN._replace(**wrong), host_id=host.id)


def test_only_the_brand_plans_and_only_its_own_goods_for_a_host(db, join, planned):
    sale, other = planned(), set_up(db, join, name="other")
    with pytest.raises(NotFound):
        db.write_now(plan_flash_sale, other.brand, sale.stall.sku_id, PLAN, host_id=sale.host.id)
    with pytest.raises(Invalid, match="hosts_only"):
        db.write_now(plan_flash_sale, other.brand, other.sku_id, PLAN, host_id=join("ana").id)
    assert [each.id for each in db.read_now(flash_sales_of_brand, sale.stall.brand.organisation_id)] == [sale.id]


def test_a_brand_takes_back_what_was_not_started(db, planned):
    sale = planned()
    db.write_now(withdraw_flash_sale, sale.stall.brand, sale.id)
    assert db.read_now(flash_sales_for_host, sale.host.id) == []
    with pytest.raises(Conflict, match="flash_sale_over"):
        start(sale)


def test_a_started_sale_is_not_taken_back_and_is_another_hosts_for_nobody(db, join, planned):
    sale, rival = planned(), join("rival", "host")
    with pytest.raises(NotFound):
        db.write_now(start_flash_sale, rival, sale.id, room_id="other", host_id=rival.id)
    start(sale)
    with pytest.raises(Conflict, match="flash_sale_started"):
        db.write_now(withdraw_flash_sale, sale.stall.brand, sale.id)


def test_one_sale_runs_in_a_room_at_a_time(db, planned):
    sale = planned()
    plan = PLAN._replace(price_minor=4_800)
    second = db.write_now(plan_flash_sale, sale.stall.brand, sale.stall.sku_id, plan, host_id=sale.host.id)
    start(sale)
    with pytest.raises(Conflict, match="flash_sale_running"):
        start(sale._replace(id=second))


def test_a_sale_of_more_than_there_is_does_not_start(planned):
    with pytest.raises(Conflict, match="flash_more_than_stock") as refused:
        start(planned(pieces=2))
    assert refused.value.params["left"] == 2


def test_the_host_lowers_and_never_raises_and_not_below_what_is_taken(db, join, opened):
    sale, ana = opened(), join("ana")
    put_in_cart(sale.stall, ana, quantity=2, source=ROOM)
    check_out_cart(db, ana)
    for pieces in (1, 3, 4, 0, -1):
        with pytest.raises(Invalid, match="flash_only_fewer"):
            db.write_now(lower_flash_sale, sale.host, sale.id, pieces=pieces)
    db.write_now(lower_flash_sale, sale.host, sale.id, pieces=2)
    assert db.read_now(flash_sale_called, sale.id).left == 0


def test_the_host_ends_it_early_and_the_end_of_a_show_ends_it(db, join, opened):
    sale, ana = opened(), join("ana")
    put_in_cart(sale.stall, ana, source=ROOM)
    assert [each.id for each in db.read_now(running_flash_sales)] == [sale.id]
    db.write_now(end_flash_sale, sale.host, sale.id)
    db.write_now(end_flash_sale_in, SYSTEM, "room")
    assert prices(db, ana) == [(1, 9_900)]
    assert db.read_now(running_flash_sales) == []


async def test_its_price_is_part_of_the_price_history_from_second_to_second(db, clock, planned, work):
    sale, began = planned(), clock()
    start(sale)
    clock.advance(PLAN.countdown_ms + PLAN.lasts_ms + 5_000)
    await work()
    truth = db.read_now(price_truth, sale.stall.sku_id)
    opens = began + PLAN.countdown_ms
    assert truth.points == [(began, 9_900), (opens, 4_900), (opens + PLAN.lasts_ms, 9_900)]
    assert (truth.lowest_minor, truth.was_minor) == (4_900, None)
    ended = db.read_now(latest_flash_sale, "room", since_ms=0)
    assert ended.ended_at_ms == ended.closes_at_ms


async def test_a_sale_that_ends_in_its_countdown_never_was_a_price(db, clock, planned, work):
    sale = planned()
    start(sale)
    db.write_now(end_flash_sale, sale.host, sale.id)
    clock.advance(10 * PLAN.lasts_ms)
    await work()
    assert [minor for _, minor in db.read_now(price_truth, sale.stall.sku_id).points] == [9_900]


async def test_two_hundred_clicks_at_once_take_exactly_the_thirty_pieces_and_nobody_more_than_theirs(db, join, opened):
    plan = PLAN._replace(pieces=30, limit_per_buyer=1)
    sale = opened(plan, pieces=200)
    buyers = [join(f"buyer{n}") for n in range(100)]
    addresses = []
    for buyer in buyers:
        put_in_cart(sale.stall, buyer, source=ROOM)
        addresses.append(db.write_now(add_address, buyer, PLACE))
    results = await asyncio.gather(
        *(
            db.write(check_out, buyer, address_id=address, expected_minor=4_900, provider="local", key=key)
            for key in ("first tab", "second tab")
            for buyer, address in zip(buyers, addresses, strict=True)
        ),
        return_exceptions=True,
    )
    assert len({result for result in results if isinstance(result, str)}) == 30
    assert {result.code for result in results if not isinstance(result, str)} <= {
        "price_changed",
        "flash_sold_out",
        "cart_empty",
    }
    assert db.read_now(flash_sale_called, sale.id).left == 0


def test_shares_and_refunds_of_a_flash_price_are_of_what_was_paid(db, join, opened):
    sale, ana = opened(), join("ana")
    buy(sale.stall, ana, source=ROOM._replace(host_id=sale.host.id))
    [card] = db.read_now(orders_of_buyer, ana.id)
    assert (card.order.total_minor, card.lines[0].unit_minor) == (4_900, 4_900)
