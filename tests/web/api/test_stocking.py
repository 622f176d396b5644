"""Locations and parcels for programs."""

from livefair.kernel import Database
from tests.stall import buy, set_up
from tests.web.conftest import Browse, bearer


async def test_a_program_places_counts_and_packs(db: Database, browse: Browse, join) -> None:
    stall, ana = set_up(db, join), join("ana")
    program, headers = browse(), bearer(db, stall.brand)
    made = await program.post("/api/brand/locations", json={"kind": "warehouse", "name": "North"}, headers=headers)
    north = made.json()["id"]
    at = f"/api/skus/{stall.sku_id}"
    move = {"pieces": 6, "to_id": north, "key": "move-0001"}
    assert (await program.post(f"{at}/moves", json=move, headers=headers)).status_code == 204
    count = {"location_id": north, "found": 5, "key": "count-0001"}
    assert (await program.post(f"{at}/counts", json=count, headers=headers)).status_code == 204
    lying = (await program.get(f"{at}/locations", headers=headers)).json()
    assert lying == [{"location_id": north, "pieces": 5}, {"location_id": None, "pieces": 4}]
    [known] = (await program.get("/api/brand/locations", headers=headers)).json()
    assert (known["name"], known["skus"], known["pieces"]) == ("North", 1, 5)
    closing = await program.delete(f"/api/brand/locations/{north}", headers=headers)
    assert (closing.status_code, closing.json()["code"]) == (409, "location_not_empty")

    order_id = buy(stall, ana, quantity=2)
    [line] = (await program.get(f"/api/orders/{order_id}", headers=bearer(db, ana))).json()["lines"]
    parcel = {"carrier": "SF", "tracking": "1", "location_id": north, "key": "parcel-0001"}
    parcel["lines"] = [{"line_id": line["id"], "pieces": 1}]
    for _ in range(2):
        shipped = await program.post(f"/api/orders/{order_id}/shipment", json=parcel, headers=headers)
        assert shipped.status_code == 204
    for reader in (headers, bearer(db, ana)):
        [sent] = (await program.get(f"/api/orders/{order_id}/parcels", headers=reader)).json()
        assert (sent["tracking"], sent["lines"]) == ("1", [{"line_id": line["id"], "pieces": 1}])
    stranger = await program.get(f"/api/orders/{order_id}/parcels", headers=bearer(db, join("eve")))
    assert stranger.status_code == 404
