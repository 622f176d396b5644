"""What viewers play: lucky draws with their public proof, polls and quizzes."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Response, Router, get, post
from litestar.enums import MediaType

from livefair.kernel import Actor, ReadTx, Refusal, WriteTx
from livefair.live.draw_proof import DrawProof, proof_of
from livefair.live.draws import Entry, draw_for, draws_of, enter_draw, entry_of, winners_of
from livefair.live.polls import Poll, choose, poll_for, polls_of, vote_of
from livefair.live.queries import ShowState
from livefair.live.replays import Replay
from livefair.live.room_events_of_play import Drawing, Polling, drawing, polling, winners_shown
from livefair.live.rules import offset_ms
from livefair.live.rules.polls import leader_of, shares_percent
from livefair.live.telling import RoomEvent, ToRoom
from livefair.people import follow
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.room_desk import RoomDesk
from livefair.web.room_feed import with_addresses
from livefair.web.room_tally import RoomTally

ENTRIES_SHOWN = 200


class Choosing(Form, frozen=True, kw_only=True):
    option: Annotated[int, msgspec.Meta(ge=1, le=6)]


class PlayView(NamedTuple):
    """For the room's elements: the events as they were sent ("" for none), and the reader's own part in them."""

    draw: str
    poll: str
    ticket: str
    vote: int
    pulses_answered: dict[str, int]
    task: str = ""
    flash: str = ""
    auction: str = ""


class DrawPage(NamedTuple):
    """`mine` is the reader's own entry; `won_place` 0: not won, or not drawn yet."""

    draw: Drawing
    room_id: str
    host_id: str
    mine: Entry | None
    won_place: int
    proof: DrawProof


class Bar(NamedTuple):
    number: int
    text: str
    votes: int
    percent: int
    product_id: str | None


class PollPage(NamedTuple):
    poll: Polling
    bars: list[Bar]
    vote: int
    room_id: str


def play_view(tx: ReadTx, actor: Actor, room_id: str, show: ShowState | None) -> PlayView:
    draw, poll = (show.draw, show.poll) if show else (None, None)
    mine = entry_of(tx, actor, draw.id) if draw else None
    return PlayView(
        draw=as_text(draw),
        poll=as_text(poll),
        ticket=mine.ticket if mine else "",
        vote=(vote_of(tx, actor, poll.id) or 0) if poll else 0,
        pulses_answered=show.pulses_answered if show else {},
        task=as_text(show.task) if show else "",
        flash=as_text(with_addresses(ToRoom(room_id, show.flash)) if show and show.flash else None),
        auction=as_text(with_addresses(ToRoom(room_id, show.auction)) if show and show.auction else None),
    )


def as_text(event: RoomEvent | None) -> str:
    """An event as it is sent; "" for none."""
    return msgspec.json.encode(event).decode() if event else ""


def draw_page(tx: ReadTx, actor: Actor, draw_id: str) -> DrawPage:
    draw, room = draw_for(tx, actor, draw_id)
    mine = entry_of(tx, actor, draw_id)
    won = [winner.place for winner in winners_of(tx, draw_id) if winner.person_id == actor.id]
    return DrawPage(drawing(tx, draw), room.id, room.host_id, mine, won[0] if won else 0, proof_of(tx, draw))


def draw_proof(tx: ReadTx, actor: Actor, draw_id: str) -> DrawProof:
    return proof_of(tx, draw_for(tx, actor, draw_id)[0])


def poll_page(tx: ReadTx, actor: Actor, poll_id: str) -> PollPage:
    poll, room = poll_for(tx, actor, poll_id)
    shown = polling(tx, poll)
    return PollPage(shown, bars_of(shown), vote_of(tx, actor, poll_id) or 0, room.id)


def bars_of(poll: Polling) -> list[Bar]:
    percents = shares_percent([option.votes for option in poll.options])
    return [
        Bar(number, option.text, option.votes, percent, option.product_id)
        for number, (option, percent) in enumerate(zip(poll.options, percents, strict=True), start=1)
    ]


class Played(NamedTuple):
    """Something that was played in a show, as its replay keeps it: `kind` is draw, poll, quiz or next_item."""

    at_s: float
    kind: str
    text: str
    href: str
    outcome: str


def played_in(tx: ReadTx, replay: Replay) -> list[Played]:
    """In the order of time; what is still running is left out."""
    draws = [
        Played(_at_s(replay, draw.opened_at_ms), "draw", draw.prize, f"/draws/{draw.id}", _won(tx, draw.id))
        for draw in draws_of(tx, replay.show.id)
        if draw.state == "drawn"
    ]
    polls = [
        Played(_at_s(replay, poll.opened_at_ms), poll.kind, poll.question, f"/polls/{poll.id}", _outcome(tx, poll))
        for poll in polls_of(tx, replay.show.id)
        if poll.closed_at_ms is not None
    ]
    return sorted([*draws, *polls])


def _at_s(replay: Replay, at_ms: int) -> float:
    recording = replay.recording
    return min(recording.lasts_ms, offset_ms(at_ms, from_at_ms=recording.from_at_ms)) / 1000


def _won(tx: ReadTx, draw_id: str) -> str:
    return ", ".join(winner.name for winner in winners_shown(tx, draw_id)[:3])


def _outcome(tx: ReadTx, poll: Poll) -> str:
    """What is right in a quiz, what was chosen otherwise."""
    bars = bars_of(polling(tx, poll))
    number = poll.right_option or leader_of([bar.votes for bar in bars])
    return f"{bars[number - 1].text} {bars[number - 1].percent} %" if number else ""


@get("/draws/{draw_id:str}")
async def show_draw(request: AppRequest, draw_id: Id) -> Answer:
    return await _draw_again(request, draw_id)


@get("/draws/{draw_id:str}/proof.json")
async def show_proof(request: AppRequest, draw_id: Id) -> Answer:
    """All that decided, for anybody's program; docs/draws.md says how to read it."""
    proof = await request.read(draw_proof, request.actor, draw_id)
    return Response(msgspec.json.encode(proof), media_type=MediaType.JSON)


@post("/draws/{draw_id:str}/entries", opt=needs(*SIGNED_IN))
async def enter(request: AppRequest, draw_id: Id) -> Answer:
    """Take part; what has to be done for it (to follow, to say the phrase) is done by the same tap, which says so."""
    try:
        await enter_by_tap(request, draw_id)
    except Refusal as refusal:
        return await _draw_again(request, draw_id, refusal)
    return await _draw_again(request, draw_id) if request.is_fragment else request.go(f"/draws/{draw_id}")


async def enter_by_tap(request: AppRequest, draw_id: str) -> None:
    draw, _ = await request.read(draw_for, request.actor, draw_id)
    desk: RoomDesk = request.app.state.rooms
    if draw.state == "open" and draw.eligibility == "phrase":
        await desk.say(request.actor, draw.room_id, text=draw.phrase)
        await desk.flush()
    await request.write(follow_and_enter if draw.eligibility == "followers" else enter_draw, draw_id)
    tally: RoomTally = request.app.state.tally
    tally.changed(draw.room_id, "draw", draw_id)


def follow_and_enter(tx: WriteTx, actor: Actor, draw_id: str) -> Entry:
    _, room = draw_for(tx, actor, draw_id)
    if actor.id != room.host_id:
        follow(tx, actor, room.host_id)
    return enter_draw(tx, actor, draw_id)


async def _draw_again(request: AppRequest, draw_id: str, refusal: Refusal | None = None) -> Answer:
    page = await request.read(draw_page, request.actor, draw_id)
    template = "mall/_draw.html" if request.is_fragment else "mall/draw.html"
    context = {**page._asdict(), "entries": page.proof.entries[:ENTRIES_SHOWN]}
    if refusal is not None:
        return await request.again(template, refusal, context)
    return await request.page(template, context)


@get("/polls/{poll_id:str}")
async def show_poll(request: AppRequest, poll_id: Id) -> Answer:
    page = await request.read(poll_page, request.actor, poll_id)
    return await request.page("mall/poll.html", page._asdict())


@post("/polls/{poll_id:str}/votes", opt=needs(*SIGNED_IN))
async def give_vote(request: AppRequest, poll_id: Id) -> Answer:
    form = await request.form_as(Choosing)
    await vote_by_tap(request, poll_id, form.option)
    return Response(b"", status_code=204) if request.is_fragment else request.go(f"/polls/{poll_id}")


async def vote_by_tap(request: AppRequest, poll_id: str, option: int) -> None:
    poll, _ = await request.read(poll_for, request.actor, poll_id)
    await request.write(choose, poll_id, option=option)
    tally: RoomTally = request.app.state.tally
    tally.changed(poll.room_id, "poll", poll_id)


router = Router("/", route_handlers=[show_draw, show_proof, enter, show_poll, give_vote])
