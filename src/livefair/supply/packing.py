"""Packing: promised pieces leave with a parcel, all of a line or some of them, from where the brand says they lie."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query, text_in
from livefair.supply.models import RESERVATION
from livefair.supply.placing import Step, put_down
from livefair.supply.stock import Movement, leave_held, move


class Pick(NamedTuple):
    """From which location pieces are taken (None: wherever they are) and for which parcel."""

    location_id: str | None
    shipment_id: str


class _Held(NamedTuple):
    reference: str
    sku_id: str
    quantity: int


_held = RESERVATION.c.state == "held"
_COLUMNS = (RESERVATION.c.reference, RESERVATION.c.sku_id, RESERVATION.c.quantity)
_ONE = query(_Held, select(*_COLUMNS).where(RESERVATION.c.reference == bindparam("of"), _held))
_PARTS = query(
    _Held,
    select(*_COLUMNS).where(RESERVATION.c.part_of == bindparam("of"), _held).order_by(RESERVATION.c.sku_id),
)
_WAITING = query(
    lambda reference, quantity: (reference, quantity),
    select(RESERVATION.c.reference, RESERVATION.c.quantity).where(text_in(RESERVATION.c.reference, "ids"), _held),
)
_pieces = bindparam("pieces", type_=Integer)
_this = (RESERVATION.c.reference == bindparam("of"), _held)
_LESS = change(
    update(RESERVATION)
    .where(*_this, RESERVATION.c.quantity > _pieces)
    .values(quantity=RESERVATION.c.quantity - _pieces)
)
_ALL = change(
    update(RESERVATION)
    .where(*_this, RESERVATION.c.quantity == _pieces)
    .values(state="shipped", ended_at_ms=bindparam("now"))
)


def waiting(tx: ReadTx, lines: list[str]) -> dict[str, int]:
    """Line → pieces that are promised and still in the house."""
    return dict(tx.all(_WAITING, ids=lines)) if lines else {}


def pack(tx: WriteTx, actor: Actor, lines: Mapping[str, int], pick: Pick) -> None:
    """These pieces leave. Conflict: not_reserved (fewer are promised), not_at_location."""
    for line, pieces in sorted(lines.items()):
        _pack_line(tx, actor, line, pieces, pick)


def _pack_line(tx: WriteTx, actor: Actor, line: str, pieces: int, pick: Pick) -> None:
    held = tx.one(_ONE, of=line)
    if held is None:
        raise Conflict("not_reserved")
    parts = tx.all(_PARTS, of=line)
    _take(tx, line, pieces)
    for each in parts:
        part = each.quantity * pieces // held.quantity
        _take(tx, each.reference, part)
        _leave(tx, actor, each, part, pick)
    if not parts:
        _leave(tx, actor, held, pieces, pick)


def _take(tx: WriteTx, reference: str, pieces: int) -> None:
    """One statement decides, so two parcels can never hold the same piece."""
    if not tx.change(_ALL, of=reference, pieces=pieces, now=tx.now_ms) and not tx.change(
        _LESS, of=reference, pieces=pieces
    ):
        raise Conflict("not_reserved")


def _leave(tx: WriteTx, actor: Actor, held: _Held, pieces: int, pick: Pick) -> None:
    key = f"{held.reference}:{pick.shipment_id}"
    if pick.location_id is not None:
        put_down(tx, actor, Step("packed", held.sku_id, pieces, key, from_id=pick.location_id))
    if not leave_held(tx, actor, held.sku_id, pieces, key=key):
        raise Conflict("not_reserved")
    move(tx, actor, held.sku_id, Movement("shipped", key, on_hand=-pieces, reserved=-pieces))
