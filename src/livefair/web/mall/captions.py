"""The captions of a replay, as the file that players read."""

from typing import Annotated, NamedTuple

from litestar import Response, Router, get
from litestar.params import QueryParameter

from livefair.kernel import Actor, ReadTx, not_found
from livefair.live.captions import caption_languages, captions_file
from livefair.live.on_air import show_for
from livefair.live.rules.captions import LANGUAGES
from livefair.web.forms import chosen_id
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

WEB_VTT = "text/vtt"

Show = Annotated[str, QueryParameter(max_length=40, description="A show of the room")]
Language = Annotated[str, QueryParameter(max_length=10, description="zh or en")]


class TrackView(NamedTuple):
    lang: str
    url: str


def caption_tracks(tx: ReadTx, room_id: str, show_id: str) -> list[TrackView]:
    """One for each language in which there are captions."""
    at = f"/live/{room_id}/captions.vtt?show={show_id}"
    return [TrackView(lang, f"{at}&lang={lang}") for lang in caption_languages(tx, show_id)]


def file_of(tx: ReadTx, actor: Actor, room_id: str, show_id: str, lang: str) -> str:
    if show_for(tx, actor, show_id)[0].room_id != room_id:
        not_found("show")
    return captions_file(tx, actor, show_id, lang=lang)


@get("/live/{room_id:str}/captions.vtt")
async def show_captions(request: AppRequest, room_id: Id, show: Show = "", lang: Language = "zh") -> Answer:
    show_id = chosen_id(show)
    if show_id is None or lang not in LANGUAGES:
        not_found("show")
    text = await request.read(file_of, request.actor, room_id, show_id, lang)
    return Response(text.encode(), media_type=WEB_VTT)


router = Router("/", route_handlers=[show_captions])
