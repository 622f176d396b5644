"""One turn of the loop over HTTP: a room, a question, a purchase, a parcel, a photo review, the money shared."""

import re
from io import BytesIO

import pytest
from litestar import Litestar
from PIL import Image

from livefair.kernel import SYSTEM, Database
from livefair.kernel.clock import DAY_MS, SetClock
from livefair.people import actor_of, person_called
from livefair.people.organisations import accept_contract, roster_of
from livefair.shop.local_provider import LocalProvider
from livefair.value import publish_shipped_share_rules
from livefair.web.services import Services
from tests.web.conftest import Browse, Browser, work_off

PASSWORD = "seven good horses"
PRICE_MINOR = 10_000
# 100 yuan: provider 0.6 %, platform 5 %, host 20 % of which 30 % are the agency's, reviewer 2 %, the brand the rest.
FIRST_SHARES = {"host": 1_400, "mcn": 600, "brand": 7_440}
SECOND_SHARES = {"reviewer": 200, "brand": 9_240}


async def joined(browse: Browse, name: str, role: str) -> Browser:
    browser = browse()
    form = {"email": f"{name}@example.org", "name": name, "password": PASSWORD, "role": role, "terms": "yes"}
    answer = await browser.post_form("/signup", form)
    assert answer.status_code == 303, answer.text
    return browser


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"{pattern} is not in {text[:3000]}"
    return match[1]


def photo() -> bytes:
    data = BytesIO()
    Image.new("RGB", (640, 480), "#c86").save(data, "JPEG")
    return data.getvalue()


async def buys(buyer: Browser, product: str, query: dict[str, str]) -> str:
    """From the product's page to the payment; returns the payment's address."""
    page = (await buyer.get(f"/p/{product}", params={k.removesuffix("_id"): v for k, v in query.items()})).text
    sku = found(r'name="sku_id" value="([0-9a-f-]{36})"', page)
    await buyer.post_form("/cart/lines", {"sku_id": sku, "then": "checkout", **query})
    address = {"name": "Ana", "phone": "138", "region": "浙江", "city": "杭州", "street": "1", "next": "/checkout"}
    await buyer.post_form("/me/address", address)
    page = (await buyer.get("/checkout")).text
    form = {name: found(rf'name="{name}" value="([^"]+)"', page) for name in ("key", "address_id", "expected_minor")}
    ordered = await buyer.post_form("/checkout", form)
    assert ordered.status_code == 303, ordered.text
    payment = ordered.headers["location"]
    assert (await buyer.post_form(payment, {"outcome": "pay"})).status_code == 303
    return payment


async def kept(buyer: Browser, brand: Browser, payment: str) -> str:
    """Paid, shipped by the brand, received; returns the order's id."""
    order = found(r"/orders/([0-9a-f-]{36})", (await buyer.get(f"{payment}/result")).text)
    assert order in (await brand.get("/desk/orders")).text
    shipped = await brand.post_form(f"/desk/orders/{order}/ship", {"carrier": "SF", "number": "SF1"})
    assert shipped.status_code == 303, shipped.text
    assert (await buyer.post_form(f"/orders/{order}/confirm")).status_code == 303
    return order


@pytest.mark.slow
async def test_one_whole_turn_of_the_loop(
    browse: Browse, db: Database, clock: SetClock, services: Services, app: Litestar, provider: LocalProvider
) -> None:
    db.write_now(publish_shipped_share_rules, SYSTEM)
    host, brand, agency = [await joined(browse, role, role) for role in ("host", "brand", "mcn")]
    ana, ben = [await joined(browse, name, "customer") for name in ("ana", "ben")]

    # The agency signs the host; the brand puts a product on sale.
    assert (await agency.post_form("/studio/roster", {"email": "host@example.org"})).status_code == 303
    mcn = db.read_now(actor_of, person(db, "mcn"))
    [contract] = db.read_now(roster_of, mcn.organisation_id)
    db.write_now(accept_contract, db.read_now(actor_of, contract.host_id), contract.id)
    form = {"title_en": "Runner", "summary_en": "Light", "sku_name_zh": "38", "price": "100", "stock": "10"}
    made = await brand.post_form("/desk/products", form)
    product = found(r"/desk/products/([0-9a-f-]{36})", made.headers["location"])

    # The host opens a room, goes on air, pins the product; a viewer asks, the host answers.
    opened = await host.post_form("/studio/rooms", {"title": "Summer", "product_ids": product})
    room = found(r"/studio/rooms/([0-9a-f-]{36})", opened.headers["location"])
    assert (await host.post_form(f"/studio/rooms/{room}/start")).status_code == 303
    assert (await host.post_form(f"/studio/rooms/{room}/pin", {"product_id": product})).status_code == 303
    assert "Runner" in (await ana.get(f"/live/{room}")).text
    assert (await ana.post_form(f"/live/{room}/chat", {"text": "Hello!"})).status_code == 303
    assert (await ana.post_form(f"/live/{room}/questions", {"text": "How heavy?"})).status_code == 303
    question = found(r"/questions/([0-9a-f-]{36})/votes", (await ben.get(f"/live/{room}/questions")).text)
    assert (await ben.post_form(f"/live/{room}/questions/{question}/votes")).status_code == 303
    answered = await host.post_form(f"/studio/rooms/{room}/questions/{question}/answer", {"answer": "238 g"})
    assert answered.status_code == 303
    assert "238 g" in (await ana.get(f"/p/{product}")).text

    # Ana buys what is pinned, keeps it, and writes a photo review that appears in the feed.
    payment = await buys(ana, product, {"room_id": room})
    await work_off(services, app, provider)
    order = await kept(ana, brand, payment)
    await work_off(services, app, provider)
    line = found(rf"/orders/{order}/review/([0-9a-f-]{{36}})", (await ana.get(f"/orders/{order}")).text)
    review_form = {"rating": "5", "text": "Light and quick.", "disclosure": "none"}
    reviewed = await ana.post_form(
        f"/orders/{order}/review/{line}", review_form, files={"pictures": ("p.jpg", photo(), "image/jpeg")}
    )
    assert reviewed.status_code == 303, reviewed.text
    await work_off(services, app, provider)
    review = found(r'id="review-([0-9a-f-]{36})"', (await ben.get(f"/p/{product}")).text)
    assert "Light and quick." in (await ben.get("/")).text

    # Ben buys through her review. When both windows are over, everybody has their part, to the cent.
    second = await buys(ben, product, {"review_id": review})
    await work_off(services, app, provider)
    await kept(ben, brand, second)
    assert (await host.post_form(f"/studio/rooms/{room}/close")).status_code == 303
    clock.advance(8 * DAY_MS)
    await work_off(services, app, provider)
    assert "¥14" in (await host.get("/studio")).text
    for page, browser, minor in (
        ("/me/value", host, FIRST_SHARES["host"]),
        ("/studio/statement", agency, FIRST_SHARES["mcn"]),
        ("/me/value", ana, SECOND_SHARES["reviewer"]),
        ("/desk/statement", brand, FIRST_SHARES["brand"] + SECOND_SHARES["brand"]),
    ):
        assert yuan(minor) in (await browser.get(page)).text, (page, minor)


def yuan(minor: int) -> str:
    whole, cents = divmod(minor, 100)
    return f"¥{whole}" + (f".{cents:02d}" if cents else "")


def person(db: Database, name: str) -> str:
    found_id = db.read_now(person_called, f"{name}@example.org")
    assert found_id
    return found_id
