"""Every page of every role renders in both languages, without JavaScript, and as a fragment never as a whole page."""

import re

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from livefair.kernel import Database
from tests.web.conftest import Browse, Browser, enter
from tests.web.town import Town, built

OUTSIDE = ("/static", "/files", "/hls", "/api", "/metrics", "/sw.js", "/{rest", "/healthz", "/readyz", "/robots.txt")
WORDS = {
    "kind": "video",
    "provider": "local",
    "indicator_id": "BC1",
    "source_id": "PB",
    "target_id": "BA1",
    "number_code": "gross",
    "brand_or_host_id": "0" * 8 + "-0000-7000-8000-" + "0" * 12,
    "partner_id": "0" * 8 + "-0000-7000-8000-" + "0" * 12,
    "table": "facts",
    "form": "csv",
    "category": "sound",
    "mac": "0" * 32,
    "share_id": "0" * 8,
}


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


def pages_of(app: Litestar) -> list[str]:
    """The addresses of all pages that can be opened."""
    return sorted(
        route.path
        for route in app.routes
        if isinstance(route, HTTPRoute) and "GET" in route.methods and not route.path.startswith(OUTSIDE)
    )


def address_of(path: str, town: Town) -> str:
    """A page's address with ids that are there: /orders/{order_id:str} → /orders/0192…"""
    return re.sub(r"\{(\w+):\w+\}", lambda found: {**town.ids(), **WORDS, "subject_id": town.video_id}[found[1]], path)


def browsers(db: Database, town: Town, browse: Browse) -> dict[str, Browser]:
    return {role: enter(db, browse(), actor) for role, actor in town.people.items()} | {"guest": browse()}


async def test_every_page_answers_every_role_without_an_error(
    app: Litestar, db: Database, town: Town, browse: Browse
) -> None:
    faults, seen = [], 0
    for role, browser in browsers(db, town, browse).items():
        for path in pages_of(app):
            answer = await browser.get(address_of(path, town))
            seen += answer.status_code == 200
            if answer.status_code >= 500:
                faults.append((role, path, answer.status_code))
    assert faults == []
    assert seen > 100


async def test_every_page_speaks_chinese_and_english(app: Litestar, db: Database, town: Town, browse: Browse) -> None:
    for language, tag in (("zh", "zh-Hans-CN"), ("en", "en")):
        guest = browse(accept_language=language)
        for path in (
            "/",
            f"/v/{town.video_id}",
            f"/live/{town.room_id}",
            f"/p/{town.product_id}",
            "/signin",
            "/signup",
        ):
            page = await guest.get(path)
            assert page.status_code == 200, path
            assert f'<html lang="{tag}">' in page.text


async def test_a_fragment_is_never_a_whole_page(db: Database, town: Town, browse: Browse) -> None:
    customer = enter(db, browse(hx_request="true"), town.people["customer"])
    for path in (f"/p/{town.product_id}", "/cart", "/me/address", f"/live/{town.room_id}/goods", "/?cursor="):
        page = await customer.get(path)
        assert page.status_code == 200, path
    for path in (f"/p/{town.product_id}", f"/live/{town.room_id}/goods", f"/live/{town.room_id}/questions", "/"):
        assert "<html" not in (await customer.get(path)).text
