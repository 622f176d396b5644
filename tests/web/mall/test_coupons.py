import pytest

from livefair.live import assort
from livefair.shop.coupons import coupons_held, coupons_of_brand
from tests.live.conftest import put_on_air
from tests.stall import set_up
from tests.web.conftest import bearer, enter

FRAGMENT = {"hx-request": "true"}
TYPED = {"title": "新品立减", "kind": "off", "worth": "20", "least": "50", "quantity": "10", "days": "3"}


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def stall(db, join, stage):
    made = set_up(db, join)
    db.write_now(assort, stage.host, stage.show_id, made.product_id)
    return made


async def test_a_coupon_is_issued_at_the_desk_claimed_by_one_tap_and_explained_in_the_cart(
    db, join, browse, stage, stall
):
    ana = join("ana")
    desk, buyer = enter(db, browse(), stall.brand), enter(db, browse(), ana)
    assert (await desk.post_form("/desk/coupons", TYPED)).status_code == 303
    [coupon] = db.read_now(coupons_of_brand, stall.brand.organisation_id)
    assert "1 张优惠券" in (await buyer.get(f"/live/{stage.room_id}")).text
    there = f"/live/{stage.room_id}/coupons"
    assert "新品立减" in (await buyer.get(there, headers=FRAGMENT)).text
    assert "已领取" in (await buyer.post_form(f"{there}/{coupon.id}", headers=FRAGMENT)).text
    again = await buyer.post_form(f"{there}/{coupon.id}", headers=FRAGMENT)
    assert "您已领满" in again.text
    await buyer.post_form("/cart/lines", {"sku_id": stall.sku_id, "quantity": "1"})
    assert "优惠券 −¥20" in (await buyer.get("/cart")).text
    assert "可使用" in (await buyer.get("/me/coupons")).text
    assert (await desk.post_form(f"/desk/coupons/{coupon.id}/stop")).status_code == 303


async def test_a_code_is_entered_and_a_wrong_one_is_said_beside_the_field(db, join, browse, stall):
    ana = join("ana")
    desk, buyer = enter(db, browse(), stall.brand), enter(db, browse(), ana)
    await desk.post_form("/desk/coupons", {**TYPED, "kind": "percent", "worth": "12.5", "code": "TEA2026"})
    wrong = await buyer.post_form("/me/coupons", {"code": "nothing"})
    assert wrong.status_code == 422
    assert "没有这个券码" in wrong.text
    assert (await buyer.post_form("/me/coupons", {"code": "tea2026"})).status_code == 303
    [held] = db.read_now(coupons_held, ana.id)
    assert held.coupon.percent_bp == 1_250


@pytest.mark.parametrize("wrong", [{"worth": "much"}, {"worth": "0"}, {"days": "0"}, {"code": "x"}, {"quantity": "0"}])
async def test_what_cannot_be_issued_is_said_beside_the_form(db, browse, stall, wrong):
    desk = enter(db, browse(), stall.brand)
    refused = await desk.post_form("/desk/coupons", {**TYPED, **wrong})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text


async def test_a_program_issues_and_claims(db, clock, join, browse, stage, stall):
    api, brand, buyer = browse(accept="application/json"), bearer(db, stall.brand), bearer(db, join("ana"))
    wanted = {"title": "Off", "off_minor": 500, "until_ms": clock() + 60_000, "limit_per_person": 2}
    coupon = (await api.post("/api/coupons", json=wanted, headers=brand)).json()["id"]
    offered = f"/api/rooms/{stage.room_id}/coupons"
    assert (await api.get(offered, headers=buyer)).json() == [coupon]
    for way in (f"{offered}/{coupon}", f"/api/coupons/{coupon}/claims"):
        assert (await api.post(way, headers=buyer)).status_code == 201
    refused = await api.post(f"{offered}/{coupon}", headers=buyer)
    assert (refused.status_code, refused.json()["code"]) == (409, "coupon_limit")
    assert len((await api.get("/api/coupons", headers=buyer)).json()) == 2
    unknown = await api.post("/api/coupon-codes", json={"code": "NOPE"}, headers=buyer)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_code")
    assert (await api.post(f"/api/coupons/{coupon}/stop", headers=brand)).status_code == 204
