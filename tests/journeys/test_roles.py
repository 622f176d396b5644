"""Who may enter where (R012): every route stands in one of the groups below, and each role gets what its group says.

A route that stands in no group fails the first test: whoever adds one says here who may use it.
"""

import re

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from livefair.kernel import Database
from livefair.people import ROLES
from tests.web.conftest import Browse, Browser, bearer, enter
from tests.web.town import Town, built

EVERYBODY = frozenset({*ROLES, "guest"})
SIGNED_IN = frozenset(ROLES)

# The beginning of a route's address → who may come in. The longest beginning counts.
MAY_ENTER: dict[str, frozenset[str]] = {
    "/": EVERYBODY,
    "/following": SIGNED_IN,
    "/cart": SIGNED_IN,
    "/checkout": SIGNED_IN,
    "/pay/": SIGNED_IN,
    "/orders": SIGNED_IN,
    "/o/{order_id:str}/{mac:str}/": SIGNED_IN,
    "/me": SIGNED_IN,
    "/gifts/": SIGNED_IN,
    "/cases/": SIGNED_IN,
    "/report/": SIGNED_IN,
    "/u/": EVERYBODY,
    "/u/{person_id:str}/": SIGNED_IN,
    "/sharing": EVERYBODY,
    "/shows": EVERYBODY,
    "/resources": frozenset({"host", "mcn", "brand"}),
    "/funds": frozenset({"mcn", "brand"}),
    "/bookings/": frozenset({"host", "mcn", "brand"}),
    "/v/{video_id:str}/share": SIGNED_IN,
    "/s/": EVERYBODY,
    "/topics": EVERYBODY,
    "/topics/new": frozenset({"host", "brand", "operator"}),
    "/topics/{topic_id:str}/seed": frozenset({"operator"}),
    "/topics/{topic_id:str}/unseed": frozenset({"operator"}),
    "/topics/{topic_id:str}/winners": frozenset({"host", "brand", "operator"}),
    "/ideas": EVERYBODY,
    "/ideas/new": SIGNED_IN,
    "/ideas/{idea_id:str}/": SIGNED_IN,
    "/search": EVERYBODY,
    "/shows/{show_id:str}/remind": SIGNED_IN,
    "/shows/{show_id:str}/forget": SIGNED_IN,
    "/live/": EVERYBODY,
    "/live/{room_id:str}/chat": SIGNED_IN,
    "/live/{room_id:str}/coupons/": SIGNED_IN,
    "/live/{room_id:str}/questions/{question_id:str}/": SIGNED_IN,
    "/live/{room_id:str}/nudges/": SIGNED_IN,
    "/live/{room_id:str}/muted": SIGNED_IN,
    "/live/{room_id:str}/seat": SIGNED_IN,
    "/p/{product_id:str}/wish": SIGNED_IN,
    "/clubs/": EVERYBODY,
    "/clubs/{club_id:str}/": SIGNED_IN,
    "/boxes/": EVERYBODY,
    "/draws/": EVERYBODY,
    "/groups/": EVERYBODY,
    "/auctions/": EVERYBODY,
    "/preorders/": EVERYBODY,
    "/draws/{draw_id:str}/entries": SIGNED_IN,
    "/polls/": EVERYBODY,
    "/polls/{poll_id:str}/votes": SIGNED_IN,
    "/studio": frozenset({"host", "mcn"}),
    "/studio/upload": frozenset({"host"}),
    "/studio/videos": frozenset({"host"}),
    "/studio/traffic": frozenset({"host"}),
    "/studio/programmes": frozenset({"host"}),
    "/studio/coupons": frozenset({"host"}),
    "/studio/rooms": frozenset({"host"}),
    "/studio/rooms/{room_id:str}": frozenset({"host", "mcn"}),
    "/studio/rooms/{room_id:str}/moderate": SIGNED_IN,  # who helps in a room need not be a host
    "/studio/rooms/{room_id:str}/helpers": SIGNED_IN,
    "/studio/violations/": SIGNED_IN,  # moderators look at the moment, too
    "/studio/roster": frozenset({"mcn"}),
    "/studio/team": frozenset({"mcn"}),
    "/studio/training": frozenset({"mcn"}),
    "/studio/briefs/{brief_id:str}/": frozenset({"mcn"}),
    "/studio/briefs/{brief_id:str}/deliver": frozenset({"host"}),
    "/studio/club": frozenset({"host"}),
    "/studio/contracts": frozenset({"host"}),
    "/studio/offers": frozenset({"host"}),
    "/studio/offers/{offer_id:str}/apply": frozenset({"mcn"}),
    "/studio/deals/{deal_id:str}/": frozenset({"host"}),
    "/desk": frozenset({"brand"}),
    "/console": frozenset({"operator"}),
    "/console/gifts": frozenset({"operator", "moderator"}),
    "/console/gifts/policy": frozenset({"operator"}),
    "/console/permits": frozenset({"operator", "moderator"}),
    "/console/permits/policy": frozenset({"operator"}),
    "/console/permits/{permit_id:str}/decide": frozenset({"moderator"}),
    "/console/reports": frozenset({"operator", "moderator"}),
    "/console/cases": frozenset({"operator", "moderator"}),
    "/lab": frozenset({"operator", "researcher"}),
    "/api/": SIGNED_IN,
    "/api/openapi.json": EVERYBODY,
    "/api/indicators": frozenset({"operator", "researcher"}),
    "/api/lab": frozenset({"operator", "researcher"}),
    "/api/worth": frozenset({"operator"}),
    "/api/brand/": frozenset({"brand"}),
    "/api/offers": frozenset({"host", "mcn", "brand"}),
    "/api/deals": frozenset({"host", "brand"}),
    "/api/webhooks": frozenset({"brand"}),
    "/api/webhook-messages": frozenset({"brand"}),
}
# Refused by these codes at the door, whatever the route would have said.
AT_THE_DOOR = {"sign_in_first", "role_needed"}
WORDS = {"kind": "video", "provider": "local", "indicator_id": "BC1", "job_id": "x", "role": "host"}
WORDS |= {"number": "1", "place": "1", "pulse": "too_fast"}
NOT_PAGES = ("/static", "/files", "/hls", "/whip", "/whep", "/{rest", "/metrics", "/readyz", "/healthz", "/webhooks")


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


def routes_of(app: Litestar) -> list[tuple[str, str]]:
    found = [
        (method, route.path)
        for route in app.routes
        if isinstance(route, HTTPRoute) and not route.path.startswith(NOT_PAGES)
        for method in sorted(route.methods - {"OPTIONS", "HEAD"})
    ]
    return sorted(found, key=lambda one: one[1])


def group_of(path: str) -> str:
    return max((start for start in MAY_ENTER if path.startswith(start)), key=len)


def address_of(path: str, town: Town) -> str:
    ids = {**town.ids(), **WORDS, "subject_id": town.video_id}
    return re.sub(r"\{(\w+):\w+\}", lambda found: ids.get(found[1], town.room_id), path)


def test_every_workspace_stands_in_a_group(app: Litestar) -> None:
    """What is not public by its first word has a group of its own."""
    public = {
        "signin",
        "signup",
        "guest",
        "o",
        "signout",
        "language",
        "signals",
        "p",
        "v",
        "embed",
        "feeds",
        "sw.js",
        "robots.txt",
        "offline",
        "",
    }
    unknown = {path for _, path in routes_of(app) if group_of(path) == "/" and path.split("/")[1] not in public}
    assert unknown == set()


async def test_every_role_comes_in_only_where_it_may(app: Litestar, db: Database, town: Town, browse: Browse) -> None:
    visitors = {role: enter(db, browse(accept="application/json"), who) for role, who in town.people.items()}
    visitors["guest"] = browse(accept="application/json")
    tokens = {role: bearer(db, who) for role, who in town.people.items()}
    wrong = []
    for role, visitor in visitors.items():
        csrf = {"x-csrftoken": await visitor.csrf(), **tokens.get(role, {})}
        for method, path in routes_of(app):
            if path == "/signout":
                continue
            is_in = role in may_enter(method, path)
            if is_in and method != "GET":
                continue  # what it does then is the business of other tests
            if await is_turned_away(visitor, method, address_of(path, town), csrf) == is_in:
                wrong.append((role, method, path))
    assert wrong == []


def may_enter(method: str, path: str) -> frozenset[str]:
    if method == "POST" and path.startswith("/live/") and not path.endswith("/panel"):
        return SIGNED_IN
    if path.startswith("/api/"):
        return API_ROLES.get((method, path), MAY_ENTER[group_of(path)])
    if method == "POST" and path.startswith(("/auctions/", "/boxes/", "/groups/", "/preorders/")):
        return SIGNED_IN
    return MAY_ENTER[group_of(path)]


HOSTS, BRANDS = frozenset({"host"}), frozenset({"brand"})
MAKERS = frozenset({"host", "brand"})
API_ROLES = {
    ("POST", "/api/guests"): EVERYBODY,
    ("POST", "/api/uploads"): MAKERS,
    ("GET", "/api/uploads/{video_id:str}"): MAKERS,
    ("PUT", "/api/uploads/{video_id:str}/file"): MAKERS,
    ("PUT", "/api/uploads/{video_id:str}/parts/{number:int}"): MAKERS,
    ("POST", "/api/uploads/{video_id:str}/finish"): MAKERS,
    ("POST", "/api/videos/{video_id:str}/words"): MAKERS,
    ("POST", "/api/videos/{video_id:str}/publish"): MAKERS,
    ("PUT", "/api/videos/{video_id:str}/topics"): MAKERS,
    ("PUT", "/api/videos/{video_id:str}/time"): MAKERS,
    ("GET", "/api/videos/{video_id:str}/coauthors"): MAKERS,
    ("POST", "/api/videos/{video_id:str}/coauthors"): MAKERS,
    ("POST", "/api/reviews/{review_id:str}/answer"): BRANDS,
    ("POST", "/api/reviews/{review_id:str}/licences"): BRANDS,
    ("POST", "/api/licences/{licence_id:str}/withdraw"): BRANDS,
    ("POST", "/api/licences/{licence_id:str}/show"): BRANDS,
    ("POST", "/api/licences/{licence_id:str}/hide"): BRANDS,
    ("POST", "/api/ideas/{idea_id:str}/accept"): BRANDS,
    ("POST", "/api/ideas/{idea_id:str}/decline"): BRANDS,
    ("POST", "/api/ideas/{idea_id:str}/prototype"): BRANDS,
    ("POST", "/api/ideas/{idea_id:str}/launch"): BRANDS,
    ("POST", "/api/ideas/{idea_id:str}/merge"): frozenset({"brand", "moderator"}),
    ("GET", "/api/briefs"): frozenset({"host", "mcn"}),
    ("POST", "/api/briefs"): frozenset({"mcn"}),
    ("POST", "/api/briefs/{brief_id:str}/deliver"): HOSTS,
    ("POST", "/api/briefs/{brief_id:str}/accept"): frozenset({"mcn"}),
    ("GET", "/api/contracts"): frozenset({"host", "mcn"}),
    ("POST", "/api/contracts"): frozenset({"mcn"}),
    ("POST", "/api/contracts/{contract_id:str}/accept"): HOSTS,
    ("POST", "/api/contracts/{contract_id:str}/end"): frozenset({"host", "mcn"}),
    ("PUT", "/api/products/{product_id:str}/commission"): BRANDS,
    ("GET", "/api/tier"): HOSTS,
    ("GET", "/api/programmes"): HOSTS,
    ("POST", "/api/programmes/{programme_id:str}/apply"): HOSTS,
    ("POST", "/api/rooms"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/shows"): HOSTS,
    ("POST", "/api/shows/{show_id:str}"): HOSTS,
    ("DELETE", "/api/shows/{show_id:str}"): HOSTS,
    ("GET", "/api/shows/{show_id:str}/run"): HOSTS,
    ("GET", "/api/shows/{show_id:str}/numbers"): HOSTS,
    ("POST", "/api/shows/{show_id:str}/run"): HOSTS,
    ("POST", "/api/shows/{show_id:str}/clock"): HOSTS,
    ("POST", "/api/blocks/{block_id:str}/begin"): HOSTS,
    ("DELETE", "/api/blocks/{block_id:str}"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/start"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/end"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/tickets"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/draws"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/polls"): HOSTS,
    ("POST", "/api/polls/{poll_id:str}/close"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/captions"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/pulses/{pulse:str}/answered"): HOSTS,
    ("GET", "/api/rooms/{room_id:str}/seats"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/seats"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/tasks"): HOSTS,
    ("POST", "/api/tasks/{task_id:str}/close"): HOSTS,
    ("POST", "/api/clubs"): HOSTS,
    ("POST", "/api/clubs/{club_id:str}/messages"): HOSTS,
    ("POST", "/api/box-series"): BRANDS,
    ("POST", "/api/box-series/{series_id:str}/end"): BRANDS,
    ("POST", "/api/group-offers"): BRANDS,
    ("POST", "/api/preorder-offers"): BRANDS,
    ("POST", "/api/preorder-offers/{offer_id:str}/end"): BRANDS,
    ("POST", "/api/group-offers/{offer_id:str}/end"): BRANDS,
    ("POST", "/api/auctions"): BRANDS,
    ("POST", "/api/auctions/{auction_id:str}/withdraw"): BRANDS,
    ("POST", "/api/rooms/{room_id:str}/auctions/{auction_id:str}/open"): HOSTS,
    ("POST", "/api/coupons"): frozenset({"brand", "host", "operator"}),
    ("POST", "/api/coupons/{coupon_id:str}/stop"): frozenset({"brand", "host", "operator"}),
    ("GET", "/api/flash-sales"): HOSTS,
    ("POST", "/api/flash-sales"): BRANDS,
    ("POST", "/api/flash-sales/{sale_id:str}/withdraw"): BRANDS,
    ("POST", "/api/rooms/{room_id:str}/flash-sales/{sale_id:str}/start"): HOSTS,
    ("POST", "/api/flash-sales/{sale_id:str}/lower"): HOSTS,
    ("POST", "/api/flash-sales/{sale_id:str}/end"): HOSTS,
    ("PUT", "/api/rooms/{room_id:str}/helpers/{person_id:str}"): HOSTS,
    ("DELETE", "/api/rooms/{room_id:str}/helpers/{person_id:str}"): HOSTS,
    ("GET", "/api/rooms/{room_id:str}/targets"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/targets"): HOSTS,
    ("POST", "/api/targets/{target_id:str}/start"): HOSTS,
    ("POST", "/api/targets/{target_id:str}/stop"): HOSTS,
    ("DELETE", "/api/targets/{target_id:str}"): HOSTS,
    ("GET", "/api/shows/{show_id:str}/clips"): HOSTS,
    ("GET", "/api/shows/{show_id:str}/films"): HOSTS,
    ("POST", "/api/shows/{show_id:str}/films"): HOSTS,
    ("POST", "/api/shows/{show_id:str}/drafts"): HOSTS,
    ("GET", "/api/shows/{show_id:str}/rehearsals"): HOSTS,
    ("POST", "/api/shows/{show_id:str}/rehearsals"): HOSTS,
    ("GET", "/api/rehearsals/{rehearsal_id:str}"): HOSTS,
    ("POST", "/api/rehearsals/{rehearsal_id:str}/deeds"): HOSTS,
    ("POST", "/api/rehearsals/{rehearsal_id:str}/measures"): HOSTS,
    ("POST", "/api/rehearsals/{rehearsal_id:str}/end"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/pin"): HOSTS,
    ("POST", "/api/rooms/{room_id:str}/unpin"): HOSTS,
    ("POST", "/api/questions/{question_id:str}/answer"): HOSTS,
    ("POST", "/api/refunds/{refund_id:str}/agree"): BRANDS,
    ("POST", "/api/refunds/{refund_id:str}/grant"): BRANDS,
    ("POST", "/api/refunds/{refund_id:str}/deny"): BRANDS,
    ("POST", "/api/refunds/{refund_id:str}/exchange"): BRANDS,
    ("POST", "/api/products/{product_id:str}/return-class"): BRANDS,
    ("POST", "/api/products"): BRANDS,
    ("POST", "/api/skus/{sku_id:str}/outside-sales"): BRANDS,
    ("POST", "/api/offers"): BRANDS,
    ("POST", "/api/offers/{offer_id:str}/invite"): BRANDS,
    ("POST", "/api/offers/{offer_id:str}/withdraw"): BRANDS,
    ("POST", "/api/offers/{offer_id:str}/take"): HOSTS,
    ("GET", "/api/deals/{deal_id:str}"): frozenset({"host", "mcn", "brand"}),
    ("POST", "/api/deals/{deal_id:str}/deliver"): HOSTS,
    ("POST", "/api/deals/{deal_id:str}/accept"): BRANDS,
    ("POST", "/api/products/{product_id:str}/skus"): BRANDS,
    ("POST", "/api/skus/{sku_id:str}/stock"): BRANDS,
    ("POST", "/api/orders/{order_id:str}/shipment"): BRANDS,
    ("GET", "/api/skus/{sku_id:str}/locations"): BRANDS,
    ("PUT", "/api/products/{product_id:str}/scenarios"): BRANDS,
    ("POST", "/api/skus/{sku_id:str}/moves"): BRANDS,
    ("POST", "/api/skus/{sku_id:str}/counts"): BRANDS,
}


async def is_turned_away(visitor: Browser, method: str, address: str, headers: dict[str, str]) -> bool:
    """At the door: before the route itself had a word."""
    answer = await visitor.request(method, address, headers=headers)
    assert answer.status_code != 500, (method, address)
    if answer.status_code not in {401, 403}:
        return False
    return answer.json()["code"] in AT_THE_DOOR
