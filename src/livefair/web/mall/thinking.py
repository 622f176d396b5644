"""Think again: what somebody is shown before an uncivil line or question. They choose; nothing is held back."""

from typing import NamedTuple

from litestar import Response, Router, post

from livefair.kernel import Refusal
from livefair.live.civility import drop_nudged
from livefair.web.access import SIGNED_IN, needs
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest


class Typed(NamedTuple):
    """`into` is chat or questions; `key` is what the line would be sent again under."""

    text: str
    into: str
    key: str = ""


async def think_again(request: AppRequest, room_id: str, refusal: Refusal, typed: Typed) -> Answer:
    """The three ways on, in a sheet over the room, or as a page."""
    context = {"room_id": room_id, "typed": typed, "nudge": refusal.params["nudge"], "word": refusal.params["word"]}
    if not request.is_fragment:
        return await request.page("mall/nudge.html", context, status=refusal.status)
    to_sheet = {"HX-Retarget": "#sheet", "HX-Reswap": "innerHTML"}
    return await request.page("mall/_nudge.html", context, status=refusal.status, headers=to_sheet)


@post("/live/{room_id:str}/nudges/{nudge_id:str}/drop", opt=needs(*SIGNED_IN))
async def drop(request: AppRequest, room_id: Id, nudge_id: Id) -> Answer:
    await request.write(drop_nudged, room_id, nudge_id)
    return Response(b"", status_code=204) if request.is_fragment else request.go(f"/live/{room_id}")


router = Router("/", route_handlers=[drop])
