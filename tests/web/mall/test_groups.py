import re

from livefair.shop import add_address
from livefair.shop.groups import group_offers_of_brand
from tests.stall import PLACE, set_up
from tests.web.conftest import enter, work_off


async def test_a_brand_offers_and_three_buy_together_from_their_pages(db, join, browse, services, app, provider):
    stall = set_up(db, join)
    desk = enter(db, browse(), stall.brand)
    typed = {"sku_id": stall.sku_id, "price": "99", "size": "3", "hours": "24", "days": "14"}
    refused = await desk.post_form("/desk/groups", typed)
    assert (refused.status_code, "必须低于平时" in refused.text) == (422, True)
    assert (await desk.post_form("/desk/groups", {**typed, "price": "79"})).status_code == 303
    [offer] = db.read_now(group_offers_of_brand, stall.brand.organisation_id)
    page = f"/groups/{offer.id}"
    assert page in (await desk.get("/desk/groups")).text
    assert "登录后购买" in (await browse(accept_language="zh").get(page)).text
    assert page in (await browse().get(f"/p/{stall.product_id}")).text
    link = page
    for name in ("ana", "eve", "zoe"):
        buyer = enter(db, browse(), join(name))
        assert "/me/address?next=/groups/" in (await buyer.get(page)).text
        address_id = db.write_now(add_address, buyer.actor, PLACE)
        shown = (await buyer.get(link)).text
        group_id = (re.search(r'name="group_id" value="([0-9a-f-]{36})"', shown) or [0, ""])[1]
        key = re.search(r'name="key" value="([^"]+)"', shown)[1]
        sent = {"key": key, "expected_minor": "7900", "address_id": address_id, "group_id": group_id}
        bought = await buyer.post_form(page, sent)
        await buyer.post_form(bought.headers["location"], {"outcome": "pay"})
        await work_off(services, app, provider)
        order_id = re.search(r"/orders/([0-9a-f]{8}-[0-9a-f-]+)", (await buyer.get("/orders")).text)[1]
        order = (await buyer.get(f"/orders/{order_id}")).text
        link = re.search(r'href="(/groups/[^"]+group=[^"]+)"', order)[1]
        assert ("团已满" in order) is (name == "zoe")
    again = await buyer.post_form(page, {**sent, "key": "another-key"})
    assert "已满" in again.text or "已在" in again.text
    assert (await desk.post_form(f"/desk/groups/{offer.id}/end")).status_code == 303
    assert "不再开新团" in (await buyer.get(page)).text
