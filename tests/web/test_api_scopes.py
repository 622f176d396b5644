"""A token may be told to do less than its person may."""

import re

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from livefair.kernel import Database
from livefair.people.rules import TOKEN_SCOPES
from livefair.people.tokens import make_token
from livefair.web.api_scopes import area_of, missing_scope
from tests.web.conftest import Browse, SignIn
from tests.web.town import Town, built


def test_every_address_of_the_interface_belongs_to_an_area_that_a_token_can_hold(app: Litestar) -> None:
    found = {
        route.path: area_of(route.path)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/") and "openapi" not in route.path
    }
    assert len(found) > 100
    assert {path: area for path, area in found.items() if area not in TOKEN_SCOPES} == {}


@pytest.mark.parametrize(
    ("scopes", "method", "path", "lacks"),
    [
        ("all", "POST", "/api/payouts", None),
        ("read", "GET", "/api/products", None),
        ("read", "POST", "/api/products", "sell"),
        ("read", "GET", "/api/statement", "money"),
        ("read", "GET", "/api/webhooks", "hooks"),
        ("read money", "GET", "/api/brand/statement", None),
        ("sell", "POST", "/api/orders/1/shipment", None),
        ("sell", "POST", "/api/orders/1/refunds", "buy"),
        ("sell", "GET", "/api/orders", "read"),
        ("buy", "POST", "/api/rooms/1/gifts", None),
        ("live", "POST", "/api/rooms/1/gifts", "buy"),
        ("buy sell live money hooks", "POST", "/api/unknown", "all"),
    ],
)
def test_a_scope_opens_its_area_and_nothing_else(scopes: str, method: str, path: str, lacks: str | None) -> None:
    assert missing_scope(scopes, method, path) == lacks


async def test_a_narrow_token_is_refused_with_what_it_lacks(db: Database, browse: Browse) -> None:
    town: Town = built(db)
    token = db.write_now(make_token, town.people["brand"], name="stock program", scopes=["read", "sell"])
    api = browse(accept="application/json", authorization=f"Bearer {token}")
    assert (await api.get("/api/products")).status_code == 200
    added = await api.post(f"/api/skus/{town.sku_id}/stock", json={"quantity": 1, "key": "by-token-1"})
    assert added.status_code == 204
    for method, path in (("GET", "/api/brand/statement"), ("POST", "/api/payouts"), ("GET", "/api/webhooks")):
        refused = await api.request(method, path)
        assert (refused.status_code, refused.json()["code"]) == (403, "scope_needed"), path
    assert refused.json()["params"] == {"scope": "hooks"}


async def test_scopes_are_chosen_where_the_token_is_made(signed_in: SignIn, browse: Browse) -> None:
    ana = await signed_in("ana")
    form = {"token_name": "reader", "scopes": ["read"]}
    page = await ana.post_form("/me/settings/tokens", form)
    [token] = re.findall(r"lf_[A-Za-z0-9_-]{20,}", page.text)
    assert "Read" in page.text
    api = browse(accept="application/json", authorization=f"Bearer {token}")
    assert (await api.get("/api/me")).status_code == 200
    assert (await api.post("/api/reports", json={})).status_code == 403
    assert (await ana.post_form("/me/settings/tokens", {"token_name": "x", "scopes": ["root"]})).status_code == 422
