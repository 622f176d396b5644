"""Opening a room, its console, going on and off the air."""

import json
from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog.queries import ProductCard, listed_products
from livefair.kernel import Actor, Money, ReadTx, Refusal, WriteTx
from livefair.live import assort, end_show_in, open_room, plan_show, show_on_air, start_show
from livefair.live.queries import shows_of
from livefair.live.rooms import Room, close_room, room_to_run
from livefair.live.rules.picture_and_sound import BRIGHT_LUMA, DARK_LUMA, LOUD_PEAK_DB
from livefair.live.sales import sold_in
from livefair.live.signal import warnings_in
from livefair.web.access import needs
from livefair.web.alike import queue_context
from livefair.web.auction_views import auctions_now
from livefair.web.flash_views import flash_now
from livefair.web.forms import Form, Line, Paragraphs, Word
from livefair.web.forms import Id as FormId
from livefair.web.mall.embedding import embed_code
from livefair.web.mall.live import RoomPage, room_page
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.stages import Tickets
from livefair.web.story_views import stories_to_show
from livefair.web.studio.coverage_views import coverage_in
from livefair.web.studio.knowing import quizzes_in
from livefair.web.studio.play_views import play_now
from livefair.web.studio.restocking import restocks_in
from livefair.web.studio.seating import seats_context
from livefair.web.studio.simulcasting import targets_in
from livefair.web.studio.violating import violations_in
from livefair.web.urls import file_url

PRODUCTS_MAX = 100


class NewRoom(Form, frozen=True, kw_only=True):
    title: Line
    intro: Paragraphs = ""
    scene: Word = "studio"
    product_ids: Annotated[list[FormId], msgspec.Meta(max_length=PRODUCTS_MAX)] = msgspec.field(default_factory=list)


class RoomValues(NamedTuple):
    title: str
    intro: str
    scene: str


class ProductChoice(NamedTuple):
    id: str
    title: str
    picture_url: str | None
    price: Money


class Sales(NamedTuple):
    orders: int
    sales: Money


class ConsoleRoom(NamedTuple):
    """`whip_url` to `stream_key` are empty while the media engine is away."""

    id: str
    title: str
    state: str
    is_on_air: bool
    viewers: int
    likes: int
    mark: str
    orders: int
    sales: Money
    whip_url: str
    ingest_url: str
    ingest_token: str
    rtmp_url: str
    stream_key: str


class Composing(NamedTuple):
    """What the studio draws into the picture; `pin` is JSON, with the fields of the room's event `pinned`, or null."""

    name: str
    layout: str
    pin: str
    dark: int = DARK_LUMA
    bright: int = BRIGHT_LUMA
    loud_db: int = LOUD_PEAK_DB


def choices(tx: ReadTx, actor: Actor, locale: str) -> list[ProductChoice]:
    return [_choice(card, locale) for card in listed_products(tx, most=PRODUCTS_MAX) if card.price is not None]


def _choice(card: ProductCard, locale: str) -> ProductChoice:
    return ProductChoice(card.id, card.title(locale), file_url(card.picture_key), card.price or Money(0))


def open_with_show(tx: WriteTx, actor: Actor, form: NewRoom) -> str:
    """A room with one show ready to start and its goods on the table. Returns the room's id."""
    room_id = open_room(tx, actor, title=form.title, about=form.intro)
    show_id = plan_show(tx, actor, room_id, title=form.title, scene=form.scene)
    for product_id in dict.fromkeys(form.product_ids):
        assort(tx, actor, show_id, product_id)
    return room_id


@get("/rooms/new", opt=needs("host"))
async def show_new_room(request: AppRequest) -> Answer:
    return await new_room_page(request)


async def new_room_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    context = {
        "values": RoomValues(
            typed.first("title")[:200], typed.first("intro")[:2_000], typed.first("scene", "studio")[:40]
        ),
        "products": await request.read(choices, request.actor, request.locale),
        "chosen": typed.texts.get("product_ids", [])[:PRODUCTS_MAX],
    }
    if refusal is not None:
        if refusal.params.get("field") == "about":
            refusal.params["field"] = "intro"
        return await request.again("studio/room_new.html", refusal, context)
    return await request.page("studio/room_new.html", context)


@post("/rooms", opt=needs("host"))
async def make_room(request: AppRequest) -> Answer:
    try:
        room_id = await request.write(open_with_show, await request.form_as(NewRoom))
    except Refusal as refusal:
        return await new_room_page(request, refusal)
    return request.go(f"/studio/rooms/{room_id}")


@get("/rooms/{room_id:str}")
async def show_console(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_of_mine, request.actor, room_id)
    page = await room_page(request, room_id)
    sales = await request.read(sales_in, request.actor, room_id)
    tickets = await _tickets(request, page)
    context = {
        "room": console_room(request, page, sales, tickets),
        "lines": page.lines,
        "goods": page.goods,
        "compose": composing(page),
        **await queue_context(request, room_id, page.questions),
        "play": await request.read(play_now, room_id),
        "flash": await request.read(flash_now, room_id, request.locale),
        "auctions": await request.read(auctions_now, request.actor, room_id, request.locale),
        "quizzes": await request.read(quizzes_in, room_id, [good.id for good in page.goods]),
        "violations": await request.read(violations_in, room_id, request.locale),
        "restocks": await request.read(restocks_in, room_id, request.locale),
        "stories": await request.read(stories_to_show, page.show_id, request.locale),
        "warnings": await request.read(warnings_in, room_id),
        "simulcast": await request.read(targets_in, room_id),
        "embed": embed_code(request.services.settings.address, room_id, page.room.title),
        "coverage": await request.read(coverage_in, room_id, request.locale),
        **await seats_context(request, room_id),
    }
    return await request.page("studio/room.html", context)


def composing(page: RoomPage) -> Composing:
    pin = page.pin
    shown = pin and {
        "product_id": pin.product_id,
        "title": pin.title,
        "picture_url": pin.picture_url,
        "price_minor": pin.price.minor,
        "currency": pin.price.currency,
    }
    return Composing(page.host.name, page.layout, json.dumps(shown))


def room_of_mine(tx: ReadTx, actor: Actor, room_id: str) -> Room:
    return room_to_run(tx, actor, room_id)


def sales_in(tx: ReadTx, actor: Actor, room_id: str) -> Sales:
    """Of the show that is on air or was the last, as the list of shows says them."""
    begun = [show for show in shows_of(tx, actor, room_id) if show.started_at_ms is not None]
    sold = sold_in(tx, begun[0].id) if begun else []
    return Sales(sum(line.orders for line in sold), Money(sum(line.amount_minor for line in sold)))


async def _tickets(request: AppRequest, page: RoomPage) -> Tickets | None:
    stages = request.services.stages
    if stages is None or page.show_id is None or page.room.state == "closed":
        return None
    return await stages.tickets(request.actor, page.room.id, page.show_id)


def console_room(request: AppRequest, page: RoomPage, sales: Sales, tickets: Tickets | None) -> ConsoleRoom:
    room = page.room
    return ConsoleRoom(
        id=room.id,
        title=room.title,
        state=room.state,
        is_on_air=room.is_on_air,
        viewers=room.viewers,
        likes=room.likes,
        mark=room.mark,
        orders=sales.orders,
        sales=sales.sales,
        whip_url=tickets.whip.path if tickets else "",
        ingest_url=tickets.recorder.path if tickets else "",
        ingest_token=tickets.whip.token if tickets else "",
        rtmp_url=rtmp_url(request, tickets) if tickets else "",
        stream_key=(tickets.rtmp.stream_key or "") if tickets else "",
    )


def rtmp_url(request: AppRequest, tickets: Tickets) -> str:
    host = request.services.settings.rtmp_name or request.headers.get("host", "localhost").split(":")[0]
    return f"rtmp://{host}:{tickets.rtmp.port or 1935}/{tickets.rtmp.path.strip('/')}"


@get("/rooms/{room_id:str}/sales")
async def show_sales(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_of_mine, request.actor, room_id)
    return await request.page("studio/_sales.html", {"room": await request.read(sales_in, request.actor, room_id)})


@get("/rooms/{room_id:str}/signal")
async def show_signal(request: AppRequest, room_id: Id) -> Answer:
    """What is wrong with the picture and sound that come in."""
    await request.read(room_of_mine, request.actor, room_id)
    warnings = await request.read(warnings_in, room_id)
    return await request.page("studio/_signal.html", {"room_id": room_id, "warnings": warnings})


@post("/rooms/{room_id:str}/start")
async def start(request: AppRequest, room_id: Id) -> Answer:
    """Go on air before pictures come; the first picture does it as well."""
    await request.write(start_in, room_id)
    return request.go(f"/studio/rooms/{room_id}")


def start_in(tx: WriteTx, actor: Actor, room_id: str) -> str:
    """Start the show that is ready, or a new one. Returns its id."""
    room = room_to_run(tx, actor, room_id)
    running = show_on_air(tx, room_id)
    if running is not None:
        return running.id
    waiting = [show for show in shows_of(tx, actor, room_id) if show.is_to_come]
    ready = min(waiting, key=lambda show: (show.planned_at_ms or 0, show.id), default=None)
    show_id = ready.id if ready else plan_show(tx, actor, room_id, title=room.title)
    return start_show(tx, actor, show_id).id


@post("/rooms/{room_id:str}/close")
async def end(request: AppRequest, room_id: Id) -> Answer:
    """End the show; its room closes with it unless another show is planned there. The replay stays."""
    await request.write(end_in, room_id)
    return request.go("/studio", toast="show_ended")


def end_in(tx: WriteTx, actor: Actor, room_id: str) -> None:
    if show_on_air(tx, room_id) is not None:
        end_show_in(tx, actor, room_id)
    if not any(show.is_to_come for show in shows_of(tx, actor, room_id)):
        close_room(tx, actor, room_id)


router = Router("/", route_handlers=[show_new_room, make_room, show_console, show_sales, show_signal, start, end])
