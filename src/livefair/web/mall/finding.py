"""Search inside a room and its replay: what was said, asked and shown, each a tap away."""

from typing import Annotated, NamedTuple

from litestar import Router, get
from litestar.params import QueryParameter

from livefair.catalog import product_cards
from livefair.kernel import Actor, ReadTx, Refusal, not_found
from livefair.live.assortments import assortment_of
from livefair.live.queries import room_state
from livefair.live.room_search import EACH_MAX, FoundInShow, moment_in, search_show
from livefair.people import person_cards
from livefair.web.forms import chosen_id
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

Words = Annotated[str, QueryParameter(max_length=200, description="What is looked for")]
Show = Annotated[str, QueryParameter(max_length=40, description="A show of the room; empty: the newest")]


class FoundView(NamedTuple):
    """`href` leads to the moment or the product; "" where neither is there. `at_s` None: no replay yet."""

    kind: str
    text: str
    more: str
    href: str
    at_s: float | None


def found_views(tx: ReadTx, actor: Actor, room_id: str, show_id: str, words: str, locale: str) -> list[FoundView]:
    """Products first, then questions, then what the host said, then lines."""
    found = search_show(tx, actor, show_id, words=words)
    if found.show.room_id != room_id:
        not_found("show")
    names = person_cards(tx, sorted({line.author_id for line in found.lines}))
    products = [
        _view(found, "product", (title, ""), pin.pinned_at_ms, pin.product_id)
        for pin in found.pins
        for title in (pin.title_zh if locale == "zh" else pin.title_en,)
    ]
    questions = [
        _view(found, "question", (each.text, each.answer or ""), each.answered_at_ms or each.asked_at_ms)
        for each in found.questions
    ]
    lines = [_view(found, "line", (line.text, names[line.author_id].name), line.at_ms) for line in found.lines]
    captions = [_view(found, "caption", (each.text, ""), each.at_ms) for each in found.captions]
    shelf = _on_the_table(tx, found, words, locale)
    return [*products, *shelf, *questions, *captions, *lines]


def _on_the_table(tx: ReadTx, found: FoundInShow, words: str, locale: str) -> list[FoundView]:
    """Goods of the show that were not pinned yet: there is no moment, but a page."""
    shown = {pin.product_id for pin in found.pins}
    waiting = [one.product_id for one in assortment_of(tx, found.show.id) if one.product_id not in shown]
    cards = product_cards(tx, waiting)
    wanted = words.strip().lower()
    return [
        FoundView("product", title, "", f"/p/{card.id}?room={found.show.room_id}", None)
        for card in (cards[product_id] for product_id in waiting if product_id in cards)
        if card.is_offered and (wanted in card.title_zh.lower() or wanted in card.title_en.lower())
        for title in (card.title_zh if locale == "zh" else card.title_en,)
    ][:EACH_MAX]


def _view(found: FoundInShow, kind: str, said: tuple[str, str], at_ms: int, product_id: str = "") -> FoundView:
    moment = moment_in(found.show, at_ms)
    at_s = None if moment is None else moment / 1000
    room_id = found.show.room_id
    product = f"/p/{product_id}?room={room_id}" if product_id else ""
    href = product if at_s is None else f"/live/{room_id}/replay?show={found.show.id}&at={int(at_s)}"
    return FoundView(kind, *said, href, at_s)


def show_of(tx: ReadTx, actor: Actor, room_id: str) -> str | None:
    state = room_state(tx, actor, room_id)
    return state.show.id if state.show else None


@get("/live/{room_id:str}/find")
async def find(request: AppRequest, room_id: Id, q: Words = "", show: Show = "") -> Answer:
    show_id = chosen_id(show) or await request.read(show_of, request.actor, room_id)
    context: dict[str, object] = {"room_id": room_id, "show_id": show_id or "", "q": q, "found": None}
    template = "mall/_find.html" if request.is_fragment else "mall/find.html"
    if q.strip() and show_id:
        try:
            reading = (request.actor, room_id, show_id, q, request.locale)
            context["found"] = await request.read(found_views, *reading)
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            return await request.again(template, refusal, context)
    return await request.page(template, context)


router = Router("/", route_handlers=[find])
