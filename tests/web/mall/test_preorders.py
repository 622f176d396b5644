import re

from livefair.kernel import DAY_MS
from livefair.shop import add_address
from livefair.shop.preorders import preorder_offers_of_brand
from tests.stall import PLACE, set_up
from tests.web.conftest import enter, work_off


async def test_a_deposit_and_later_the_balance_are_paid_from_their_pages(
    db, join, clock, browse, services, app, provider
):
    stall = set_up(db, join)
    desk, ana = enter(db, browse(), stall.brand), enter(db, browse(), join("ana"))
    typed = {"sku_id": stall.sku_id, "price": "90", "deposit": "30", "days_ahead": "7", "days_balance": "2"}
    refused = await desk.post_form("/desk/preorders", {**typed, "keeps": "yes"})
    assert (refused.status_code, "五分之一" in refused.text) == (422, True)
    assert (await desk.post_form("/desk/preorders", typed)).status_code == 303
    [offer] = db.read_now(preorder_offers_of_brand, stall.brand.organisation_id)
    page = f"/preorders/{offer.id}"
    assert page in (await desk.get("/desk/preorders")).text
    assert page in (await browse().get(f"/p/{stall.product_id}")).text
    shown = (await ana.get(page)).text
    sent = {"key": re.search(r'name="key" value="([^"]+)"', shown)[1], "expected_minor": "3000"}
    assert "价格" in (await ana.post_form(page, {**sent, "expected_minor": "1"})).text
    paying = (await ana.post_form(page, sent)).headers["location"]
    assert "定金" in (await ana.get(paying)).text
    await ana.post_form(paying, {"outcome": "pay"})
    await work_off(services, app, provider)
    assert "已为您保留一件" in (await ana.get(f"{paying}/result")).text
    mine = re.search(r"/me/preorders/[0-9a-f-]{36}", (await ana.get("/me/preorders")).text)[0]
    early = await ana.post_form(mine, {"key": "balance-1", "expected_minor": "6000", "address_id": offer.id})
    assert early.status_code in {404, 422}
    clock.advance(7 * DAY_MS)
    await work_off(services, app, provider)
    assert "/me/address?next=/me/preorders/" in (await ana.get(mine)).text
    address_id = db.write_now(add_address, ana.actor, PLACE)
    sent = {"key": "balance-2", "expected_minor": "6000", "address_id": address_id}
    paying = (await ana.post_form(mine, sent)).headers["location"]
    await ana.post_form(paying, {"outcome": "pay"})
    await work_off(services, app, provider)
    assert "已下单" in (await ana.get(mine)).text
    order = re.search(r"/orders/[0-9a-f-]{36}", (await ana.get(mine)).text)[0]
    assert "¥<b>90" in re.sub("</?small>", "", (await ana.get(order)).text)
    assert (await desk.post_form(f"/desk/preorders/{offer.id}/end")).status_code == 303


async def test_a_deposit_that_is_declined_leads_back_to_what_is_kept(db, join, browse, services, app, provider):
    stall = set_up(db, join)
    desk, eve = enter(db, browse(), stall.brand), enter(db, browse(accept_language="en"), join("eve"))
    typed = {"sku_id": stall.sku_id, "price": "90", "deposit": "18", "keeps": "yes"}
    assert (await desk.post_form("/desk/preorders", typed)).status_code == 303
    [offer] = db.read_now(preorder_offers_of_brand, stall.brand.organisation_id)
    sent = {"key": "deposit-1", "expected_minor": "1800"}
    paying = (await eve.post_form(f"/preorders/{offer.id}", sent)).headers["location"]
    await eve.post_form(paying, {"outcome": "decline"})
    await work_off(services, app, provider)
    assert 'href="/me/preorders"' in (await eve.get(f"{paying}/result")).text
    other = (await eve.post_form(f"/preorders/{offer.id}", {**sent, "key": "deposit-2"})).headers["location"]
    assert (await eve.post_form(f"{other}/cancel")).headers["location"] == "/me/preorders"
