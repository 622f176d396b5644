from livefair.kernel.runner import run_due_now
from livefair.live import assort
from tests.live.conftest import put_on_air
from tests.stall import PLACE, set_up
from tests.web.conftest import bearer


async def test_a_program_plans_starts_and_buys_at_the_flash_price_and_sees_why(db, clock, join, browse):
    stage, stall, ana = put_on_air(db, join), set_up(db, join), join("ana")
    db.write_now(assort, stage.host, stage.show_id, stall.product_id)
    api = browse(accept="application/json")
    brand, host, buyer = (bearer(db, each) for each in (stall.brand, stage.host, ana))
    wanted = {"sku_id": stall.sku_id, "host_id": stage.host.id, "price_minor": 4_900, "pieces": 5}
    sale = (await api.post("/api/flash-sales", json=wanted, headers=brand)).json()["id"]
    assert [each["id"] for each in (await api.get("/api/flash-sales", headers=host)).json()] == [sale]
    started = await api.post(f"/api/rooms/{stage.room_id}/flash-sales/{sale}/start", headers=host)
    assert started.json()["state"] == "announced"
    clock.advance(30_000)
    run_due_now(db)
    line = {"sku_id": stall.sku_id, "quantity": 2, "room_id": stage.room_id}
    await api.post("/api/cart/lines", json=line, headers=buyer)
    cart = (await api.get("/api/cart", headers=buyer)).json()
    assert [(each["quantity"], each["unit_minor"], each["list_minor"]) for each in cart["lines"]] == [
        (1, 4_900, 9_900),
        (1, 9_900, 9_900),
    ]
    assert cart["lines"][0]["reductions"] == [{"kind": "flash_sale", "minor": 5_000}]
    address = (await api.post("/api/addresses", json=PLACE._asdict(), headers=buyer)).json()["id"]
    order = {"address_id": address, "expected_minor": cart["total_minor"], "key": "first-click"}
    assert (await api.post("/api/checkout", json=order, headers=buyer)).json()["amount"]["minor"] == 14_800
    state = (await api.get(f"/api/flash-sales/{sale}", headers=buyer)).json()
    assert (state["taken"], state["state"]) == (1, "open")
    assert (await api.post(f"/api/flash-sales/{sale}/lower", json={"pieces": 2}, headers=host)).status_code == 204
    more = await api.post(f"/api/flash-sales/{sale}/lower", json={"pieces": 3}, headers=host)
    assert (more.status_code, more.json()["code"]) == (422, "flash_only_fewer")
    assert (await api.post(f"/api/flash-sales/{sale}/end", headers=host)).status_code == 204


async def test_a_program_is_told_what_a_flash_price_must_be_below(db, join, browse):
    stall, host = set_up(db, join), join("hana", "host")
    api, brand = browse(accept="application/json"), bearer(db, stall.brand)
    wanted = {"sku_id": stall.sku_id, "host_id": host.id, "price_minor": 9_900, "pieces": 5}
    refused = await api.post("/api/flash-sales", json=wanted, headers=brand)
    assert (refused.status_code, refused.json()["code"]) == (422, "flash_price_not_low")
    planned = await api.post("/api/flash-sales", json={**wanted, "price_minor": 9_899}, headers=brand)
    assert (await api.post(f"/api/flash-sales/{planned.json()['id']}/withdraw", headers=brand)).status_code == 204
