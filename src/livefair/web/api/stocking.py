"""For brands: locations, what lies there, what is moved and counted; and parcels, for whoever may see the order."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, delete, get, post
from litestar.params import JSONBody

from livefair.catalog import own_product_for, sku_for
from livefair.kernel import Actor, ReadTx
from livefair.shop import order_for, ship_order
from livefair.shop.fulfilment import Packed
from livefair.supply import shipments_of
from livefair.supply.locations import (
    Count,
    Moving,
    close_location,
    count_pieces,
    locations_of,
    move_pieces,
    open_location,
    totals_at,
)
from livefair.supply.placing import pieces_by_location, without_place_of
from livefair.supply.rules.locations import Kind
from livefair.supply.shipments import packed_in
from livefair.supply.tracking import told_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id, Key, Line, Made
from livefair.web.desk.overview import brand_of
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Many = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Note = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]


class NewLocation(Body, kw_only=True):
    kind: Kind
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]


class LocationShape(msgspec.Struct, kw_only=True):
    """`skus` and `pieces`: of how many variants how many pieces lie there."""

    id: str
    kind: str
    name: str
    skus: int
    pieces: int


class Shelf(msgspec.Struct, kw_only=True):
    """Without a location: pieces in the house, or on their way, that nobody has put anywhere."""

    location_id: str | None
    pieces: int


class Move(Body, kw_only=True):
    """Without `from_id` or `to_id`: from or to no place. The same `key` twice is one move."""

    pieces: Many
    key: Key
    from_id: Id | None = None
    to_id: Id | None = None
    note: Note = ""


class Counted(Body, kw_only=True):
    """`found` pieces lie there: the house has so many more or fewer than was written down."""

    location_id: Id
    found: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    key: Key
    note: Note = ""


class PackedLine(Body, kw_only=True):
    line_id: Id
    pieces: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class Shipping(Body, kw_only=True):
    """Without `lines`: all that is left. `tracking` may be empty with a carrier that numbers parcels itself.

    `location_id`: from where the pieces are taken. The same `key` twice is one parcel.
    """

    carrier: Line
    tracking: Annotated[str, msgspec.Meta(max_length=60, pattern=r"^[^\x00]*$")] = ""
    lines: Annotated[list[PackedLine], msgspec.Meta(max_length=200)] = msgspec.field(default_factory=list)
    location_id: Id | None = None
    key: Key | None = None


class Step(msgspec.Struct, kw_only=True):
    code: Literal["collected", "in_transit", "out_for_delivery", "attempted", "delivered"]
    place: str
    at_ms: int


class Inside(msgspec.Struct, kw_only=True):
    line_id: str
    pieces: int


class ParcelShape(msgspec.Struct, kw_only=True):
    """`tracking` is "" until the carrier has given its number; `steps`: the newest first."""

    id: str
    number: int
    carrier: str
    tracking: str
    lines: list[Inside]
    shipped_at_ms: int
    delivered_at_ms: int | None
    steps: list[Step]


def locations_for(tx: ReadTx, actor: Actor) -> list[LocationShape]:
    brand_id = brand_of(actor)
    totals = totals_at(tx, brand_id)
    return [
        LocationShape(id=one.id, kind=one.kind, name=one.name, skus=skus, pieces=pieces)
        for one in locations_of(tx, brand_id)
        for skus, pieces in [totals.get(one.id, (0, 0))]
    ]


def shelves_of(tx: ReadTx, actor: Actor, sku_id: str) -> list[Shelf]:
    own_product_for(tx, actor, sku_for(tx, actor, sku_id).product_id)
    there = [
        Shelf(location_id=where, pieces=pieces) for where, pieces in sorted(pieces_by_location(tx, sku_id).items())
    ]
    return [*there, Shelf(location_id=None, pieces=without_place_of(tx, sku_id))]


def parcels_for(tx: ReadTx, actor: Actor, order_id: str) -> list[ParcelShape]:
    found = shipments_of(tx, order_for(tx, actor, order_id).id)
    ids = [parcel.id for parcel in found]
    contents, told = packed_in(tx, ids), told_of(tx, ids)
    return [
        ParcelShape(
            id=parcel.id,
            number=parcel.number,
            carrier=parcel.carrier,
            tracking=parcel.tracking,
            lines=[Inside(line_id=line, pieces=pieces) for line, pieces in contents[parcel.id].items()],
            shipped_at_ms=parcel.shipped_at_ms,
            delivered_at_ms=parcel.delivered_at_ms,
            steps=[Step(code=one.code, place=one.place, at_ms=one.at_ms) for one in told[parcel.id]],
        )
        for parcel in found
    ]


@get("/brand/locations", opt=needs("brand"), summary="Where my brand's pieces lie")
async def list_locations(request: AppRequest) -> list[LocationShape]:
    return await request.read(locations_for, request.actor)


@post("/brand/locations", opt=needs("brand"), summary="A warehouse, a shop or a studio more")
async def add_location(request: AppRequest, data: JSONBody[NewLocation]) -> Made:
    return Made(id=await request.write(open_location, kind=data.kind, name=data.name))


@delete("/brand/locations/{location_id:str}", status_code=204, opt=needs("brand"), summary="Close an empty location")
async def end_location(request: AppRequest, location_id: PathId) -> None:
    await request.write(close_location, location_id)


@get("/skus/{sku_id:str}/locations", opt=needs("brand"), summary="How many pieces lie where")
async def shelves(request: AppRequest, sku_id: PathId) -> list[Shelf]:
    return await request.read(shelves_of, request.actor, sku_id)


@post("/skus/{sku_id:str}/moves", status_code=204, opt=needs("brand"), summary="Pieces were put somewhere else")
async def move(request: AppRequest, sku_id: PathId, data: JSONBody[Move]) -> None:
    await request.write(move_pieces, sku_id, Moving(data.from_id, data.to_id, data.pieces, data.key, data.note))


@post("/skus/{sku_id:str}/counts", status_code=204, opt=needs("brand"), summary="Pieces at a location were counted")
async def count(request: AppRequest, sku_id: PathId, data: JSONBody[Counted]) -> None:
    await request.write(count_pieces, sku_id, Count(data.location_id, data.found, data.key, data.note))


@post("/orders/{order_id:str}/shipment", status_code=204, opt=needs("brand"), summary="Ship an order, or a part of it")
async def ship(request: AppRequest, order_id: PathId, data: JSONBody[Shipping]) -> None:
    packed = Packed(
        pieces={line.line_id: line.pieces for line in data.lines},
        location_id=data.location_id,
        key=data.key,
        is_followed=request.services.carriers.follows(data.carrier),
    )
    await request.write(ship_order, order_id, carrier=data.carrier, tracking=data.tracking, packed=packed)


@get("/orders/{order_id:str}/parcels", opt=needs(*SIGNED_IN), summary="An order's parcels and where they are")
async def parcels(request: AppRequest, order_id: PathId) -> list[ParcelShape]:
    return await request.read(parcels_for, request.actor, order_id)


router = Router(
    "/",
    route_handlers=[list_locations, add_location, end_location, shelves, move, count, ship, parcels],
    tags=["Supply"],
)
