"""One chat line, opened: reply, mention, report; for those who moderate, hide it or silence who said it.

And what somebody sees who has lost their voice: why, until when, and how to have it looked at again.
"""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.kernel import Actor, ReadTx, Refusal, not_found
from livefair.live import MUTE_REASONS
from livefair.live.chat import line_called
from livefair.live.mute_appeals import MuteAppeal, appeal_mute, mute_appeal_of
from livefair.live.muting import Muted, mute_of
from livefair.live.rooms import may_moderate, moderators_of, room_for
from livefair.live.rules import may_run
from livefair.people import PersonCard, person_card
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form, Paragraphs
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

LASTS_S = (300, 3_600, 86_400, 7 * 86_400, 0)


class Appealing(Form, frozen=True, kw_only=True):
    text: Paragraphs


class LineSheet(NamedTuple):
    """`may_silence`: who said it is neither the reader nor the host."""

    room_id: str
    line_id: str
    author: PersonCard
    text: str
    at_ms: int
    is_mine: bool
    may_moderate: bool
    may_silence: bool
    may_name: bool
    may_invite: bool


class MutedPage(NamedTuple):
    room_id: str
    title: str
    muted: Muted | None
    appeal: MuteAppeal | None


def line_sheet(tx: ReadTx, actor: Actor, room_id: str, line_id: str) -> LineSheet:
    room = room_for(tx, actor, room_id)
    line = line_called(tx, line_id)
    helps = may_moderate(tx, actor, room)
    if line.room_id != room_id or (line.hidden_at_ms is not None and not helps):
        not_found("line")
    is_free = line.author_id not in {actor.id, room.host_id}
    return LineSheet(
        room_id=room_id,
        line_id=line.id,
        author=person_card(tx, line.author_id),
        text=line.text,
        at_ms=line.at_ms,
        is_mine=line.author_id == actor.id,
        may_moderate=helps,
        may_silence=helps and is_free,
        may_invite=may_run(actor, room) and is_free,
        may_name=may_run(actor, room) and is_free and line.author_id not in moderators_of(tx, room_id),
    )


def muted_page(tx: ReadTx, actor: Actor, room_id: str) -> MutedPage:
    room = room_for(tx, actor, room_id)
    muted = mute_of(tx, room_id, actor.id)
    return MutedPage(room_id, room.title, muted, mute_appeal_of(tx, muted.id) if muted else None)


@get("/live/{room_id:str}/lines/{line_id:str}")
async def show_line(request: AppRequest, room_id: Id, line_id: Id) -> Answer:
    sheet = await request.read(line_sheet, request.actor, room_id, line_id)
    template = "mall/_line_sheet.html" if request.is_fragment else "mall/line.html"
    return await request.page(template, {"line": sheet, "reasons": MUTE_REASONS, "lasts": LASTS_S})


@get("/live/{room_id:str}/muted", opt=needs(*SIGNED_IN))
async def show_muted(request: AppRequest, room_id: Id) -> Answer:
    return await _muted(request, room_id)


async def _muted(request: AppRequest, room_id: str, refusal: Refusal | None = None) -> Answer:
    page = await request.read(muted_page, request.actor, room_id)
    if refusal is not None:
        return await request.again("mall/muted.html", refusal, page._asdict())
    return await request.page("mall/muted.html", page._asdict())


@post("/live/{room_id:str}/muted/appeal", opt=needs(*SIGNED_IN))
async def send_appeal(request: AppRequest, room_id: Id) -> Answer:
    try:
        form = await request.form_as(Appealing)
        await request.write(appeal_mute, room_id, text=form.text)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _muted(request, room_id, refusal)
    return request.go(f"/live/{room_id}/muted", toast="saved")


router = Router("/", route_handlers=[show_line, show_muted, send_appeal])
