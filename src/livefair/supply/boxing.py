"""Pieces put into sealed boxes, taken out of them when a box is opened, and back into the shelves when no box is left.

Every step moves as many pieces out of one SKU as into another, so that no piece is ever counted twice.
"""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, Conflict, WriteTx, change, query
from livefair.supply.models import RESERVATION, STOCK
from livefair.supply.stock import Movement, add, level, move, move_held

_HELD_OF = query(
    str,
    select(RESERVATION.c.sku_id).where(RESERVATION.c.reference == bindparam("of"), RESERVATION.c.state == "held"),
)
_POINT_AT = change(
    update(RESERVATION)
    .where(RESERVATION.c.reference == bindparam("of"), RESERVATION.c.state == "held")
    .values(sku_id=bindparam("sku"))
)


def pack(tx: WriteTx, actor: Actor, sealed_sku_id: str, contents: Mapping[str, int], *, boxes: int, key: str) -> None:
    """Take the pieces of `contents` off the shelves and put `boxes` sealed ones there. Conflict sold_out."""
    for sku_id, pieces in sorted(contents.items()):
        move(tx, actor, sku_id, Movement("boxed", key, on_hand=-pieces))
        if not add(tx, actor, sku_id, -pieces, key=f"boxed:{key}"):
            raise Conflict("sold_out", sku_id=sku_id, left=level(tx, sku_id).sellable)
    tx.insert(STOCK, sku_id=sealed_sku_id, on_hand=0, reserved=0)
    move(tx, actor, sealed_sku_id, Movement("boxed", key, on_hand=boxes))
    add(tx, actor, sealed_sku_id, boxes, key=key)


def unbox(tx: WriteTx, actor: Actor, reference: str, sku_id: str) -> None:
    """The box promised to the order line `reference` is opened: now a piece of `sku_id` is. Conflict not_reserved."""
    sealed_sku_id = tx.one(_HELD_OF, of=reference)
    if sealed_sku_id is None or not tx.change(_POINT_AT, of=reference, sku=sku_id):
        raise Conflict("not_reserved")
    move_held(tx, actor, sealed_sku_id, Movement("unboxed", reference, on_hand=-1, reserved=-1))
    move_held(tx, actor, sku_id, Movement("unboxed", reference, on_hand=1, reserved=1))


def unpack(tx: WriteTx, actor: Actor, sealed_sku_id: str, contents: Mapping[str, int], *, key: str) -> None:
    """Nobody buys boxes any more, and none is promised: what was not drawn can be sold by itself again."""
    boxes = level(tx, sealed_sku_id).sellable
    if boxes:
        move(tx, actor, sealed_sku_id, Movement("unboxed", key, on_hand=-boxes))
        add(tx, actor, sealed_sku_id, -boxes, key=f"unboxed:{key}")
    for sku_id, pieces in sorted(contents.items()):
        if pieces:
            move(tx, actor, sku_id, Movement("unboxed", key, on_hand=pieces))
            add(tx, actor, sku_id, pieces, key=key)
