from livefair.shop.coupon_standing import Standing
from livefair.shop.coupons import claim_coupon, coupons_of_payer
from livefair.supply import set_commission
from tests.stall import set_up
from tests.web.conftest import enter

TYPED = {"title": "新人礼", "kind": "off", "worth": "20", "quantity": "10", "days": "3"}


async def test_host_and_house_issue_at_their_own_desks_and_the_cart_names_each_payer(db, join, browse):
    stall, host, operator, ana = set_up(db, join), join("host", "host"), join("op", "operator"), join("ana")
    db.write_now(set_commission, stall.brand, stall.product_id, 2_000)
    studio, console, buyer = enter(db, browse(), host), enter(db, browse(), operator), enter(db, browse(), ana)
    assert (await studio.post_form("/studio/coupons", TYPED)).status_code == 303
    assert (await console.post_form("/console/coupons", {**TYPED, "worth": "5", "first": "on"})).status_code == 303
    [of_host], [of_house] = (
        db.read_now(coupons_of_payer, host, "host"),
        db.read_now(coupons_of_payer, operator, "house"),
    )
    assert of_house.for_first_order
    assert "仅限首单" in (await console.get("/console/coupons")).text
    for coupon in (of_host, of_house):
        db.write_now(claim_coupon, ana, coupon.id, Standing(host.id))
    await buyer.post_form("/cart/lines", {"sku_id": stall.sku_id, "quantity": "1"})
    cart = (await buyer.get("/cart")).text
    assert "平台券 −¥5" in cart
    assert "主播券" not in cart, "not bought through the host"
    mine = (await buyer.get("/me/coupons")).text
    assert "平台发放" in mine
    assert (await studio.post_form(f"/studio/coupons/{of_house.id}/stop")).status_code == 404
    assert (await studio.post_form(f"/studio/coupons/{of_host.id}/stop")).status_code == 303


async def test_what_cannot_be_issued_is_said_beside_its_field(db, join, browse):
    console = enter(db, browse(), join("op", "operator"))
    refused = await console.post_form("/console/coupons", {**TYPED, "club_level": "2"})
    assert refused.status_code == 422
    assert "粉丝团" in refused.text
    twice = await console.post_form("/console/coupons", {**TYPED, "first": "on", "limit_per_person": "3"})
    assert (twice.status_code, "首单券每人限领一张" in twice.text) == (422, True)
