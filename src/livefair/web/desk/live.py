"""The brand beside the host: what its goods sell in shows on air, by the host's own numbers, and requests for more."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog import product_cards
from livefair.kernel import Actor, ReadTx
from livefair.live import assortment_of, show_for
from livefair.live.passing_on import answer_for_brand, waiting_for_brand
from livefair.live.queries import rooms_on_air
from livefair.live.restocks import answer_for_more
from livefair.people import person_card
from livefair.web.deal_forms import Day, midnight
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.restocking import RestockRow, restock_rows

ROOMS_MAX = 50


class Answering(Form, frozen=True, kw_only=True):
    """0: the brand cannot add any. `ready_on`: the day on which the pieces are in the house, if they are not yet."""

    ready_on: Day = ""
    pieces: Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class Telling(Form, frozen=True, kw_only=True):
    answer: Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")]


class AskedRow(NamedTuple):
    id: str
    text: str
    votes: int
    title: str
    due_at_ms: int


class LiveRoom(NamedTuple):
    room_id: str
    title: str
    host: str
    skus: list[RestockRow]


def live_rooms(tx: ReadTx, actor: Actor, locale: str) -> list[LiveRoom]:
    """The shows on air that sell this brand's goods, by the numbers that their hosts see."""
    brand_id, found = brand_of(actor), []
    for room in rooms_on_air(tx, actor, most=ROOMS_MAX):
        cards = product_cards(tx, [each.product_id for each in assortment_of(tx, room.show_id)])
        own = [card.id for card in cards.values() if card.brand_id == brand_id]
        if own:
            show, _ = show_for(tx, actor, room.show_id)
            rows = restock_rows(tx, show, own, locale)
            found.append(LiveRoom(room.room_id, show.title, person_card(tx, room.host_id).name, rows))
    return found


def asked_of(tx: ReadTx, actor: Actor, locale: str) -> list[AskedRow]:
    """What hosts have passed on to this brand and nobody has answered yet."""
    waiting = waiting_for_brand(tx, brand_of(actor))
    cards = product_cards(tx, [each.product_id for each in waiting])
    return [
        AskedRow(each.question_id, each.text, each.votes, cards[each.product_id].title(locale), each.due_at_ms)
        for each in waiting
    ]


@get("/live")
async def show_live(request: AppRequest) -> Answer:
    return await _live(request)


async def _live(request: AppRequest) -> Answer:
    rooms = await request.read(live_rooms, request.actor, request.locale)
    asked = await request.read(asked_of, request.actor, request.locale)
    template = "desk/_live.html" if request.is_fragment else "desk/live.html"
    return await request.page(template, {"rooms": rooms, "asked": asked})


@post("/restocks/{restock_id:str}/answer")
async def answer(request: AppRequest, restock_id: Id) -> Answer:
    form = await request.form_as(Answering)
    ready_at_ms = midnight(form.ready_on, "ready_on") if form.ready_on else None
    await request.write(answer_for_more, restock_id, pieces=form.pieces, ready_at_ms=ready_at_ms)
    return await _live(request) if request.is_fragment else request.go("/desk/live")


@post("/questions/{question_id:str}/answer")
async def answer_question(request: AppRequest, question_id: Id) -> Answer:
    form = await request.form_as(Telling)
    await request.write(answer_for_brand, question_id, text=form.answer)
    return await _live(request) if request.is_fragment else request.go("/desk/live")


router = Router("/", route_handlers=[show_live, answer, answer_question])
