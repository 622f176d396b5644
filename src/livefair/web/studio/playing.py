"""The host's draws and polls during a show."""

from typing import Annotated, Literal

import msgspec
from litestar import Response, Router, get, post
from litestar.params import PathParameter

from livefair.kernel import MINUTE_MS, SECOND_MS, Actor, WriteTx
from livefair.live import answer_pulse
from livefair.live.draws import Terms, hand_over, open_draw
from livefair.live.manners import Manners, set_manners
from livefair.live.polls import Asking, Choice, Poll, close_poll, open_poll
from livefair.live.rules.polls import OPTIONS_MAX
from livefair.live.tasks import TaskDraft, close_task, open_task
from livefair.web.forms import Form, Line, OptionalId, Word, chosen_id
from livefair.web.forms import Id as FormId
from livefair.web.goods import goods_of
from livefair.web.paths import Id
from livefair.web.paths import Word as PathWord
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.play_views import play_now
from livefair.web.studio.rooms import room_of_mine

Seconds = Annotated[int, msgspec.Meta(ge=0, le=3_600)]
Place = Annotated[int, msgspec.Meta(ge=1, le=100)]
PathPlace = Annotated[int, PathParameter(ge=1, le=100, description="First place is 1")]


class NewDraw(Form, frozen=True, kw_only=True):
    prize: Line
    winners: Place = 1
    eligibility: Word = "everybody"
    phrase: Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")] = ""
    lasts_s: Seconds = 60


class NewPoll(Form, frozen=True, kw_only=True):
    """`options` has one on each line; `right` makes a quiz; `lasts_s` 0: until it is closed by tap."""

    question: Line
    options: Annotated[str, msgspec.Meta(max_length=1_000, pattern=r"^[^\x00]*$")]
    right: Annotated[int, msgspec.Meta(ge=0, le=6)] = 0
    lasts_s: Seconds = 60


class NewTask(Form, frozen=True, kw_only=True):
    """`product_id`: what is shown when the goal is reached; without one, `promise` is what the host will do."""

    metric: Word
    goal: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    promise: Line
    product_id: OptionalId = ""
    sale_id: OptionalId = ""
    lasts_s: Seconds = 300


class NewManners(Form, frozen=True, kw_only=True):
    slow_s: Seconds = 0
    speakers: Word = "everybody"


class NextItem(Form, frozen=True, kw_only=True):
    question: Line
    product_ids: Annotated[list[FormId], msgspec.Meta(max_length=6)]
    lasts_s: Seconds = 60
    pins_winner: Literal["yes", ""] = ""


def ask_what_comes_next(tx: WriteTx, actor: Actor, room_id: str, form: NextItem, locale: str) -> Poll:
    """The products' names are those of the host's own language."""
    goods = goods_of(tx, list(dict.fromkeys(form.product_ids)), locale)
    choices = tuple(Choice(good.title[:40], good.id) for good in goods)
    lasts_ms, is_pinned = lasting(form.lasts_s), bool(form.pins_winner)
    asking = Asking(form.question, choices, "next_item", lasts_ms=lasts_ms, pins_winner=is_pinned)
    return open_poll(tx, actor, room_id, asking)


def lasting(seconds: int) -> int | None:
    return seconds * SECOND_MS if seconds else None


def asking_of(form: NewPoll) -> Asking:
    lines = [line.strip() for line in form.options.splitlines() if line.strip()]
    choices = tuple(Choice(line) for line in lines[: OPTIONS_MAX + 1])
    kind = "quiz" if form.right else "poll"
    return Asking(form.question, choices, kind, not form.right, form.right or None, lasting(form.lasts_s))


@get("/rooms/{room_id:str}/play")
async def show_play(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_of_mine, request.actor, room_id)
    return await _play(request, room_id)


@post("/rooms/{room_id:str}/draws")
async def put_up_prize(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(NewDraw)
    lasts_ms = lasting(form.lasts_s) or MINUTE_MS
    terms = Terms(form.prize, form.winners, form.eligibility, form.phrase, lasts_ms)
    await request.write(open_draw, room_id, terms)
    return await _play(request, room_id)


@post("/rooms/{room_id:str}/draws/{draw_id:str}/winners/{place:int}/handed-over")
async def note_handed_over(request: AppRequest, room_id: Id, draw_id: Id, place: PathPlace) -> Answer:
    await request.write(hand_over, draw_id, place=place)
    return await _play(request, room_id)


@post("/rooms/{room_id:str}/polls")
async def ask_room(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(NewPoll)
    await request.write(open_poll, room_id, asking_of(form))
    return await _play(request, room_id)


@post("/rooms/{room_id:str}/next-item")
async def let_room_choose(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(NextItem)
    await request.write(ask_what_comes_next, room_id, form, request.locale)
    return await _play(request, room_id)


@post("/rooms/{room_id:str}/tasks")
async def ask_for_effort(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(NewTask)
    lasts_ms = lasting(form.lasts_s) or MINUTE_MS
    draft = TaskDraft(
        form.metric, form.goal, form.promise, chosen_id(form.product_id), lasts_ms, chosen_id(form.sale_id)
    )
    await request.write(open_task, room_id, draft)
    return await _play(request, room_id)


@post("/rooms/{room_id:str}/tasks/{task_id:str}/close")
async def end_effort(request: AppRequest, room_id: Id, task_id: Id) -> Answer:
    await request.write(close_task, task_id)
    return await _play(request, room_id)


@post("/rooms/{room_id:str}/polls/{poll_id:str}/close")
async def stop_asking(request: AppRequest, room_id: Id, poll_id: Id) -> Answer:
    await request.write(close_poll, poll_id)
    return await _play(request, room_id)


@post("/rooms/{room_id:str}/pulses/{pulse:str}/answered")
async def notice(request: AppRequest, room_id: Id, pulse: PathWord) -> Answer:
    await request.write(answer_pulse, room_id, pulse=pulse)
    return Response(b"", status_code=204) if request.is_fragment else request.go(f"/studio/rooms/{room_id}")


@post("/rooms/{room_id:str}/manners")
async def change_manners(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(NewManners)
    await request.write(set_manners, room_id, Manners(form.slow_s * SECOND_MS, form.speakers))
    return Response(b"", status_code=204) if request.is_fragment else request.go(f"/studio/rooms/{room_id}")


async def _play(request: AppRequest, room_id: str) -> Answer:
    if not request.is_fragment:
        return request.go(f"/studio/rooms/{room_id}")
    await request.read(room_of_mine, request.actor, room_id)
    return await request.page("studio/_play.html", {"room_id": room_id, "play": await request.read(play_now, room_id)})


router = Router(
    "/",
    route_handlers=[
        show_play,
        put_up_prize,
        note_handed_over,
        ask_room,
        let_room_choose,
        ask_for_effort,
        end_effort,
        stop_asking,
        notice,
        change_manners,
    ],
)
