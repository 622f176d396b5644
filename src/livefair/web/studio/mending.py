"""Captions that are mended: whoever keeps order in a room corrects a line or takes it back, on air or afterwards."""

from typing import Annotated, NamedTuple

from litestar import Router, get, post
from litestar.params import QueryParameter

from livefair.kernel import Actor, ReadTx, not_found
from livefair.live.caption_care import CaptionRow, captions_to_mend, correct_caption, latest_begun, withdraw_caption
from livefair.live.on_air import show_for
from livefair.live.rooms import room_to_moderate
from livefair.people import PersonCard, person_cards
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form, Line, chosen_id
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

PER_PAGE, IN_THE_ROOM, PAGES_MAX = 50, 6, 200

ShowId = Annotated[str, QueryParameter(max_length=40, description="A show of the room; without it the latest")]
Page = Annotated[int, QueryParameter(ge=1, le=PAGES_MAX, description="Which page")]


class Mending(Form, frozen=True, kw_only=True):
    text: Line


class CaptionView(NamedTuple):
    """`by` has corrected it, or has taken it back; `first_text` stood there before."""

    id: str
    text: str
    lang: str
    at_ms: int
    first_text: str
    is_withdrawn: bool
    by: PersonCard | None


class CaptionsPage(NamedTuple):
    """`query` leads back to this very page; "" is the short list of the latest in a room."""

    room_id: str
    show_id: str
    captions: list[CaptionView]
    next_url: str | None
    query: str


class Wanted(NamedTuple):
    room_id: str
    show_id: str | None
    page: int
    most: int


def captions_page(tx: ReadTx, actor: Actor, wanted: Wanted) -> CaptionsPage:
    room_to_moderate(tx, actor, wanted.room_id)
    show_id = wanted.show_id or latest_begun(tx, wanted.room_id)
    if show_id is None:
        return CaptionsPage(wanted.room_id, "", [], None, "")
    if show_for(tx, actor, show_id)[0].room_id != wanted.room_id:
        not_found("show")
    rows = captions_to_mend(tx, actor, show_id, page=wanted.page, most=wanted.most)
    people = person_cards(tx, sorted({who for row in rows if (who := row.withdrawn_by or row.corrected_by)}))
    at = f"/studio/rooms/{wanted.room_id}/moderate/captions?show={show_id}&page={wanted.page + 1}"
    return CaptionsPage(
        room_id=wanted.room_id,
        show_id=show_id,
        captions=[_view(row, people) for row in rows],
        query="" if wanted.most == IN_THE_ROOM else f"?show={show_id}&page={wanted.page}",
        next_url=at if len(rows) == wanted.most and wanted.page < PAGES_MAX else None,
    )


def _view(row: CaptionRow, people: dict[str, PersonCard]) -> CaptionView:
    return CaptionView(
        id=row.id,
        text=row.text,
        lang=row.lang,
        at_ms=row.at_ms,
        first_text=row.first_text or "",
        is_withdrawn=row.withdrawn_at_ms is not None,
        by=people.get(row.withdrawn_by or row.corrected_by or ""),
    )


@get("/rooms/{room_id:str}/moderate/captions")
async def show_captions(request: AppRequest, room_id: Id, show: ShowId = "", page: Page = 1) -> Answer:
    return await _captions(request, Wanted(room_id, chosen_id(show), page, PER_PAGE))


@post("/rooms/{room_id:str}/moderate/captions/{caption_id:str}/correct")
async def correct(request: AppRequest, room_id: Id, caption_id: Id, show: ShowId = "", page: Page = 1) -> Answer:
    await request.write(correct_caption, caption_id, text=(await request.form_as(Mending)).text)
    return await _done(request, Wanted(room_id, chosen_id(show), page, PER_PAGE))


@post("/rooms/{room_id:str}/moderate/captions/{caption_id:str}/withdraw")
async def withdraw(request: AppRequest, room_id: Id, caption_id: Id, show: ShowId = "", page: Page = 1) -> Answer:
    await request.write(withdraw_caption, caption_id)
    return await _done(request, Wanted(room_id, chosen_id(show), page, PER_PAGE))


async def _done(request: AppRequest, wanted: Wanted) -> Answer:
    if not request.is_fragment:
        query = f"?show={wanted.show_id}&page={wanted.page}" if wanted.show_id else ""
        return request.go(f"/studio/rooms/{wanted.room_id}/moderate/captions{query}", toast="saved")
    return await _captions(request, wanted)


async def _captions(request: AppRequest, wanted: Wanted) -> Answer:
    if request.is_fragment and wanted.show_id is None:
        wanted = wanted._replace(page=1, most=IN_THE_ROOM)
    found = await request.read(captions_page, request.actor, wanted)
    template = "studio/_caption_list.html" if request.is_fragment else "studio/captions.html"
    return await request.page(template, found._asdict())


router = Router("/", route_handlers=[show_captions, correct, withdraw], opt=needs(*SIGNED_IN))
