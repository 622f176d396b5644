"""During a show: what is pinned, what is asked."""

from typing import Annotated

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, WriteTx
from livefair.live import answer, dismiss, pin, unpin
from livefair.live.passing_on import pass_on
from livefair.live.rooms import room_called
from livefair.live.showing import goods_now
from livefair.web.alike import queue_context
from livefair.web.forms import Form
from livefair.web.forms import Id as FormId
from livefair.web.mall.live import room_page
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.knowing import quizzes_in
from livefair.web.studio.rooms import room_of_mine


class Pinning(Form, frozen=True, kw_only=True):
    product_id: FormId


class Answering(Form, frozen=True, kw_only=True):
    """Empty: it was answered on air."""

    answer: Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")] = ""


def pin_product(tx: WriteTx, actor: Actor, room_id: str, product_id: str) -> None:
    """Show a product to the room with today's price and stock."""
    pin(tx, actor, room_id, goods_now(tx, actor, product_id, host_id=room_called(tx, room_id).host_id))


@get("/rooms/{room_id:str}/pins")
async def show_pins(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_of_mine, request.actor, room_id)
    return await _pins(request, room_id)


@post("/rooms/{room_id:str}/pin")
async def put_up(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Pinning)
    await request.write(pin_product, room_id, form.product_id)
    return await _pins(request, room_id)


@post("/rooms/{room_id:str}/unpin")
async def take_down(request: AppRequest, room_id: Id) -> Answer:
    await request.write(unpin, room_id)
    return await _pins(request, room_id)


async def _pins(request: AppRequest, room_id: str) -> Answer:
    if not request.is_fragment:
        return request.go(f"/studio/rooms/{room_id}")
    page = await room_page(request, room_id)
    quizzes = await request.read(quizzes_in, room_id, [good.id for good in page.goods])
    return await request.page("studio/_pins.html", {"room": page.room, "goods": page.goods, "quizzes": quizzes})


@get("/rooms/{room_id:str}/questions")
async def show_queue(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_of_mine, request.actor, room_id)
    return await _queue(request, room_id)


@post("/rooms/{room_id:str}/questions/{question_id:str}/answer")
async def give_answer(request: AppRequest, room_id: Id, question_id: Id) -> Answer:
    form = await request.form_as(Answering)
    await request.write(answer, question_id, text=form.answer)
    return await _queue(request, room_id)


@post("/rooms/{room_id:str}/questions/{question_id:str}/pass")
async def ask_brand(request: AppRequest, room_id: Id, question_id: Id) -> Answer:
    await request.write(pass_on, question_id)
    return await _queue(request, room_id)


@post("/rooms/{room_id:str}/questions/{question_id:str}/dismiss")
async def put_aside(request: AppRequest, room_id: Id, question_id: Id) -> Answer:
    await request.write(dismiss, question_id)
    return await _queue(request, room_id)


async def _queue(request: AppRequest, room_id: str) -> Answer:
    if not request.is_fragment:
        return request.go(f"/studio/rooms/{room_id}")
    page = await room_page(request, room_id)
    context = {"room": page.room, **await queue_context(request, room_id, page.questions)}
    return await request.page("studio/_questions.html", context)


router = Router("/", route_handlers=[show_pins, put_up, take_down, show_queue, give_answer, ask_brand, put_aside])
