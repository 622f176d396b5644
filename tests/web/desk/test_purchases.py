"""From what runs out to a purchase order, and back on the shelf."""

import re

from livefair.kernel import Database
from livefair.supply import level
from livefair.supply.purchasing import add_supplier
from tests.web.conftest import Browse, bearer, enter
from tests.web.town import built


async def test_from_the_stock_page_it_is_two_clicks_to_a_sent_order(db: Database, browse: Browse) -> None:
    town = built(db)
    supplier = db.write_now(add_supplier, town.people["brand"], name="Mill", contact="", lead_days=5)
    brand = enter(db, browse(), town.people["brand"])
    for page in ("/desk/stock", "/desk/live"):  # beside what runs out, and beside the sales of the show
        assert f'name="sku_id" value="{town.sku_id}"' in (await brand.get(page)).text, page
    drafted = await brand.post_form("/desk/purchases", {"sku_id": town.sku_id})
    at = drafted.headers["location"]
    assert (await brand.post_form(f"{at}/send", {"supplier_id": supplier})).is_redirect
    before = db.read_now(level, town.sku_id).on_hand
    page = (await brand.get(at)).text
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    came = {"sku_id": town.sku_id, "good": "8", "damaged": "1", "note": "one is wet", "key": key[1]}
    for _ in range(2):  # a double click
        assert (await brand.post_form(f"{at}/receive", came)).is_redirect
    assert db.read_now(level, town.sku_id).on_hand == before + 8
    assert "one is wet" in (await brand.get(at)).text


async def test_a_program_tells_of_a_sale_elsewhere(db: Database, browse: Browse) -> None:
    town, program = built(db), browse()
    before = db.read_now(level, town.sku_id).sellable
    told = {"quantity": 1, "key": "till-0007", "channel": "Shop"}
    for _ in range(2):
        answer = await program.post(
            f"/api/skus/{town.sku_id}/outside-sales", json=told, headers=bearer(db, town.people["brand"])
        )
        assert answer.status_code == 204
    assert db.read_now(level, town.sku_id).sellable == before - 1
