import asyncio

import pytest

from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.ledger import balance
from livefair.shop import Claim, ask_refund, cancel_payment, grant_refund, ready_cart, ship_order
from livefair.shop.coupon_standing import Standing
from livefair.shop.coupons import (
    claim_by_code,
    claim_coupon,
    coupon_called,
    coupons_held,
    coupons_of_brand,
    coupons_offered,
    make_coupon,
    stop_coupon,
)
from livefair.shop.payments import expire_payment
from livefair.shop.queries import orders_of_buyer, reductions_of
from livefair.shop.rules.coupons import Draft
from tests.stall import check_out_cart, notify, put_in_cart, set_up

DAY_MS = 24 * 3_600_000


@pytest.fixture
def issue(db, clock):
    def make(stall, **more):
        draft = Draft(**{"title": "满减券", "off_minor": 1_000, "until_ms": clock() + DAY_MS, **more})
        return db.write_now(make_coupon, stall.brand, draft)

    return make


def totals(db, buyer) -> int:
    return sum(line.amount_minor for line in db.read_now(ready_cart, buyer))


def test_a_claimed_coupon_is_used_by_itself_for_its_brands_goods_alone(db, join, issue):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    db.write_now(claim_coupon, ana, issue(stall))
    put_in_cart(other, ana)
    assert totals(db, ana) == 9_900
    put_in_cart(stall, ana)
    assert totals(db, ana) == 9_900 + 8_900
    notify(db, check_out_cart(db, ana))
    cards = db.read_now(orders_of_buyer, ana.id)
    assert sorted(card.order.total_minor for card in cards) == [8_900, 9_900]
    [line] = next(card for card in cards if card.order.total_minor == 8_900).lines
    [why] = db.read_now(reductions_of, [line.id])[line.id]
    assert (why.kind, why.minor, line.unit_minor) == ("coupon", 1_000, 9_900)
    put_in_cart(stall, ana)
    assert totals(db, ana) == 9_900, "it is used up"


def test_the_brand_bears_it_and_a_refund_gives_back_what_was_paid(db, join, issue):
    stall, host, ana = set_up(db, join), join("host", "host"), join("ana")
    db.write_now(claim_coupon, ana, issue(stall))
    put_in_cart(stall, ana)
    notify(db, check_out_cart(db, ana))
    run_due_now(db)
    [card] = db.read_now(orders_of_buyer, ana.id)
    assert db.read_now(balance, f"escrow:{card.lines[0].id}") == 8_900
    db.write_now(ask_refund, ana, card.order.id, Claim([card.lines[0].id], "changed_mind"), key="r")
    run_due_now(db)
    assert db.read_now(balance, "psp_clearing") == 0
    assert host.id


@pytest.mark.parametrize("way", ["declined", "expired", "given_up", "refunded"])
def test_it_comes_back_when_nothing_came_of_the_order(db, join, issue, way):
    stall, ana = set_up(db, join), join("ana")
    db.write_now(claim_coupon, ana, issue(stall))
    put_in_cart(stall, ana)
    payment = check_out_cart(db, ana)
    assert db.read_now(coupons_held, ana.id)[0].order_id is not None
    if way == "expired":
        db.write_now(expire_payment, SYSTEM, payment_id=payment)
    elif way == "given_up":
        db.write_now(cancel_payment, ana, payment)
    else:
        notify(db, payment, "declined" if way == "declined" else "succeeded")
    if way == "refunded":
        [card] = db.read_now(orders_of_buyer, ana.id)
        db.write_now(ask_refund, ana, card.order.id, Claim([card.lines[0].id], "changed_mind"), key="r")
    assert db.read_now(coupons_held, ana.id)[0].order_id is None
    put_in_cart(stall, ana)
    assert totals(db, ana) == 8_900


def test_it_does_not_come_back_once_the_parcel_has_left(db, join, issue):
    stall, ana = set_up(db, join), join("ana")
    db.write_now(claim_coupon, ana, issue(stall))
    put_in_cart(stall, ana)
    notify(db, check_out_cart(db, ana))
    run_due_now(db)
    [card] = db.read_now(orders_of_buyer, ana.id)
    db.write_now(ship_order, stall.brand, card.order.id, carrier="SF", tracking="1")
    refund = db.write_now(ask_refund, ana, card.order.id, Claim([card.lines[0].id], "not_arrived"), key="r")
    db.write_now(grant_refund, stall.brand, refund)
    assert db.read_now(coupons_held, ana.id)[0].order_id == card.order.id


def test_personal_limit_issue_end_and_stop_are_refused_each_in_its_words(db, join, clock, issue):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    coupon = issue(stall, quantity=3, limit_per_person=2)
    for _ in range(2):
        db.write_now(claim_coupon, ana, coupon)
    with pytest.raises(Conflict, match="coupon_limit"):
        db.write_now(claim_coupon, ana, coupon)
    db.write_now(claim_coupon, eve, coupon)
    with pytest.raises(Conflict, match="coupon_gone"):
        db.write_now(claim_coupon, eve, coupon)
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(claim_coupon, GUEST, coupon)
    stopped, short = issue(stall), issue(stall, until_ms=clock() + 1)
    db.write_now(stop_coupon, stall.brand, stopped)
    clock.advance(1)
    for over in (stopped, short):
        with pytest.raises(Conflict, match="coupon_over"):
            db.write_now(claim_coupon, ana, over)


def test_a_code_is_typed_as_people_type_and_is_no_coupon_by_tap(db, join, issue):
    stall, ana = set_up(db, join), join("ana")
    coupon = issue(stall, code="Tea 2026")
    db.write_now(claim_by_code, ana, " tea-２０２６ ")
    with pytest.raises(Invalid, match="unknown_code"):
        db.write_now(claim_by_code, ana, "TEA2027")
    with pytest.raises(NotFound):
        db.write_now(claim_coupon, ana, coupon)
    with pytest.raises(Conflict, match="code_taken"):
        issue(stall, code="TEA2026")
    assert db.read_now(coupons_offered, [stall.brand.organisation_id]) == []


def test_a_hosts_coupon_is_claimed_in_that_hosts_room_alone(db, join, issue):
    stall, host, ana = set_up(db, join), join("host", "host"), join("ana")
    coupon, brand = issue(stall, host_id=host.id), [stall.brand.organisation_id]
    assert db.read_now(coupons_offered, brand) == []
    assert [each.id for each in db.read_now(coupons_offered, brand, host_id=host.id)] == [coupon]
    with pytest.raises(Conflict, match="coupon_elsewhere"):
        db.write_now(claim_coupon, ana, coupon)
    db.write_now(claim_coupon, ana, coupon, Standing(host.id, "room"))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"off_minor": 0}, "coupon_needs_value"),
        ({"percent_bp": 100}, "coupon_needs_value"),
        ({"off_minor": 0, "percent_bp": 9_001}, "out_of_range"),
        ({"cap_minor": -5}, "out_of_range"),
        ({"quantity": 0}, "out_of_range"),
        ({"limit_per_person": 21}, "out_of_range"),
        ({"until_ms": 1}, "out_of_range"),
        ({"least_minor": -1}, "out_of_range"),
        ({"code": "no"}, "bad_code"),
        ({"code": "夏天好"}, "bad_code"),
        ({"title": "x" * 41}, "too_long"),
    ],
)
def test_what_a_brand_issues_is_bounded(db, join, issue, wrong, code):
    with pytest.raises(Invalid, match=code):
        issue(set_up(db, join), **wrong)


def test_only_brands_issue_and_only_their_own_is_stopped(db, join, clock, issue):
    stall, other = set_up(db, join), set_up(db, join, name="other")
    coupon = issue(stall)
    with pytest.raises(NotFound):
        db.write_now(stop_coupon, other.brand, coupon)
    with pytest.raises(NotAllowed, match="brands_only"):
        db.write_now(make_coupon, join("ana"), Draft("x", 1, until_ms=clock() + 1))
    assert [each.id for each in db.read_now(coupons_of_brand, stall.brand.organisation_id)] == [coupon]


async def test_five_hundred_at_the_last_coupon_are_one_and_four_hundred_and_ninety_nine(db, join, issue):
    stall = set_up(db, join)
    coupon = issue(stall, quantity=1)
    buyers = [join(f"buyer{n}") for n in range(500)]
    results = await asyncio.gather(*(db.write(claim_coupon, each, coupon) for each in buyers), return_exceptions=True)
    assert sum(isinstance(result, str) for result in results) == 1
    assert {result.code for result in results if not isinstance(result, str)} == {"coupon_gone"}
    assert db.read_now(coupon_called, coupon).left == 0


async def test_two_tabs_use_one_coupon_for_one_order(db, join, issue):
    stall, ana = set_up(db, join), join("ana")
    coupon = issue(stall, limit_per_person=3, quantity=3)
    results = await asyncio.gather(*(db.write(claim_coupon, ana, coupon) for _ in range(12)), return_exceptions=True)
    assert sum(isinstance(result, str) for result in results) == 3
    for order in range(4):
        put_in_cart(stall, ana)
        check_out_cart(db, ana, key=f"order {order}")
    totals_paid = sorted(card.order.total_minor for card in db.read_now(orders_of_buyer, ana.id))
    assert totals_paid == [8_900, 8_900, 8_900, 9_900]
