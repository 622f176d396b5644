from livefair.catalog import set_price
from livefair.kernel import Money
from tests.stall import set_up
from tests.web.conftest import bearer, enter

FRAGMENT = {"hx-request": "true"}


async def test_a_product_is_noted_from_the_sheet_and_a_fall_of_its_price_is_told(db, join, browse):
    stall, ana = set_up(db, join), join("ana")
    buyer = enter(db, browse(), ana)
    assert "心愿单" in (await buyer.get(f"/p/{stall.product_id}", headers=FRAGMENT)).text
    assert "已加入心愿单" in (await buyer.post_form(f"/p/{stall.product_id}/wish", headers=FRAGMENT)).text
    db.write_now(set_price, stall.brand, stall.sku_id, Money(8_900))
    assert "比加入时便宜 ¥10" in (await buyer.get("/me/wishes")).text
    await buyer.post_form(f"/p/{stall.product_id}/wish")
    assert "还没有心愿" in (await buyer.get("/me/wishes")).text


async def test_somebody_limits_themselves_and_is_told_so_at_the_checkout(db, join, browse):
    stall, ana = set_up(db, join), join("ana")
    buyer = enter(db, browse(), ana)
    refused = await buyer.post_form("/me/limits", {"daily": "much", "think_minutes": "30"})
    assert refused.status_code == 422
    assert 'value="much"' in refused.text
    assert '<option value="30" selected>' in refused.text
    assert (await buyer.post_form("/me/limits", {"daily": "50", "think_minutes": "30"})).status_code == 303
    assert "¥50" in (await buyer.get("/me/limits")).text
    assert (await buyer.post_form("/me/limits", {"daily": "", "think_minutes": "0"})).status_code == 303
    assert "不限" in (await buyer.get("/me/limits")).text
    assert stall.sku_id


async def test_a_program_notes_and_limits(db, join, browse):
    stall, ana = set_up(db, join), bearer(db, join("ana"))
    api = browse(accept="application/json")
    assert (await api.put(f"/api/wishes/{stall.product_id}", headers=ana)).status_code == 204
    assert [each["price_minor"] for each in (await api.get("/api/wishes", headers=ana)).json()] == [9_900]
    assert (await api.delete(f"/api/wishes/{stall.product_id}", headers=ana)).status_code == 204
    limit = (await api.put("/api/limits", json={"daily_minor": 5_000, "think_minutes": 10}, headers=ana)).json()
    assert limit == {"daily_minor": 5_000, "think_minutes": 10, "coming_at_ms": None}
    assert (await api.get("/api/limits", headers=ana)).json() == limit
