"""The host's auctions on air: open what a brand has put up, and watch it go."""

from litestar import Router, get, post

from livefair.kernel import Refusal
from livefair.live.auctioning import open_in_room
from livefair.web.auction_views import auctions_now
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.rooms import room_of_mine


@get("/rooms/{room_id:str}/auctions")
async def show_auctions(request: AppRequest, room_id: Id) -> Answer:
    return await _auctions(request, room_id)


@post("/rooms/{room_id:str}/auctions/{auction_id:str}/open")
async def begin(request: AppRequest, room_id: Id, auction_id: Id) -> Answer:
    try:
        await request.write(open_in_room, room_id, auction_id)
    except Refusal as refusal:
        return await _auctions(request, room_id, refusal)
    return await _auctions(request, room_id)


async def _auctions(request: AppRequest, room_id: str, refusal: Refusal | None = None) -> Answer:
    await request.read(room_of_mine, request.actor, room_id)
    if not request.is_fragment:
        if refusal is not None:
            raise refusal
        return request.go(f"/studio/rooms/{room_id}")
    now = await request.read(auctions_now, request.actor, room_id, request.locale)
    context = {"room_id": room_id, "auctions": now}
    if refusal is None:
        return await request.page("studio/_auction.html", context)
    if refusal.status == 404:
        raise refusal
    refusal.params.pop("field", None)
    return await request.again("studio/_auction.html", refusal, context)


router = Router("/", route_handlers=[show_auctions, begin])
