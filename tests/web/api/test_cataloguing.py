"""A catalogue kept by programs."""

import pytest

from livefair.kernel import Database, JobContext
from livefair.kernel.files import Files
from livefair.supply.import_undoing import take_import_back
from livefair.supply.importing import import_catalog
from livefair.web.services import Services
from tests.web.conftest import Browse, Browser, bearer
from tests.web.town import Town, built

CUP = {"title": {"zh": "杯子", "en": "Cup"}, "category": "kitchen"}
COLOURS = {
    "options": [
        {"name": {"zh": "颜色", "en": "Colour"}, "values": [{"zh": "红", "en": "Red"}, {"zh": "蓝", "en": "Blue"}]}
    ],
    "price_minor": 4_900,
}


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def brand(db: Database, town: Town, browse: Browse) -> Browser:
    return browse(**bearer(db, town.people["brand"]), accept="application/json")


async def test_a_program_lists_a_product_with_colours_stock_and_a_bundle(brand: Browser) -> None:
    product_id = (await brand.post("/api/brand/products", json=CUP)).json()["id"]
    at = f"/api/brand/products/{product_id}"
    red, blue = (await brand.put(f"{at}/options", json=COLOURS)).json()["sku_ids"]
    for sku_id, pieces in ((red, 4), (blue, 9)):
        body = {"quantity": pieces, "key": "delivery-1"}
        for _ in range(2):
            assert (await brand.post(f"/api/brand/skus/{sku_id}/stock", json=body)).status_code == 204
    seen = (await brand.get(f"/api/products/{product_id}")).json()
    assert [(sku["name"], sku["left"]) for sku in seen["skus"]] == [("Red", 4), ("Blue", 9)]
    assert [sku["choice"] for sku in seen["skus"]] == [[value["id"]] for value in seen["options"][0]["values"]]
    parts = [{"sku_id": red, "pieces": 1}, {"sku_id": blue, "pieces": 2}]
    bundle = {"name": {"zh": "套装", "en": "Set"}, "price_minor": 12_000, "parts": parts}
    assert (await brand.post(f"{at}/bundles", json=bundle)).status_code == 201
    seen = (await brand.get(f"/api/products/{product_id}")).json()
    assert [sku["left"] for sku in seen["skus"]] == [4, 9, 4]
    assert seen["options"] == [], "a bundle is no combination: then each variant is chosen by its name"


async def test_a_program_brings_in_a_table_and_reads_what_is_wrong_with_it(
    db: Database, brand: Browser, services: Services
) -> None:
    body = {
        "table": "product_code,sku_code,title_en,price\nC,C1,Cup,9\nC,C2,Cup,x\n",
        "is_dry": False,
        "key": "import-1",
    }
    import_id = (await brand.post("/api/brand/imports", json=body)).json()["id"]
    assert (await brand.post("/api/brand/imports", json=body)).json()["id"] == import_id
    jobs = JobContext(db, {Files: services.files})
    await import_catalog(jobs, import_id=import_id)
    found = (await brand.get(f"/api/brand/imports/{import_id}")).json()
    assert (found["work"]["state"], found["work"]["rows_total"], found["work"]["rows_wrong"]) == ("done", 2, 1)
    assert found["errors"] == [{"row": 3, "column": "price", "code": "bad_amount", "found": "x"}]
    assert (await brand.post(f"/api/brand/imports/{import_id}/undo")).status_code == 202
    await take_import_back(jobs, import_id=import_id)
    states = {one["id"]: one["state"] for one in (await brand.get("/api/brand/imports")).json()}
    assert states[import_id] == "undone"


async def test_a_currency_that_is_not_taken_is_refused(brand: Browser) -> None:
    product_id = (await brand.post("/api/brand/products", json=CUP)).json()["id"]
    answer = await brand.put(f"/api/brand/products/{product_id}/options", json={**COLOURS, "currency": "XAU"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_currency")
