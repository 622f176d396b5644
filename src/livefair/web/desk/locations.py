"""Where a brand's pieces lie: its locations, and for each variant what is where, moved, counted, and by whom."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair import supply
from livefair.catalog.products import own_product_for, sku_for
from livefair.kernel import Actor, ReadTx, Refusal, secret_token
from livefair.people import person_cards
from livefair.supply.locations import (
    Count,
    Location,
    Moving,
    changes_of,
    close_location,
    count_pieces,
    location_names,
    locations_of,
    move_pieces,
    open_location,
    totals_at,
)
from livefair.supply.placing import pieces_by_location
from livefair.supply.rules.locations import KINDS
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Line, OptionalId, Word
from livefair.web.forms import Id as FormId
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

Note = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]
FormKey = Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[A-Za-z0-9_-]*$")]


class NewLocation(Form, frozen=True, kw_only=True):
    name: Line
    kind: Word


class MovingForm(Form, frozen=True, kw_only=True):
    """An empty location: without a place."""

    pieces: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    from_id: OptionalId = ""
    to_id: OptionalId = ""
    note: Note = ""
    key: FormKey = ""


class CountForm(Form, frozen=True, kw_only=True):
    location_id: FormId
    found: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    note: Note = ""
    key: FormKey = ""


class LocationRow(NamedTuple):
    id: str
    kind: str
    name: str
    skus: int
    pieces: int


class ChangeView(NamedTuple):
    """`pieces` is signed where only the house counts; `where_from` and `where_to` are "" there."""

    kind: str
    where_from: str
    where_to: str
    pieces: int
    at_ms: int
    who: str
    note: str


class ShelfView(NamedTuple):
    """One variant: what is where, and what happened to it."""

    sku_id: str
    title: str
    sku_name: str
    on_hand: int
    reserved: int
    without_place: int
    there: list[tuple[Location, int]]
    changes: list[ChangeView]
    key: str


def location_rows(tx: ReadTx, actor: Actor) -> list[LocationRow]:
    brand_id = brand_of(actor)
    totals = totals_at(tx, brand_id)
    return [LocationRow(one.id, one.kind, one.name, *totals.get(one.id, (0, 0))) for one in locations_of(tx, brand_id)]


def shelf_view(tx: ReadTx, actor: Actor, sku_id: str, locale: str) -> ShelfView:
    sku = sku_for(tx, actor, sku_id)
    product = own_product_for(tx, actor, sku.product_id)
    there, level = pieces_by_location(tx, sku_id), supply.level(tx, sku_id)
    return ShelfView(
        sku_id=sku_id,
        title=product.title_zh if locale == "zh" else product.title_en,
        sku_name=sku.name(locale),
        on_hand=level.on_hand,
        reserved=level.reserved,
        without_place=level.on_hand - sum(there.values()),
        there=[(one, there.get(one.id, 0)) for one in locations_of(tx, brand_of(actor))],
        changes=_changes(tx, actor, sku_id),
        key=secret_token()[:20],
    )


def _changes(tx: ReadTx, actor: Actor, sku_id: str) -> list[ChangeView]:
    found, names = changes_of(tx, actor, sku_id), location_names(tx, brand_of(actor))
    people = person_cards(tx, sorted({one.actor_id for one in found}))
    return [
        ChangeView(
            one.kind,
            names.get(one.from_id or "", ""),
            names.get(one.to_id or "", ""),
            one.pieces,
            one.at_ms,
            people[one.actor_id].name if one.actor_id in people else "",
            one.note,
        )
        for one in found
    ]


async def locations_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    rows = await request.read(location_rows, request.actor)
    context: dict[str, object] = {"rows": rows, "kinds": KINDS, "values": {"name": "", "kind": ""}}
    if refusal is not None:
        typed = await request.typed()
        context["values"] = {"name": typed.first("name")[:200], "kind": typed.first("kind")[:40]}
        return await request.again("desk/locations.html", refusal, context)
    return await request.page("desk/locations.html", context)


@get("/locations")
async def show_locations(request: AppRequest) -> Answer:
    return await locations_page(request)


@post("/locations")
async def make_location(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewLocation)
        await request.write(open_location, kind=form.kind, name=form.name)
    except Refusal as refusal:
        return await locations_page(request, refusal)
    return request.go("/desk/locations", toast="saved")


@post("/locations/{location_id:str}/close")
async def close(request: AppRequest, location_id: Id) -> Answer:
    try:
        await request.write(close_location, location_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await locations_page(request, refusal)
    return request.go("/desk/locations", toast="saved")


async def shelf_page(request: AppRequest, sku_id: str, refusal: Refusal | None = None) -> Answer:
    context = {"shelf": await request.read(shelf_view, request.actor, sku_id, request.locale)}
    if refusal is not None:
        return await request.again("desk/shelf.html", refusal, context)
    return await request.page("desk/shelf.html", context)


@get("/stock/{sku_id:str}")
async def show_shelf(request: AppRequest, sku_id: Id) -> Answer:
    return await shelf_page(request, sku_id)


@post("/stock/{sku_id:str}/move")
async def move(request: AppRequest, sku_id: Id) -> Answer:
    try:
        form = await request.form_as(MovingForm)
        key = form.key or secret_token()[:20]
        moving = Moving(form.from_id or None, form.to_id or None, form.pieces, key, form.note)
        await request.write(move_pieces, sku_id, moving)
    except Refusal as refusal:
        return await shelf_page(request, sku_id, refusal)
    return request.go(f"/desk/stock/{sku_id}", toast="saved")


@post("/stock/{sku_id:str}/count")
async def note_count(request: AppRequest, sku_id: Id) -> Answer:
    try:
        form = await request.form_as(CountForm)
        counted = Count(form.location_id, form.found, form.key or secret_token()[:20], form.note)
        await request.write(count_pieces, sku_id, counted)
    except Refusal as refusal:
        return await shelf_page(request, sku_id, refusal)
    return request.go(f"/desk/stock/{sku_id}", toast="saved")


router = Router("/", route_handlers=[show_locations, make_location, close, show_shelf, move, note_count])
