"""A room on a page of somebody else: the picture, what is shown now, and the way to buy it here.

The only pages that others may frame. A visitor is a guest there, for the browser sends our cookies to no other site;
everything that changes something opens here, in a window of its own.
"""

from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import GUEST, ReadTx
from livefair.web.feed_desk import Asked, FeedDesk
from livefair.web.headers import FRAMED
from livefair.web.mall.live import PinView, Place, RoomPage, place_in, room_view
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest


class EmbedCode(NamedTuple):
    """What a host copies: a frame for another page, and a link that credits the room."""

    frame: str
    link: str


def embed_code(address: str, room_id: str, title: str) -> EmbedCode:
    name = title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    frame = (
        f'<iframe src="{address}/embed/{room_id}" title="{name}" width="360" height="640" '
        'allow="autoplay; fullscreen" style="border:0"></iframe>'
    )
    return EmbedCode(frame, f"{address}/live/{room_id}")


def guests_room(tx: ReadTx, room_id: str, place: Place, locale: str) -> RoomPage:
    return room_view(tx, GUEST, room_id, place, locale)


@get("/embed/{room_id:str}")
async def show_embedded(request: AppRequest, room_id: Id) -> Answer:
    page = await request.read(guests_room, room_id, place_in(request, room_id), request.locale)
    desk: FeedDesk = request.app.state.feed
    desk.note_asked("outside", [Asked("room", room_id, page.host.id)])
    return await request.page("mall/embed.html", {"room": page.room, "host": page.host, "pin": page.pin})


@get("/embed/{room_id:str}/pin")
async def show_pin(request: AppRequest, room_id: Id) -> Answer:
    page = await request.read(guests_room, room_id, place_in(request, room_id), request.locale)
    pin: PinView | None = page.pin
    return await request.page("mall/_embed_pin.html", {"room": page.room, "pin": pin})


router = Router("/", route_handlers=[show_embedded, show_pin], opt=FRAMED)
