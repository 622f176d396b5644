"""A parcel that its carrier follows: packed in the desk, told over HTTP, seen by its buyer, delivered."""

import re

import msgspec
from litestar import Litestar

from livefair.kernel import Database
from livefair.kernel.clock import SetClock
from livefair.kernel.signing import SIGNATURE_HEADER, sign
from livefair.shop import order_for
from livefair.shop.local_provider import LocalProvider
from livefair.supply import shipments_of
from livefair.supply.carriers import ROUND, LocalCarrier
from livefair.supply.locations import Moving, move_pieces, open_location
from livefair.supply.tracking import CarrierWord
from livefair.web.services import Services
from tests.stall import buy, set_up
from tests.web.conftest import Browse, Browser, SignIn, enter, in_english, work_off


async def test_a_parcel_goes_its_way_and_its_buyer_and_brand_see_where_it_is(
    app: Litestar,
    services: Services,
    provider: LocalProvider,
    db: Database,
    clock: SetClock,
    signed_in: SignIn,
    browse: Browse,
    join,
) -> None:
    stall, ana = set_up(db, join), await signed_in("ana")
    brand = in_english(enter(db, browse(), stall.brand))
    order_id = buy(stall, ana.actor, quantity=2)
    page = (await brand.get("/desk/orders")).text
    [line_id] = re.findall(r'name="lines" value="([^"]+)"', page)
    [key] = re.findall(r'name="key" value="([^"]+)"', page)
    north = db.write_now(open_location, stall.brand, kind="warehouse", name="North")
    db.write_now(move_pieces, stall.brand, stall.sku_id, Moving(None, north, 5, "north", ""))
    assert f'value="{north}" selected' in (await brand.get("/desk/orders")).text
    one = {"carrier": "Fair Express", "number": "", "lines": line_id, "pieces": "1", "key": key}
    odd = await brand.post_form(f"/desk/orders/{order_id}/ship", {**one, "lines": [line_id, line_id]})
    assert "Say for each line" in odd.text
    for _ in range(2):  # a double click
        assert (await brand.post_form(f"/desk/orders/{order_id}/ship", one)).is_redirect
    assert "Partly sent" in (await brand.get("/desk/orders")).text
    assert (await brand.post_form(f"/desk/orders/{order_id}/ship", {**one, "key": "second"})).is_redirect
    await work_off(services, app, provider)
    parcels = db.read_now(shipments_of, order_id)
    assert [one.tracking[:2] for one in parcels] == ["FE", "FE"]
    clock.advance(ROUND[1][0])
    await work_off(services, app, provider)
    seen = (await ana.get(f"/orders/{order_id}")).text
    assert all(one.tracking in seen for one in parcels)
    assert "嘉兴" in seen
    clock.advance(ROUND[-1][0])
    await work_off(services, app, provider)
    assert db.read_now(order_for, ana.actor, order_id).state == "delivered"
    assert "Delivered" in (await ana.get(f"/orders/{order_id}")).text


async def test_a_form_that_packs_too_much_or_names_no_number_is_refused_in_words(
    db: Database, browse: Browse, join
) -> None:
    stall = set_up(db, join)
    brand = in_english(enter(db, browse(), stall.brand))
    order_id = buy(stall, join("ana"))
    at = f"/desk/orders/{order_id}/ship"
    assert "Please fill" in (await brand.post_form(at, {"carrier": "SF", "number": ""})).text
    typed = {"carrier": "SF", "number": "1", "lines": order_id, "pieces": "1"}
    assert "no more of each than are left" in (await brand.post_form(at, typed)).text
    assert db.read_now(shipments_of, order_id) == []


async def test_nobody_types_the_number_of_a_carrier_that_numbers_parcels_itself(
    db: Database, browse: Browse, join
) -> None:
    stall = set_up(db, join)
    brand = in_english(enter(db, browse(), stall.brand))
    order_id = buy(stall, join("ana"))
    typed = {"carrier": " Fair  Express ", "number": "FE1"}
    assert (await brand.post_form(f"/desk/orders/{order_id}/ship", typed)).is_redirect
    assert [(one.carrier, one.tracking) for one in db.read_now(shipments_of, order_id)] == [("Fair Express", "")]


async def test_only_a_signed_word_of_a_known_carrier_counts(
    guest: Browser, db: Database, carrier: LocalCarrier
) -> None:
    now_ms = db.clock()
    body = msgspec.json.encode(CarrierWord("FE1", "delivered", now_ms, "1"))
    signed = {SIGNATURE_HEADER: sign(carrier.key, body, now_ms=now_ms)}
    unsigned = {SIGNATURE_HEADER: sign(b"another", body, now_ms=now_ms)}
    nonsense = {SIGNATURE_HEADER: sign(carrier.key, b"{}", now_ms=now_ms)}
    at = "/webhooks/carriers/local"
    assert (await guest.post(at, content=body, headers=unsigned)).status_code == 403
    assert (await guest.post(at, content=b"{}", headers=nonsense)).status_code == 422
    assert (await guest.post(at, content=body, headers=signed)).status_code == 404
    assert (await guest.post("/webhooks/carriers/nobody", content=body, headers=signed)).status_code == 404
