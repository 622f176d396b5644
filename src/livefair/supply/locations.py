"""Locations of a brand: warehouses, shops and studios, what lies there, and every piece that was moved or counted.

What can be sold stays one number (stock.py). Locations say where those pieces are; a piece without one is in the house
all the same.
"""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, cast, exists, func, select, update

from livefair.catalog import own_product_for, sku_for
from livefair.kernel import (
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import clean_line
from livefair.supply import stock
from livefair.supply.events_of_parcels import LocationClosed, LocationOpened, PiecesCounted, PiecesMoved
from livefair.supply.models import STOCK_MOVEMENT
from livefair.supply.models.locations import LOCATION, LOCATION_MOVE, STOCK_AT
from livefair.supply.placing import Step, pieces_at, put_down
from livefair.supply.rules import QUANTITY_MAX
from livefair.supply.rules import locations as rules


class Location(NamedTuple):
    id: str
    brand_id: str
    kind: rules.Kind
    name: str
    opened_at_ms: int
    closed_at_ms: int | None


class Moving(NamedTuple):
    """Pieces from one location to another; None: without a place. `key` names it once."""

    from_id: str | None
    to_id: str | None
    pieces: int
    key: str
    note: str = ""


class Change(NamedTuple):
    """One step of a SKU's pieces, with who and why. `from_id` and `to_id` are None where only the house counts."""

    kind: str
    from_id: str | None
    to_id: str | None
    pieces: int
    at_ms: int
    actor_id: str
    note: str


_COLUMNS = [LOCATION.c[field] for field in Location._fields]
_ONE = query(Location, select(*_COLUMNS).where(LOCATION.c.id == bindparam("one")))
_OF_BRAND = query(
    Location,
    select(*_COLUMNS)
    .where(LOCATION.c.brand_id == bindparam("brand"), LOCATION.c.closed_at_ms.is_(None))
    .order_by(LOCATION.c.name)
    .limit(rules.LOCATIONS_MAX),
)
_NAMES = query(
    lambda location_id, name: (location_id, name),
    select(LOCATION.c.id, LOCATION.c.name).where(LOCATION.c.brand_id == bindparam("brand")),
)
_COUNT = query(
    int,
    select(func.count())
    .select_from(LOCATION)
    .where(LOCATION.c.brand_id == bindparam("brand"), LOCATION.c.closed_at_ms.is_(None)),
)
_AGAIN = query(
    str,
    update(LOCATION)
    .where(
        LOCATION.c.brand_id == bindparam("brand"),
        LOCATION.c.name == bindparam("called"),
        LOCATION.c.closed_at_ms.is_not(None),
    )
    .values(kind=bindparam("what"), closed_at_ms=None)
    .returning(LOCATION.c.id),
)
_has_pieces = exists().where(STOCK_AT.c.location_id == LOCATION.c.id, STOCK_AT.c.pieces > 0)
_CLOSE = change(
    update(LOCATION)
    .where(LOCATION.c.id == bindparam("one"), LOCATION.c.closed_at_ms.is_(None), ~_has_pieces)
    .values(closed_at_ms=bindparam("now"))
)
_TOTALS = query(
    lambda location_id, skus, pieces: (location_id, (int(skus), int(pieces))),
    select(STOCK_AT.c.location_id, func.count(), cast(func.sum(STOCK_AT.c.pieces), Integer))
    .join_from(STOCK_AT, LOCATION, LOCATION.c.id == STOCK_AT.c.location_id)
    .where(LOCATION.c.brand_id == bindparam("brand"), STOCK_AT.c.pieces > 0)
    .group_by(STOCK_AT.c.location_id),
)
_MOVES = query(
    Change,
    select(*(LOCATION_MOVE.c[field] for field in Change._fields))
    .where(LOCATION_MOVE.c.sku_id == bindparam("sku"))
    .order_by(LOCATION_MOVE.c.seq.desc())
    .limit(rules.MOVES_SHOWN_MAX),
)
_MOVEMENTS = query(
    lambda kind, pieces, at_ms, actor_id, note: Change(kind, None, None, pieces, at_ms, actor_id, note),
    select(
        STOCK_MOVEMENT.c.kind,
        STOCK_MOVEMENT.c.on_hand_change,
        STOCK_MOVEMENT.c.at_ms,
        STOCK_MOVEMENT.c.actor_id,
        STOCK_MOVEMENT.c.note,
    )
    .where(STOCK_MOVEMENT.c.sku_id == bindparam("sku"), STOCK_MOVEMENT.c.on_hand_change != 0)
    .order_by(STOCK_MOVEMENT.c.seq.desc())
    .limit(rules.MOVES_SHOWN_MAX),
)


def open_location(tx: WriteTx, actor: Actor, *, kind: str, name: str) -> str:
    """One that was closed is opened again under its name. Conflict: name_taken, too_many_locations."""
    brand_id = _brand(actor)
    require_valid(kind in rules.KINDS, "bad_value", field="kind")
    if tx.value(_COUNT, brand=brand_id) >= rules.LOCATIONS_MAX:
        raise Conflict("too_many_locations", limit=rules.LOCATIONS_MAX)
    location_id, name = tx.new_id(), clean_line(name, limit=rules.NAME_CHARS_MAX, field="name")
    is_new = tx.insert_new(LOCATION, id=location_id, brand_id=brand_id, kind=kind, name=name, opened_at_ms=tx.now_ms)
    if not is_new and not (location_id := tx.one(_AGAIN, brand=brand_id, called=name, what=kind) or ""):
        raise Conflict("name_taken", field="name")
    tx.announce(LocationOpened(location_id=location_id, brand_id=brand_id, kind=kind))
    return location_id


def close_location(tx: WriteTx, actor: Actor, location_id: str) -> None:
    """Nothing can be put there any more. Conflict location_not_empty."""
    location = location_for(tx, actor, location_id)
    if not tx.change(_CLOSE, one=location_id, now=tx.now_ms):
        raise Conflict("location_not_empty")
    tx.announce(LocationClosed(location_id=location_id, brand_id=location.brand_id))


def move_pieces(tx: WriteTx, actor: Actor, sku_id: str, moving: Moving) -> None:
    """From one location to another, or to and from none. The same `key` twice is one move.

    Conflict: not_at_location, nothing_without_place.
    """
    _require_own(tx, actor, sku_id)
    _require_key(moving.key)
    require_valid(0 < moving.pieces <= QUANTITY_MAX, "out_of_range", field="pieces")
    require_valid(moving.from_id != moving.to_id, "same_location", field="to_id")
    for location_id in (moving.from_id, moving.to_id):
        if location_id is not None:
            location_for(tx, actor, location_id)
    step = Step("moved", sku_id, moving.pieces, moving.key, moving.from_id, moving.to_id, moving.note)
    if put_down(tx, actor, step):
        tx.announce(PiecesMoved(sku_id=sku_id, from_id=moving.from_id, to_id=moving.to_id, pieces=moving.pieces))


class Count(NamedTuple):
    """`found` pieces lie at the location; `key` names the count once."""

    location_id: str
    found: int
    key: str
    note: str = ""


def count_pieces(tx: WriteTx, actor: Actor, sku_id: str, count: Count) -> int:
    """Somebody has counted: the house has so many more or fewer. Returns by how many. Conflict below_reserved."""
    _require_own(tx, actor, sku_id)
    _require_key(count.key)
    require_valid(0 <= count.found <= QUANTITY_MAX, "out_of_range", field="found")
    location_for(tx, actor, count.location_id)
    by, key = count.found - pieces_at(tx, count.location_id, sku_id), f"count:{count.location_id}:{count.key}"
    if stock.is_moved(tx, sku_id, "corrected", key):
        return 0
    if by == 0:  # kept all the same: told again when something has left meanwhile, it is still the old count
        stock.move(tx, actor, sku_id, stock.Movement("corrected", key, note=count.note))
        return 0
    if by > 0:
        stock.correct(tx, actor, sku_id, by=by, key=key, note=count.note)
        step = Step("counted", sku_id, by, key, to_id=count.location_id, note=count.note)
    else:
        step = Step("counted", sku_id, -by, key, from_id=count.location_id, note=count.note)
    put_down(tx, actor, step)
    if by < 0:
        stock.correct(tx, actor, sku_id, by=by, key=key, note=count.note)
    tx.announce(PiecesCounted(sku_id=sku_id, location_id=count.location_id, change=by))
    return by


def location_for(tx: ReadTx, actor: Actor, location_id: str) -> Location:
    """An open location of the actor's brand."""
    location = tx.one(_ONE, one=location_id)
    if location is None or location.brand_id != _brand(actor) or location.closed_at_ms is not None:
        not_found("location")
    return location


def locations_of(tx: ReadTx, brand_id: str) -> list[Location]:
    """Those that are open, by name."""
    return tx.all(_OF_BRAND, brand=brand_id)


def location_names(tx: ReadTx, brand_id: str) -> dict[str, str]:
    """Of closed ones too."""
    return dict(tx.all(_NAMES, brand=brand_id))


def totals_at(tx: ReadTx, brand_id: str) -> dict[str, tuple[int, int]]:
    """Location → (SKUs, pieces), of those that are not empty."""
    return dict(tx.all(_TOTALS, brand=brand_id))


def changes_of(tx: ReadTx, actor: Actor, sku_id: str) -> list[Change]:
    """Who has moved, counted, received or taken pieces of a SKU, and why: newest first, promises to buyers left out."""
    _require_own(tx, actor, sku_id)
    both = [*tx.all(_MOVES, sku=sku_id), *tx.all(_MOVEMENTS, sku=sku_id)]
    return sorted(both, key=lambda one: one.at_ms, reverse=True)[: rules.MOVES_SHOWN_MAX]


def _brand(actor: Actor) -> str:
    require(actor.has("brand") and actor.organisation_id is not None, "brands_only")
    return str(actor.organisation_id)


def _require_own(tx: ReadTx, actor: Actor, sku_id: str) -> None:
    own_product_for(tx, actor, sku_for(tx, actor, sku_id).product_id)


def _require_key(key: str) -> None:
    require_valid(0 < len(key) <= rules.KEY_CHARS_MAX, "bad_key", field="key")
