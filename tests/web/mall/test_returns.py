"""A return from the buyer's form to the brand's desk and back, and the difference of a price that fell."""

import io

import pytest
from PIL import Image

from livefair.catalog import set_price
from livefair.kernel import Database, Money
from livefair.kernel.runner import run_due_now
from livefair.shop import confirm_receipt, ship_order
from livefair.shop.fulfilment import line_ids_of
from livefair.shop.refunds import refunds_of
from tests.stall import Stall, buy, set_up
from tests.web.conftest import Browse, Browser, SignIn, bearer, enter, in_english


@pytest.fixture
def stall(db: Database, join) -> Stall:
    return set_up(db, join, price_minor=1_000)


@pytest.fixture
async def ana(signed_in: SignIn) -> Browser:
    return await signed_in("ana")


@pytest.fixture
def brand(db: Database, stall: Stall, browse: Browse) -> Browser:
    return in_english(enter(db, browse(), stall.brand))


def delivered(db: Database, stall: Stall, buyer: Browser, *, quantity: int = 2) -> tuple[str, str]:
    order_id = buy(stall, buyer.actor, quantity=quantity)
    db.write_now(ship_order, stall.brand, order_id, carrier="SF", tracking="1")
    db.write_now(confirm_receipt, buyer.actor, order_id)
    return order_id, db.read_now(line_ids_of, order_id)[0]


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(kept, "PNG")
    return kept.getvalue()


async def test_one_of_two_pieces_is_sent_back_with_a_photo_and_paid(
    db: Database, stall: Stall, ana: Browser, brand: Browser
) -> None:
    order_id, line_id = delivered(db, stall, ana)
    form = f"/orders/{order_id}/return/{line_id}"
    assert "The seller pays for sending it back." in (await ana.get(form)).text
    typed = {"reason": "quality", "quantity": "1", "note": "It is cracked."}
    refused = await ana.post_form(form, typed)
    assert (refused.status_code, "Please add a photo" in refused.text) == (422, True)
    assert 'value="quality" required checked' in refused.text
    assert "It is cracked.</textarea>" in refused.text
    asked = await ana.post_form(form, typed, files={"photos": ("crack.png", photo(), "image/png")})
    assert asked.status_code == 303, asked.text
    page = (await ana.get(f"/orders/{order_id}")).text
    assert "The seller has to answer" in page
    assert "silence is a yes" in page
    desk = (await brand.get("/desk/orders?tab=returns")).text
    assert "It is cracked." in desk
    assert "¥10" in desk
    [refund] = db.read_now(refunds_of, order_id)
    at = f"/desk/orders/{order_id}/returns/{refund.id}"
    assert (await brand.post_form(f"{at}/agree")).status_code == 303
    assert (await brand.post_form(f"{at}/agree")).status_code == 422
    page = (await ana.get(f"/orders/{order_id}")).text
    assert "To be sent back" in page
    assert "fewer than 3 orders were kept so far" in page
    way = {"carrier": "SF", "number": "SF-9"}
    assert (await ana.post_form(f"/orders/{order_id}/returns/{refund.id}/sent", way)).status_code == 303
    assert "SF-9" in (await brand.get("/desk/orders?tab=returns")).text
    assert (await brand.post_form(f"{at}/accept")).status_code == 303
    page = (await ana.get(f"/orders/{order_id}")).text
    assert "Partly refunded" in page
    assert f'href="{form}"' in page


async def test_another_piece_is_sent_and_both_see_it(db: Database, stall: Stall, ana: Browser, brand: Browser) -> None:
    order_id, line_id = delivered(db, stall, ana)
    await ana.post_form(f"/orders/{order_id}/return/{line_id}", {"reason": "changed_mind", "wants": "exchange"})
    [refund] = db.read_now(refunds_of, order_id)
    at = f"/desk/orders/{order_id}/returns/{refund.id}"
    assert "Send another piece" in (await brand.get("/desk/orders?tab=returns")).text
    sent = await brand.post_form(f"{at}/exchange", {"carrier": "SF", "number": "SF-10", "restock": "yes"})
    assert sent.status_code == 303
    page = (await ana.get(f"/orders/{order_id}")).text
    assert "Another piece was sent" in page
    assert "SF-10" in page


async def test_fresh_goods_say_so_before_they_are_bought_and_offer_no_change_of_mind(
    db: Database, stall: Stall, ana: Browser, brand: Browser
) -> None:
    at = f"/desk/products/{stall.product_id}/return-class"
    assert (await brand.post_form(at, {"return_class": "fresh"})).status_code == 303
    assert (await brand.post_form(at, {"return_class": "never"})).status_code == 422
    assert "Fresh goods: only for a fault" in (await ana.get(f"/p/{stall.product_id}")).text
    order_id, line_id = delivered(db, stall, ana)
    form = f"/orders/{order_id}/return/{line_id}"
    assert "Changed my mind" not in (await ana.get(form)).text
    refused = await ana.post_form(form, {"reason": "changed_mind"})
    assert (refused.status_code, "only for a fault" in refused.text) == (422, True)


async def test_a_price_that_fell_is_shown_and_given_back_by_one_click(db: Database, stall: Stall, ana: Browser) -> None:
    order_id, line_id = delivered(db, stall, ana)
    db.write_now(set_price, stall.brand, stall.sku_id, Money(850))
    assert "Get ¥3 back" in (await ana.get(f"/orders/{order_id}")).text
    at = f"/orders/{order_id}/lines/{line_id}/price"
    assert (await ana.post_form(at)).status_code == 303
    page = (await ana.get(f"/orders/{order_id}")).text
    assert "It became cheaper" in page
    again = await ana.post_form(at)
    assert (again.status_code, "given back already" in again.text) == (422, True)


async def test_programs_walk_the_same_way(db: Database, stall: Stall, ana: Browser, browse: Browse) -> None:
    order_id, line_id = delivered(db, stall, ana)
    buyer = browse(accept="application/json", **bearer(db, ana.actor))
    desk = browse(accept="application/json", **bearer(db, stall.brand))
    evidence = await buyer.post("/api/evidence", content=photo(), headers={"content-type": "image/png"})
    assert evidence.status_code == 201, evidence.text
    claim = {"line_ids": [line_id], "reason": "quality", "pieces": {line_id: 1}, "key": "claim-0001"}
    refused = await buyer.post(f"/api/orders/{order_id}/refunds", json=claim)
    assert (refused.status_code, refused.json()["code"]) == (422, "evidence_needed")
    claim["photo_ids"] = [evidence.json()["id"]]
    made = await buyer.post(f"/api/orders/{order_id}/refunds", json=claim)
    assert made.status_code == 201, made.text
    at = f"/api/refunds/{made.json()['id']}"
    assert (await desk.post(f"{at}/agree")).status_code == 204
    sent = await buyer.post(f"{at}/sent", json={"carrier": "SF", "tracking": "SF-1"})
    assert sent.json() == {"state": "sent"}
    assert (await desk.post(f"{at}/grant", json={"restock": True})).status_code == 204
    run_due_now(db)
    [found] = (await buyer.get(f"/api/orders/{order_id}/refunds")).json()
    assert (found["state"], found["amount"]["minor"], found["pieces"]) == ("granted", 1_000, 1)
    assert len(found["photo_urls"]) == 1
    assert (await desk.post(f"{at}/deny", json={"answer": "no"})).json()["code"] == "already_decided"
    db.write_now(set_price, stall.brand, stall.sku_id, Money(900))
    assert (await buyer.post(f"/api/orders/{order_id}/lines/{line_id}/price")).status_code == 201
    again = {**claim, "key": "claim-0002", "reason": "changed_mind", "wants": "exchange", "photo_ids": []}
    second = (await buyer.post(f"/api/orders/{order_id}/refunds", json=again)).json()["id"]
    other = await desk.post(f"/api/refunds/{second}/exchange", json={"carrier": "SF", "tracking": "SF-2"})
    assert other.status_code == 204
    classed = await desk.post(f"/api/products/{stall.product_id}/return-class", json={"return_class": "opened"})
    assert classed.status_code == 204
