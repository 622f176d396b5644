import json
import re
import runpy
from pathlib import Path

import pytest

from livefair.people.ages import confirm_age
from livefair.shop import add_address
from livefair.shop.boxes import series_of_brand
from tests.shop.box_stall import grown_up, set_up_boxes
from tests.stall import PLACE, set_up
from tests.web.conftest import enter, work_off

SCRIPT = runpy.run_path(str(Path(__file__).parents[3] / "docs/verify_boxes.py"))


@pytest.fixture
def stall(db, join):
    return set_up_boxes(db, join, guarantee_after=4)


async def test_boxes_are_bought_paid_and_opened_and_anybody_can_check_them(
    db, join, browse, services, app, provider, stall
):
    ana, guest = enter(db, browse(), join("ana")), browse(accept_language="zh")
    page = (await guest.get(f"/boxes/{stall.series_id}")).text
    assert "登录后购买" in page
    assert re.findall(r"([0-9.]+)%</b>", page) == ["60", "30", "10"]
    assert "盲盒购买" in (await guest.get(f"/p/{stall.stall.product_id}")).text
    assert "请先填写生日" in (await ana.get(f"/boxes/{stall.series_id}")).text
    db.write_now(confirm_age, ana.actor, "1990-05-31")
    address_id = db.write_now(add_address, ana.actor, PLACE)
    page = (await ana.get(f"/boxes/{stall.series_id}")).text
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    typed = {"key": key, "unit_minor": "5900", "boxes": "2", "address_id": address_id}
    refused = await ana.post_form(f"/boxes/{stall.series_id}", typed)
    assert (refused.status_code, "请先确认您已知晓" in refused.text) == (422, True)
    cheaper = await ana.post_form(f"/boxes/{stall.series_id}", {**typed, "knows": "yes", "unit_minor": "1"})
    assert "价格" in cheaper.text
    bought = await ana.post_form(f"/boxes/{stall.series_id}", {**typed, "knows": "yes"})
    assert bought.status_code == 303
    await ana.post_form(bought.headers["location"], {"outcome": "pay"})
    await work_off(services, app, provider)
    orders = (await ana.get("/orders")).text
    order = (await ana.get(re.search(r"/orders/[0-9a-f]{8}-[0-9a-f-]+", orders)[0])).text
    first, second = dict.fromkeys(re.findall(r"/orders/boxes/[0-9a-f-]+", order))
    assert "您的盲盒还没拆" in (await ana.get(first)).text
    opened = await ana.post_form(first, {"word": "<b>七</b>"})
    assert opened.headers["location"] == f"{first}?new=1"
    assert "is-new" in (await ana.get(opened.headers["location"])).text
    assert "is-new" not in (await ana.get(first)).text
    assert (await guest.get(first)).status_code in {303, 401}
    proof = json.loads((await guest.get(f"/boxes/{stall.series_id}/proof.json")).text)
    assert SCRIPT["verify"](proof) == 1
    cancelled = await ana.post_form(f"{re.search('/orders/[0-9a-f-]{36}', order)[0]}/cancel")
    assert cancelled.status_code == 303, "what is still sealed"
    assert "或已退款" in (await ana.post_form(second, {"word": ""})).text


async def test_a_child_cannot_buy_and_a_brand_puts_boxes_together_at_its_desk(db, join, browse):
    stall = set_up(db, join, pieces=30)
    desk, child = enter(db, browse(), stall.brand), join("kid")
    db.write_now(confirm_age, child, "2015-05-31")
    other = {"product_id": stall.product_id, "price": "59", "sku_ids": [stall.sku_id], "pieces": ["3"]}
    refused = await desk.post_form("/desk/boxes", other)
    assert (refused.status_code, "请至少选择两种商品" in refused.text) == (422, True)
    assert 'value="3"' in refused.text, "what was typed stays"
    made = set_up_boxes(db, join, name="other")
    kid = enter(db, browse(), child)
    assert "盲盒仅向成年人销售" in (await kid.get(f"/boxes/{made.series_id}")).text
    theirs = enter(db, browse(), made.stall.brand)
    assert "剩 10 盒" in (await theirs.get("/desk/boxes")).text
    typed = {
        "product_id": made.stall.product_id,
        "price": "49.5",
        "sku_ids": made.skus,
        "pieces": ["4", "0", "2"],
        "rare_id": made.skus[2],
        "guarantee_after": "3",
    }
    assert (await theirs.post_form("/desk/boxes", typed)).status_code == 303
    found = db.read_now(series_of_brand, made.stall.brand.organisation_id)
    newest = next(each for each in found if each.id != made.series_id)
    assert (newest.price_minor, newest.boxes, newest.kept) == (4_950, 6, 2)
    assert (await theirs.post_form(f"/desk/boxes/{newest.id}/end")).status_code == 303
    assert (await desk.post_form(f"/desk/boxes/{made.series_id}/end")).status_code == 404


async def test_a_guest_and_one_without_an_address_are_told_what_is_missing(db, join, browse, stall):
    eve = enter(db, browse(accept_language="en"), grown_up(db, join, "eve"))
    assert "/me/address?next=/boxes/" in (await eve.get(f"/boxes/{stall.series_id}")).text
    assert (await browse().post_form(f"/boxes/{stall.series_id}")).status_code in {303, 401}
