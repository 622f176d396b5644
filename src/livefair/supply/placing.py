"""The ledger of places: pieces put down, picked up, and those that must go when more leave than lie about."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query, text_in
from livefair.people import clean_text
from livefair.supply.models import STOCK
from livefair.supply.models.locations import LOCATION_MOVE, STOCK_AT
from livefair.supply.rules import NOTE_CHARS_MAX
from livefair.supply.rules.locations import missing_room, taken_from


class Step(NamedTuple):
    """A move of one SKU: with its SKU and kind, `key` names it once."""

    kind: str
    sku_id: str
    pieces: int
    key: str
    from_id: str | None = None
    to_id: str | None = None
    note: str = ""


class _House(NamedTuple):
    on_hand: int
    placed: int


NOTHING = _House(0, 0)
_pieces = bindparam("pieces", type_=Integer)
_here = (STOCK_AT.c.location_id == bindparam("location"), STOCK_AT.c.sku_id == bindparam("sku"))
_TAKE = change(update(STOCK_AT).where(*_here, STOCK_AT.c.pieces >= _pieces).values(pieces=STOCK_AT.c.pieces - _pieces))
_PUT = change(update(STOCK_AT).where(*_here).values(pieces=STOCK_AT.c.pieces + _pieces))
# Never more at places than in the house: one statement decides.
_PLACE = change(
    update(STOCK)
    .where(STOCK.c.sku_id == bindparam("sku"), STOCK.c.placed + _pieces <= STOCK.c.on_hand)
    .values(placed=STOCK.c.placed + _pieces)
)
_HOUSE = query(
    _House,
    select(STOCK.c.on_hand, STOCK.c.placed).where(STOCK.c.sku_id == bindparam("sku")),
)
_THERE_OF_ALL = query(
    lambda location_id, sku_id, pieces: (str(location_id), str(sku_id), int(pieces)),
    select(STOCK_AT.c.location_id, STOCK_AT.c.sku_id, STOCK_AT.c.pieces).where(
        text_in(STOCK_AT.c.sku_id, "ids"), STOCK_AT.c.pieces > 0
    ),
)
_THERE = query(
    lambda location_id, pieces: (str(location_id), int(pieces)),
    select(STOCK_AT.c.location_id, STOCK_AT.c.pieces).where(
        STOCK_AT.c.sku_id == bindparam("sku"), STOCK_AT.c.pieces > 0
    ),
)


def put_down(tx: WriteTx, actor: Actor, step: Step) -> bool:
    """Do a step and write it down. False when it was done before. Conflict: not_at_location, nothing_without_place."""
    if not _note(tx, actor, step):
        return False
    if step.from_id is not None and not tx.change(_TAKE, location=step.from_id, sku=step.sku_id, pieces=step.pieces):
        raise Conflict("not_at_location", left=pieces_at(tx, step.from_id, step.sku_id))
    by = (step.pieces if step.to_id else 0) - (step.pieces if step.from_id else 0)
    if by and not tx.change(_PLACE, sku=step.sku_id, pieces=by):
        raise Conflict("nothing_without_place", left=without_place_of(tx, step.sku_id))
    if step.to_id is not None and not tx.insert_new(
        STOCK_AT, location_id=step.to_id, sku_id=step.sku_id, pieces=step.pieces
    ):
        tx.change(_PUT, location=step.to_id, sku=step.sku_id, pieces=step.pieces)
    return True


def give_way(tx: WriteTx, actor: Actor, sku_id: str, *, leaving: int, key: str) -> bool:
    """So many leave the house and nobody said from where: places give what is missing, the fullest first.

    False when nothing had to be given: whatever was refused was not refused for want of it.
    """
    house = tx.one(_HOUSE, sku=sku_id) or NOTHING
    room = missing_room(on_hand=house.on_hand, placed=house.placed, leaving=leaving)
    if not 0 < room <= house.placed:
        return False
    for location_id, pieces in taken_from(dict(tx.all(_THERE, sku=sku_id)), room).items():
        put_down(tx, actor, Step("taken", sku_id, pieces, f"{key}:{location_id}", from_id=location_id))
    return True


def pieces_at(tx: ReadTx, location_id: str, sku_id: str) -> int:
    return dict(tx.all(_THERE, sku=sku_id)).get(location_id, 0)


def pieces_by_location(tx: ReadTx, sku_id: str) -> dict[str, int]:
    """Location → pieces, of those that have any."""
    return dict(tx.all(_THERE, sku=sku_id))


def pieces_of_all(tx: ReadTx, sku_ids: list[str]) -> dict[str, dict[str, int]]:
    """Location → SKU → pieces, of those that have any."""
    found: dict[str, dict[str, int]] = {}
    for location_id, sku_id, pieces in tx.all(_THERE_OF_ALL, ids=sku_ids):
        found.setdefault(location_id, {})[sku_id] = pieces
    return found


def without_place_of(tx: ReadTx, sku_id: str) -> int:
    house = tx.one(_HOUSE, sku=sku_id) or NOTHING
    return house.on_hand - house.placed


def _note(tx: WriteTx, actor: Actor, step: Step) -> bool:
    values = step._asdict() | {
        "key": f"{step.kind}:{step.sku_id}:{step.key}",
        "note": step.note and clean_text(step.note, limit=NOTE_CHARS_MAX, field="note"),
    }
    return tx.insert_new(LOCATION_MOVE, **values, at_ms=tx.now_ms, actor_id=actor.id)
