"""From a product's page to a delivered order, over HTTP and without JavaScript."""

import re

import pytest
from litestar import Litestar

from livefair.kernel import Database
from livefair.shop import ship_order
from livefair.shop.local_provider import LocalProvider
from livefair.web.services import Services
from tests.web.conftest import Browser, SignIn, work_off
from tests.web.goods import Goods, home_of, stocked_product

HTMX = {"hx-request": "true"}


@pytest.fixture
async def goods(db: Database, signed_in: SignIn) -> Goods:
    brand = await signed_in("bo")
    return stocked_product(db, brand.actor)


@pytest.fixture
async def buyer(db: Database, signed_in: SignIn) -> Browser:
    browser = await signed_in("ana")
    home_of(db, browser.actor)
    return browser


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name} in {page[:2000]}"
    return found[1]


async def checked_out(buyer: Browser, goods: Goods, *, quantity: int = 1) -> str:
    """Returns the address of the payment."""
    added = await buyer.post_form("/cart/lines", {"sku_id": goods.sku_id, "quantity": quantity, "then": "checkout"})
    assert added.headers["location"] == "/checkout"
    page = (await buyer.get("/checkout")).text
    form = {name: hidden(page, name) for name in ("key", "address_id", "expected_minor")}
    ordered = await buyer.post_form("/checkout", form)
    assert ordered.status_code == 303, ordered.text
    return ordered.headers["location"]


async def test_a_product_is_bought_step_by_step(
    goods: Goods, buyer: Browser, db: Database, services: Services, app: Litestar, provider: LocalProvider
) -> None:
    assert "Runner 1" in (await buyer.get(f"/p/{goods.product_id}")).text
    payment = await checked_out(buyer, goods, quantity=2)
    assert "258" in (await buyer.get(payment)).text
    assert (await buyer.post_form(payment, {"outcome": "pay"})).headers["location"] == f"{payment}/result"
    assert "Waiting for the provider" in (await buyer.get(f"{payment}/result")).text
    await work_off(services, app, provider)
    result = (await buyer.get(f"{payment}/result")).text
    assert "Order placed" in result
    order = re.search(r"/orders/([0-9a-f-]{36})", result)
    assert order
    db.write_now(ship_order, goods.brand, order[1], carrier="SF", tracking="SF1")
    page = (await buyer.get(f"/orders/{order[1]}")).text
    assert "SF1" in page
    assert (await buyer.post_form(f"/orders/{order[1]}/confirm")).status_code == 303
    page = (await buyer.get(f"/orders/{order[1]}")).text
    assert f"/orders/{order[1]}/return/" in page
    assert "Runner 1" in (await buyer.get("/orders")).text


async def test_a_declined_payment_takes_no_money_and_gives_the_goods_back(
    goods: Goods, buyer: Browser, services: Services, app: Litestar, provider: LocalProvider
) -> None:
    payment = await checked_out(buyer, goods)
    await buyer.post_form(payment, {"outcome": "decline"})
    await work_off(services, app, provider)
    assert "declined" in (await buyer.get(f"{payment}/result")).text
    assert "10 left" in (await buyer.get(f"/p/{goods.product_id}")).text


async def test_a_changed_price_is_shown_before_it_is_paid(goods: Goods, buyer: Browser) -> None:
    await buyer.post_form("/cart/lines", {"sku_id": goods.sku_id})
    page = (await buyer.get("/checkout")).text
    form = {"key": hidden(page, "key"), "address_id": hidden(page, "address_id"), "expected_minor": "1"}
    answer = await buyer.post_form("/checkout", form)
    assert answer.status_code == 422
    assert "A price has changed" in answer.text
    assert hidden(answer.text, "key") == form["key"]


async def test_a_second_click_is_the_same_order(goods: Goods, buyer: Browser) -> None:
    await buyer.post_form("/cart/lines", {"sku_id": goods.sku_id})
    page = (await buyer.get("/checkout")).text
    form = {name: hidden(page, name) for name in ("key", "address_id", "expected_minor")}
    first, second = await buyer.post_form("/checkout", form), await buyer.post_form("/checkout", form)
    assert first.headers["location"] == second.headers["location"]


async def test_more_than_there_is_is_refused_with_what_is_left(goods: Goods, buyer: Browser) -> None:
    await buyer.post_form("/cart/lines", {"sku_id": goods.sku_id, "quantity": 11})
    page = (await buyer.get("/checkout")).text
    assert "Only 10 left" in page
    form = {name: hidden(page, name) for name in ("key", "address_id", "expected_minor")}
    answer = await buyer.post_form("/checkout", form)
    assert answer.status_code == 422
    assert "Only 10 left" in answer.text


async def test_the_whole_way_works_inside_a_sheet(goods: Goods, buyer: Browser) -> None:
    sheet = await buyer.get(f"/p/{goods.product_id}", headers=HTMX)
    assert "<html" not in sheet.text
    added = await buyer.post_form("/cart/lines", {"sku_id": goods.sku_id, "then": "cart"}, headers=HTMX)
    assert "In your cart" in added.text
    checkout = await buyer.get("/checkout", headers=HTMX)
    form = {name: hidden(checkout.text, name) for name in ("key", "address_id", "expected_minor")}
    pay = await buyer.post_form("/checkout", form, headers=HTMX)
    assert "<html" not in pay.text
    action = re.search(r'hx-post="(/pay/[0-9a-f-]{36})"', pay.text)
    assert action
    paid = await buyer.post_form(action[1], {"outcome": "pay"}, headers=HTMX)
    assert "Waiting for the provider" in paid.text


async def test_nobody_sees_the_order_or_payment_of_another(
    goods: Goods, buyer: Browser, signed_in: SignIn, services: Services, app: Litestar, provider: LocalProvider
) -> None:
    payment = await checked_out(buyer, goods)
    eve = await signed_in("eve")
    assert (await eve.get(payment)).status_code == 404
    assert (await eve.post_form(payment, {"outcome": "pay"})).status_code == 404
    await buyer.post_form(payment, {"outcome": "pay"})
    await work_off(services, app, provider)
    order = re.search(r"/orders/([0-9a-f-]{36})", (await buyer.get(f"{payment}/result")).text)
    assert order
    for path in (f"/orders/{order[1]}", f"/orders/{order[1]}/confirm", f"/orders/{order[1]}/cancel"):
        answer = await (eve.get(path) if path.endswith(order[1]) else eve.post_form(path))
        assert answer.status_code == 404


async def test_a_notification_without_a_right_signature_changes_nothing(goods: Goods, buyer: Browser) -> None:
    payment = await checked_out(buyer, goods)
    payment_id = payment.rsplit("/", 1)[1]
    body = f'{{"payment_id":"{payment_id}","outcome":"succeeded","amount_minor":12900,"currency":"CNY"}}'
    for signature in ("", "t=1,v1=00", "t=x", "é"):
        headers = {"livefair-signature": signature.encode()}
        answer = await buyer.post("/webhooks/payments/local", content=body, headers=headers)
        assert answer.status_code == 403
    assert (await buyer.post("/webhooks/payments/nobody", content=body)).status_code == 404
    assert "Waiting" in (await buyer.get(f"{payment}/result")).text
