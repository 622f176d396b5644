"""Money back that does not get through: tried again, booked as arrived, or put back into the wallet."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Money, ReadTx, Refusal
from livefair.people import person_cards
from livefair.shop.stuck_money import (
    WHY_CHARS_MAX,
    confirm_money_back,
    give_up_money_back,
    stuck_money,
    try_money_back_again,
)
from livefair.web.access import needs
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/console/money-back"


class Deciding(Form, frozen=True, kw_only=True):
    why: Annotated[str, msgspec.Meta(max_length=WHY_CHARS_MAX, pattern=r"^[^\x00\r\n]*$")] = ""


class StuckView(NamedTuple):
    """`error`: the provider's own words."""

    id: str
    person_id: str
    name: str
    amount: Money
    payment_id: str
    asked_at_ms: int
    error: str
    attempts: int


def stuck_views(tx: ReadTx, actor: Actor) -> list[StuckView]:
    found = stuck_money(tx, actor)
    cards = person_cards(tx, sorted({stuck.part.person_id for stuck in found}))
    return [
        StuckView(
            id=stuck.part.id,
            person_id=stuck.part.person_id,
            name=cards[stuck.part.person_id].name,
            amount=Money(stuck.part.amount_minor, stuck.part.currency),
            payment_id=stuck.part.payment_id,
            asked_at_ms=stuck.part.asked_at_ms,
            error=stuck.error,
            attempts=stuck.attempts,
        )
        for stuck in found
    ]


@get("/money-back", opt=needs("operator"))
async def show_stuck(request: AppRequest) -> Answer:
    return await _page(request)


@post("/money-back/{money_back_id:str}/retry", opt=needs("operator"))
async def retry(request: AppRequest, money_back_id: Id) -> Answer:
    try:
        await request.write(try_money_back_again, money_back_id)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


@post("/money-back/{money_back_id:str}/confirm", opt=needs("operator"))
async def confirm(request: AppRequest, money_back_id: Id) -> Answer:
    return await _decide(request, confirm_money_back, money_back_id)


@post("/money-back/{money_back_id:str}/give-up", opt=needs("operator"))
async def give_up(request: AppRequest, money_back_id: Id) -> Answer:
    return await _decide(request, give_up_money_back, money_back_id)


async def _decide(request: AppRequest, decide: Callable[..., None], money_back_id: str) -> Answer:
    try:
        await request.write(decide, money_back_id, why=(await request.form_as(Deciding)).why)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(HERE, toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    context = {"stuck": await request.read(stuck_views, request.actor)}
    if refusal is not None:
        return await request.again("console/money_back.html", refusal, context)
    return await request.page("console/money_back.html", context)


router = Router("/", route_handlers=[show_stuck, retry, confirm, give_up])
