"""Captions on air: what the host types, or what the host's browser writes down."""

from typing import Annotated

import msgspec
from litestar import Response, Router, post

from livefair.live.captions import CaptionDraft, caption
from livefair.live.room_events_of_captions import caption_event
from livefair.web.forms import Form, Line, Word
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.room_desk import topic_of


class Captioning(Form, frozen=True, kw_only=True):
    text: Line
    lang: Word = "zh"
    source: Word = "typed"
    ago_ms: Annotated[int, msgspec.Meta(ge=0, le=60_000)] = 0
    key: Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[0-9a-f-]*$")] = ""


async def say_caption(request: AppRequest, room_id: str, draft: CaptionDraft, key: str) -> str:
    """Kept first, then told to everybody in the room. Returns its id."""
    said = await request.write(caption, room_id, draft, key=key or None)
    request.services.hub.publish(topic_of(room_id), caption_event(said))
    return said.id


@post("/rooms/{room_id:str}/captions")
async def send_caption(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Captioning)
    await say_caption(request, room_id, CaptionDraft(form.text, form.lang, form.source, form.ago_ms), form.key)
    return Response(b"", status_code=204) if request.is_fragment else request.go(f"/studio/rooms/{room_id}")


router = Router("/", route_handlers=[send_caption])
