"""Buying without an account: in a browser and by a program, and the order's own address."""

import pytest

from livefair.kernel import Database
from livefair.people.accounts import person_for
from livefair.shop.local_provider import LocalProvider
from tests.web.conftest import Browse, Browser, enter
from tests.web.town import PLACE, Town, built


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def guest(browse: Browse) -> Browser:
    return browse()


async def test_a_visitor_buys_with_an_address_alone_and_opens_the_order_by_its_link(
    db: Database, town: Town, guest: Browser, browse: Browse, provider: LocalProvider
) -> None:
    assert "guest_email" in (await guest.get("/signin?next=/cart")).text
    assert 'id="e-guest_email"' in (await guest.post_form("/guest", {"guest_email": "ana@", "next": "/cart"})).text
    ana = db.read_now(person_for, town.people["customer"], town.people["customer"].id)
    form = {"guest_email": ana.email, "next": "/cart"}
    assert (await guest.post_form("/guest", form)).headers["location"] == "/cart"
    await guest.post_form("/cart/lines", {"sku_id": town.sku_id})
    await guest.post_form("/me/address", PLACE._asdict())
    page = (await guest.get("/checkout")).text
    fields = {
        name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("key", "expected_minor", "address_id")
    }
    paying = (await guest.post_form("/checkout", fields)).headers["location"]
    assert paying.startswith("/pay/")
    own = (await guest.get("/orders")).text
    order_id = own.split('href="/orders/')[1].split('"')[0]
    link = (await guest.get(f"/orders/{order_id}")).text.split('href="/o/')[1].split('"')[0]
    stranger = browse()
    seen = await stranger.get(f"/o/{link}")
    assert seen.status_code == 200
    assert "/cancel" not in seen.text, "who has the link may look, not act"
    assert (await stranger.get(f"/o/{link[:-1]}{'0' if link[-1] != '0' else '1'}")).status_code == 404
    customer = enter(db, browse(), town.people["customer"])
    assert (await customer.post_form(f"/o/{link}/claim")).headers["location"] == f"/orders/{order_id}"
    assert (await customer.get(f"/orders/{order_id}")).status_code == 200
    assert (await stranger.get(f"/o/{link}")).headers["location"] == f"/orders/{order_id}"


async def test_a_program_takes_a_guest_through_the_whole_checkout_in_seven_requests(
    town: Town, browse: Browse, provider: LocalProvider
) -> None:
    program = browse(accept="application/json")
    made = (await program.post("/api/guests", json={"email": "ana@fair.example"})).json()
    program.headers["authorization"] = f"Bearer {made['token']}"
    assert (await program.post("/api/cart/lines", json={"sku_id": town.sku_id, "quantity": 2})).status_code == 204
    address_id = (await program.post("/api/addresses", json=PLACE._asdict())).json()["id"]
    total_minor = (await program.get("/api/cart")).json()["total_minor"]
    body = {"address_id": address_id, "expected_minor": total_minor, "key": "guest-order-1"}
    payment = (await program.post("/api/checkout", json=body)).json()
    assert (await program.post(f"/api/payments/{payment['id']}/local", json={"behaviour": "pay"})).status_code == 202
    order = (await program.get(f"/api/orders/{payment['order_ids'][0]}")).json()
    assert (order["total"]["minor"], order["lines"][0]["quantity"]) == (total_minor, 2)
    assert (
        await browse().get(order["link"].partition("/o/")[1] + order["link"].partition("/o/")[2])
    ).status_code == 200
    assert (await program.post("/api/brand/products", json={"title": {"zh": "x", "en": "x"}})).status_code == 403
    assert (await program.get("/api/balance")).status_code == 403, "a guest's token opens the shop and no more"
