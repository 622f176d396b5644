"""Asking the host: what asks the same is offered first; viewers vote, and answer each other."""

from typing import Annotated

import msgspec
from litestar import Router, get, post

from livefair.kernel import Refusal
from livefair.live import ask as ask_host
from livefair.live import vote as vote_for
from livefair.live.helping import accept_help, help_asker, hide_help
from livefair.web.access import SIGNED_IN, needs
from livefair.web.alike import questions_like
from livefair.web.forms import Form, Line, OptionalId, Word
from livefair.web.mall.live import room_page
from livefair.web.mall.question_views import views_of
from livefair.web.mall.thinking import Typed, think_again
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.room_desk import RoomDesk, Weighed, question_to_weigh


class Asking(Form, frozen=True, kw_only=True):
    """`anyway`: what asks the same has been offered already."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
    nudge: OptionalId = ""
    anyway: Word = ""


class Helping(Form, frozen=True, kw_only=True):
    text: Line
    nudge: OptionalId = ""


@get("/live/{room_id:str}/questions")
async def show_questions(request: AppRequest, room_id: Id) -> Answer:
    return await questions_page(request, room_id)


async def questions_page(request: AppRequest, room_id: str, refusal: Refusal | None = None) -> Answer:
    page = await room_page(request, room_id)
    context = {"room_id": room_id, "questions": page.questions}
    template = "mall/_questions.html" if request.is_fragment else "mall/questions.html"
    if refusal is not None:
        return await request.again(template, refusal, context)
    return await request.page(template, context)


@post("/live/{room_id:str}/questions", opt=needs(*SIGNED_IN))
async def ask(request: AppRequest, room_id: Id) -> Answer:
    try:
        form = await request.form_as(Asking)
        return await _ask(request, room_id, form)
    except Refusal as refusal:
        if refusal.code == "uncivil":
            typed = (await request.typed()).first("text")
            return await think_again(request, room_id, refusal, Typed(typed, "questions"))
        return await questions_page(request, room_id, refusal)


async def _ask(request: AppRequest, room_id: str, form: Asking) -> Answer:
    desk: RoomDesk = request.app.state.rooms
    desk.require_patience(request.actor.id)
    await desk.weigh(request.actor, room_id, question_to_weigh(form.text, form.nudge))
    same = [] if form.anyway else await questions_like(request, room_id, form.text)
    if same:
        offered = await request.read(views_of, request.actor, same)
        context = {"room_id": room_id, "text": form.text, "nudge": form.nudge, "questions": offered}
        template = "mall/_similar.html" if request.is_fragment else "mall/similar.html"
        return await request.page(template, context)
    await request.write(ask_host, room_id, text=form.text)
    return await _questions_again(request, room_id)


@post("/live/{room_id:str}/questions/{question_id:str}/votes", opt=needs(*SIGNED_IN))
async def vote(request: AppRequest, room_id: Id, question_id: Id) -> Answer:
    await request.write(vote_for, question_id)
    return await _questions_again(request, room_id)


@post("/live/{room_id:str}/questions/{question_id:str}/helps", opt=needs(*SIGNED_IN))
async def help_viewer(request: AppRequest, room_id: Id, question_id: Id) -> Answer:
    desk: RoomDesk = request.app.state.rooms
    try:
        form = await request.form_as(Helping)
        desk.require_patience(request.actor.id)
        await desk.weigh(request.actor, room_id, Weighed(form.text, f"help:{question_id}", form.nudge or None))
        await request.write(help_asker, question_id, text=form.text)
    except Refusal as refusal:
        if refusal.code == "uncivil":
            typed = (await request.typed()).first("text")
            return await think_again(request, room_id, refusal, Typed(typed, f"questions/{question_id}/helps"))
        return await questions_page(request, room_id, refusal)
    return await _questions_again(request, room_id)


@post("/live/{room_id:str}/helps/{help_id:str}/accept", opt=needs(*SIGNED_IN))
async def accept(request: AppRequest, room_id: Id, help_id: Id) -> Answer:
    await request.write(accept_help, help_id)
    return await _questions_again(request, room_id)


@post("/live/{room_id:str}/helps/{help_id:str}/hide", opt=needs(*SIGNED_IN))
async def take_back(request: AppRequest, room_id: Id, help_id: Id) -> Answer:
    await request.write(hide_help, help_id)
    return await _questions_again(request, room_id)


async def _questions_again(request: AppRequest, room_id: str) -> Answer:
    if request.is_fragment:
        return await questions_page(request, room_id)
    return request.go(f"/live/{room_id}/questions")


router = Router("/", route_handlers=[show_questions, ask, vote, help_viewer, accept, take_back])
