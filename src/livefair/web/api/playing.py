"""Lucky draws and polls for programs."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.live import answer_pulse
from livefair.live.captions import CaptionDraft
from livefair.live.draw_proof import DrawProof
from livefair.live.draws import Terms, draw_for, enter_draw, open_draw
from livefair.live.manners import Manners, set_manners
from livefair.live.polls import Asking, Choice, choose, close_poll, open_poll, poll_for
from livefair.live.room_events_of_play import Drawing, Polling, drawing, polling
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id, Line, Made, Word
from livefair.web.mall.playing import draw_proof
from livefair.web.paths import Id as PathId
from livefair.web.paths import Word as PathWord
from livefair.web.requests import AppRequest
from livefair.web.room_desk import RoomDesk
from livefair.web.room_tally import RoomTally
from livefair.web.studio.captioning import say_caption

Short = Annotated[str, msgspec.Meta(max_length=120, pattern=r"^[^\x00]*$")]
Ms = Annotated[int, msgspec.Meta(ge=0, le=3_600_000)]


class NewDraw(Body, kw_only=True):
    prize: Line
    winners: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1
    eligibility: Word = "everybody"
    phrase: Short = ""
    lasts_ms: Ms = 60_000


class NewOption(Body, kw_only=True):
    text: Line
    product_id: Id | None = None


class NewPoll(Body, kw_only=True):
    """`kind` is poll, quiz or next_item; `right` counts from 1; without `lasts_ms` it is closed by hand.

    `pins_winner`: what wins a vote for the next product is shown by itself.
    """

    question: Line
    options: Annotated[list[NewOption], msgspec.Meta(min_length=2, max_length=6)]
    kind: Word = "poll"
    is_changeable: bool = True
    right: Annotated[int, msgspec.Meta(ge=1, le=6)] | None = None
    lasts_ms: Ms | None = None
    pins_winner: bool = False


class Tapping(Body, kw_only=True):
    """`pulse` is too_fast, price_unclear, show_again or size_please."""

    pulse: Word


class NewManners(Body, kw_only=True):
    """`slow_ms` between two lines of one person; `speakers` is everybody or followers."""

    slow_ms: Ms = 0
    speakers: Word = "everybody"


class NewCaption(Body, kw_only=True):
    """`lang` is zh or en; it was said `ago_ms` before now; the same `key` within a minute is the same caption."""

    text: Line
    lang: Word = "zh"
    ago_ms: Annotated[int, msgspec.Meta(ge=0, le=60_000)] = 0
    key: Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[0-9a-f-]*$")] = ""


class Vote(Body, kw_only=True):
    option: Annotated[int, msgspec.Meta(ge=1, le=6)]


def drawing_for(tx: ReadTx, actor: Actor, draw_id: str) -> Drawing:
    return drawing(tx, draw_for(tx, actor, draw_id)[0])


def polling_for(tx: ReadTx, actor: Actor, poll_id: str) -> Polling:
    return polling(tx, poll_for(tx, actor, poll_id)[0])


@get("/draws/{draw_id:str}", summary="A lucky draw as it stands")
async def show_draw(request: AppRequest, draw_id: PathId) -> Drawing:
    return await request.read(drawing_for, request.actor, draw_id)


@get("/draws/{draw_id:str}/proof", summary="All that decides a lucky draw, to check it by")
async def show_proof(request: AppRequest, draw_id: PathId) -> DrawProof:
    return await request.read(draw_proof, request.actor, draw_id)


@post("/draws/{draw_id:str}/entries", summary="Take part; the id is the ticket")
async def enter(request: AppRequest, draw_id: PathId) -> Made:
    entry = await request.write(enter_draw, draw_id)
    draw, _ = await request.read(draw_for, request.actor, draw_id)
    _tally(request).changed(draw.room_id, "draw", draw_id)
    return Made(id=entry.ticket)


@post("/rooms/{room_id:str}/draws", opt=needs("host"), summary="Offer a prize to the room")
async def offer_prize(request: AppRequest, room_id: PathId, data: JSONBody[NewDraw]) -> Made:
    terms = Terms(data.prize, data.winners, data.eligibility, data.phrase, data.lasts_ms)
    return Made(id=(await request.write(open_draw, room_id, terms)).id)


@get("/polls/{poll_id:str}", summary="A poll as it stands")
async def show_poll(request: AppRequest, poll_id: PathId) -> Polling:
    return await request.read(polling_for, request.actor, poll_id)


@post("/polls/{poll_id:str}/votes", status_code=204, summary="Vote, or change one's vote")
async def give_vote(request: AppRequest, poll_id: PathId, data: JSONBody[Vote]) -> None:
    await request.write(choose, poll_id, option=data.option)
    poll, _ = await request.read(poll_for, request.actor, poll_id)
    _tally(request).changed(poll.room_id, "poll", poll_id)


@post("/rooms/{room_id:str}/polls", opt=needs("host"), summary="Ask the room")
async def ask_room(request: AppRequest, room_id: PathId, data: JSONBody[NewPoll]) -> Made:
    choices = tuple(Choice(option.text, option.product_id) for option in data.options)
    asking = Asking(data.question, choices, data.kind, data.is_changeable, data.right, data.lasts_ms, data.pins_winner)
    return Made(id=(await request.write(open_poll, room_id, asking)).id)


@post("/polls/{poll_id:str}/close", opt=needs("host"), status_code=204, summary="Close a poll")
async def stop_asking(request: AppRequest, poll_id: PathId) -> None:
    await request.write(close_poll, poll_id)


@post("/rooms/{room_id:str}/pulses", status_code=204, summary="Tell the host something with one tap")
async def tap_pulse(request: AppRequest, room_id: PathId, data: JSONBody[Tapping]) -> None:
    desk: RoomDesk = request.app.state.rooms
    await desk.pulse(request.actor, request.actor.id, room_id, data.pulse)


@post(
    "/rooms/{room_id:str}/pulses/{pulse:str}/answered",
    opt=needs("host"),
    status_code=204,
    summary="Say that a pulse was noticed",
)
async def notice(request: AppRequest, room_id: PathId, pulse: PathWord) -> None:
    await request.write(answer_pulse, room_id, pulse=pulse)


@post("/rooms/{room_id:str}/manners", status_code=204, summary="Slow mode and who may speak; for moderators too")
async def change_manners(request: AppRequest, room_id: PathId, data: JSONBody[NewManners]) -> None:
    await request.write(set_manners, room_id, Manners(data.slow_ms, data.speakers))


@post("/rooms/{room_id:str}/captions", opt=needs("host"), summary="Say in writing what is being said on air")
async def write_caption(request: AppRequest, room_id: PathId, data: JSONBody[NewCaption]) -> Made:
    draft = CaptionDraft(data.text, data.lang, ago_ms=data.ago_ms)
    return Made(id=await say_caption(request, room_id, draft, data.key))


def _tally(request: AppRequest) -> RoomTally:
    tally: RoomTally = request.app.state.tally
    return tally


router = Router(
    "/",
    route_handlers=[
        show_draw,
        show_proof,
        enter,
        offer_prize,
        show_poll,
        give_vote,
        ask_room,
        stop_asking,
        tap_pulse,
        notice,
        change_manners,
        write_caption,
    ],
    opt=needs(*SIGNED_IN),
    tags=["playing"],
)
