import asyncio

import pytest

from livefair import ledger
from livefair.kernel import NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.people import actor_of, found_organisation
from livefair.people.organisations import accept_contract, invite_host
from livefair.shop import Claim, Source, ask_refund, confirm_receipt, grant_refund, ready_cart, ship_order
from livefair.shop.coupon_standing import Standing
from livefair.shop.coupons import claim_coupon, coupon_called, coupons_held, coupons_of_payer, make_coupon, stop_coupon
from livefair.shop.queries import orders_of_buyer, reductions_of
from livefair.shop.rules.coupons import Draft
from livefair.supply import set_commission
from livefair.value import shares_of
from tests.stall import check_out_cart, notify, put_in_cart, set_up

DAY_MS = 24 * 3_600_000


@pytest.fixture
def issue(db, clock):
    def make(actor, **more):
        draft = Draft(**{"title": "券", "off_minor": 1_000, "until_ms": clock() + DAY_MS, **more})
        return db.write_now(make_coupon, actor, draft)

    return make


@pytest.fixture
def fair(db, join):
    """A stall at 20 % commission, a host under an agency that has 30 % of that, a buyer, an operator."""
    stall, host, boss = set_up(db, join), join("host", "host"), join("boss")
    db.write_now(found_organisation, boss, kind="mcn", name="Stars")
    mcn = db.read_now(actor_of, boss.id)
    contract = db.write_now(invite_host, mcn, host.id, share_bp=3_000, ends_at_ms=db.clock() + 300 * DAY_MS)
    db.write_now(accept_contract, host, contract)
    db.write_now(set_commission, stall.brand, stall.product_id, 2_000)
    return stall, host, join("ana"), join("operator", "operator")


def fill_cart(stall, host, buyer, *, quantity=1):
    put_in_cart(stall, buyer, quantity=quantity, source=Source("room", None, None, host.id, None))


def claim_all(db, fair, issue):
    stall, host, ana, operator = fair
    coupons = [
        issue(stall.brand),
        issue(host, payer="host", off_minor=500),
        issue(operator, payer="house", off_minor=0, percent_bp=1_000),
    ]
    for coupon in coupons:
        db.write_now(claim_coupon, ana, coupon, Standing(host.id, "room"))
    return coupons


def planned(db, line_id):
    return {share.role: share.planned_minor for share in db.read_now(shares_of, line_id)}


def standing(db, *accounts):
    return [db.read_now(ledger.balance, account) for account in accounts]


def test_three_coupons_stack_and_each_payer_pays_for_its_own(db, fair, issue):
    stall, host, ana, _ = fair
    claim_all(db, fair, issue)
    fill_cart(stall, host, ana)
    notify(db, check_out_cart(db, ana))
    run_due_now(db)
    [card] = db.read_now(orders_of_buyer, ana.id)
    [line] = card.lines
    why = {each.kind: each.minor for each in db.read_now(reductions_of, [line.id])[line.id]}
    assert why == {"coupon": 1_000, "host_coupon": 500, "house_coupon": 840}
    assert (card.order.total_minor, line.amount_minor) == (7_560, 7_560)
    # Everybody's part is of the 89 yuan that the goods cost after the brand's own coupon.
    assert planned(db, line.id) == {"psp": 53, "platform": 445, "host": 1_246 - 500, "mcn": 534, "brand": 6_622}
    assert standing(db, "psp_clearing", "platform:promotions", f"escrow:{line.id}") == [-7_560, -840, 8_400]


def test_an_order_that_is_called_off_gives_each_payer_and_the_buyer_back_what_was_theirs(db, fair, issue):
    stall, host, ana, _ = fair
    claim_all(db, fair, issue)
    fill_cart(stall, host, ana, quantity=2)
    notify(db, check_out_cart(db, ana))
    run_due_now(db)
    [card] = db.read_now(orders_of_buyer, ana.id)
    db.write_now(ask_refund, ana, card.order.id, Claim([card.lines[0].id], "changed_mind"), key="r")
    run_due_now(db)
    accounts = ("psp_clearing", "platform:promotions", f"escrow:{card.lines[0].id}")
    assert standing(db, *accounts) == [0, 0, 0]
    assert [each.order_id for each in db.read_now(coupons_held, ana.id)] == [None, None, None]


def test_one_of_two_pieces_that_comes_back_after_the_pay_brings_half_of_every_part(db, fair, issue):
    stall, host, ana, _ = fair
    claim_all(db, fair, issue)
    fill_cart(stall, host, ana, quantity=2)
    notify(db, check_out_cart(db, ana))
    run_due_now(db)
    [card] = db.read_now(orders_of_buyer, ana.id)
    [line] = card.lines
    db.write_now(ship_order, stall.brand, card.order.id, carrier="SF", tracking="1")
    db.write_now(confirm_receipt, ana, card.order.id)
    run_due_now(db)
    house_minor = -standing(db, "platform:promotions")[0]
    claim = Claim([line.id], "not_arrived", pieces={line.id: 1})
    db.write_now(grant_refund, stall.brand, db.write_now(ask_refund, ana, card.order.id, claim, key="r"))
    run_due_now(db)
    assert standing(db, "platform:promotions") == [-(house_minor - house_minor // 2)]
    db.clock.advance(30 * DAY_MS)
    run_due_now(db)
    assert standing(db, f"escrow:{line.id}") == [0]
    assert standing(db, f"payable:{host.id}")[0] > 0


def test_a_host_s_coupon_takes_off_no_more_than_the_host_has_and_nothing_of_other_goods(db, join, fair, issue):
    stall, host, ana, _ = fair
    other = set_up(db, join, name="other")
    db.write_now(claim_coupon, ana, issue(host, payer="host", off_minor=9_000), Standing(host.id))
    fill_cart(stall, host, ana)
    put_in_cart(other, ana)
    lines = {line.product.id: line.amount_minor for line in db.read_now(ready_cart, ana)}
    assert lines == {stall.product_id: 9_900 - 1_386, other.product_id: 9_900}
    notify(db, check_out_cart(db, ana))
    run_due_now(db)
    line = next(each for card in db.read_now(orders_of_buyer, ana.id) for each in card.lines if each.host_id)
    assert planned(db, line.id)["host"] == 0


def test_who_pays_issues_and_stops_and_nobody_for_another(db, join, fair, issue):
    stall, host, ana, operator = fair
    for payer, wrong in (("host", stall.brand), ("house", host), ("brand", operator), ("house", ana)):
        with pytest.raises(NotAllowed):
            issue(wrong, payer=payer)
    coupon = issue(host, payer="host")
    for stranger in (join("rival", "host"), operator, stall.brand):
        with pytest.raises(NotFound):
            db.write_now(stop_coupon, stranger, coupon)
    db.write_now(stop_coupon, host, coupon)
    assert [each.id for each in db.read_now(coupons_of_payer, host, "host")] == [coupon]
    assert db.read_now(coupons_of_payer, operator, "house") == []
    of_house = issue(operator, payer="house", host_id=host.id)
    assert [each.id for each in db.read_now(coupons_of_payer, host, "host")] == [coupon], (
        "bound to a host is not a host's"
    )
    assert db.read_now(coupon_called, of_house).host_id == host.id


async def test_the_house_gives_no_more_than_it_issued_however_many_pay_at_once(db, join, fair, issue):
    stall, _, _, operator = fair
    coupon = issue(operator, payer="house", quantity=5)
    buyers = [join(f"buyer{n}") for n in range(40)]
    results = await asyncio.gather(*(db.write(claim_coupon, each, coupon) for each in buyers), return_exceptions=True)
    having = [buyer for buyer, got in zip(buyers, results, strict=True) if isinstance(got, str)]
    assert len(having) == 5
    for buyer in having:
        put_in_cart(stall, buyer)
        notify(db, check_out_cart(db, buyer))
    run_due_now(db)
    assert standing(db, "platform:promotions") == [-5_000]
