"""Stock: one row per SKU decides, in one conditional statement, who gets the last piece. Every change is kept."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, select, update

from livefair.catalog import own_product_for, sku_for
from livefair.catalog.bundles import Part, parts_of, removed_among
from livefair.catalog.rules.variants import whole_bundles
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query, require_valid, text_in
from livefair.people import clean_text
from livefair.supply import promises, rules
from livefair.supply.events import StockCorrected, StockReceived
from livefair.supply.in_force import give_back
from livefair.supply.models import RESERVATION, STOCK, STOCK_MOVEMENT
from livefair.supply.placing import give_way


class Level(NamedTuple):
    sku_id: str
    on_hand: int
    reserved: int

    @property
    def sellable(self) -> int:
        return rules.sellable(on_hand=self.on_hand, reserved=self.reserved)


class Movement(NamedTuple):
    """Why stock changes. With its SKU and kind, `key` names it once."""

    kind: str
    key: str
    on_hand: int = 0
    reserved: int = 0
    note: str = ""


class _Held(NamedTuple):
    sku_id: str
    quantity: int


_pieces = bindparam("pieces", type_=Integer)
_this = STOCK.c.sku_id == bindparam("sku")
_LEVEL = query(Level, select(STOCK.c.sku_id, STOCK.c.on_hand, STOCK.c.reserved).where(_this))
_LEVELS = query(Level, select(STOCK.c.sku_id, STOCK.c.on_hand, STOCK.c.reserved).where(text_in(STOCK.c.sku_id, "ids")))
_KNOWN = query(str, select(STOCK_MOVEMENT.c.key).where(STOCK_MOVEMENT.c.key == bindparam("one")))
_ADD = change(
    update(STOCK)
    .where(_this, STOCK.c.on_hand + _pieces >= STOCK.c.reserved, STOCK.c.on_hand + _pieces >= STOCK.c.placed)
    .values(on_hand=STOCK.c.on_hand + _pieces)
)
_RESERVE = change(
    update(STOCK)
    .where(_this, STOCK.c.on_hand - STOCK.c.reserved >= _pieces)
    .values(reserved=STOCK.c.reserved + _pieces)
)
_RELEASE = change(update(STOCK).where(_this).values(reserved=STOCK.c.reserved - _pieces))
_SHIP = change(
    update(STOCK)
    .where(_this, STOCK.c.on_hand - _pieces >= STOCK.c.placed)
    .values(on_hand=STOCK.c.on_hand - _pieces, reserved=STOCK.c.reserved - _pieces)
)
_end_held = update(RESERVATION).values(state=bindparam("becomes"), ended_at_ms=bindparam("now"))
_HELD = query(
    _Held,
    _end_held.where(RESERVATION.c.reference == bindparam("of"), RESERVATION.c.state == "held").returning(
        RESERVATION.c.sku_id, RESERVATION.c.quantity
    ),
)
_PARTS_HELD = query(
    str,
    select(RESERVATION.c.reference)
    .where(RESERVATION.c.part_of == bindparam("of"), RESERVATION.c.state == "held")
    .order_by(RESERVATION.c.sku_id),
)


def receive(tx: WriteTx, actor: Actor, sku_id: str, *, quantity: int, key: str, note: str = "") -> None:
    """Goods have come in. The same `key` twice is one delivery."""
    _require_own(tx, actor, sku_id)
    require_valid(0 < quantity <= rules.QUANTITY_MAX, "out_of_range", field="quantity")
    if not move(tx, actor, sku_id, Movement("received", key, on_hand=quantity, note=note)):
        return
    if not tx.insert_new(STOCK, sku_id=sku_id, on_hand=quantity, reserved=0):
        tx.change(_ADD, sku=sku_id, pieces=quantity)
    tx.announce(StockReceived(sku_id=sku_id, quantity=quantity))


def correct(tx: WriteTx, actor: Actor, sku_id: str, *, by: int, key: str, note: str = "") -> None:
    """A count has shown more or fewer pieces; never fewer than are promised to buyers."""
    _require_own(tx, actor, sku_id)
    require_valid(by != 0 and abs(by) <= rules.QUANTITY_MAX, "out_of_range", field="quantity")
    if not move(tx, actor, sku_id, Movement("corrected", key, on_hand=by, note=note)):
        return
    is_first = by > 0 and tx.insert_new(STOCK, sku_id=sku_id, on_hand=by, reserved=0)
    if not is_first and not add(tx, actor, sku_id, by, key=f"corrected:{key}"):
        raise Conflict("below_reserved", sku_id=sku_id)
    tx.announce(StockCorrected(sku_id=sku_id, change=by))


def reserve(tx: WriteTx, actor: Actor, sku_id: str, *, quantity: int, reference: str) -> None:
    """Promise pieces to the order line `reference`. Conflict: sold_out, with what is left."""
    # One statement decides, so two buyers can never both get the last piece.
    if not tx.change(_RESERVE, sku=sku_id, pieces=quantity):
        _reserve_bundle(tx, actor, sku_id, quantity, reference)
        return
    _hold(tx, sku_id, quantity, reference)
    tx.insert(STOCK_MOVEMENT, **_row(tx, actor, sku_id, Movement("reserved", reference, reserved=quantity)))


def _reserve_bundle(tx: WriteTx, actor: Actor, sku_id: str, quantity: int, reference: str) -> None:
    """All parts of every bundle, or none: whoever is refused takes the whole use case back."""
    own = tx.one(_LEVEL, sku=sku_id)
    parts = [] if own else parts_of(tx, [sku_id]).get(sku_id, [])
    left = own.sellable if own else level(tx, sku_id).sellable
    if (
        left < quantity
        or not parts
        or not all(tx.change(_RESERVE, sku=each.sku_id, pieces=each.pieces * quantity) for each in parts)
    ):
        raise Conflict("sold_out", sku_id=sku_id, left=left)
    _hold(tx, sku_id, quantity, reference)
    for each in parts:
        pieces, part = each.pieces * quantity, f"{reference}/{each.sku_id}"
        _hold(tx, each.sku_id, pieces, part, part_of=reference)
        move(tx, actor, each.sku_id, Movement("reserved", part, reserved=pieces))


def _hold(tx: WriteTx, sku_id: str, quantity: int, reference: str, part_of: str | None = None) -> None:
    tx.insert(
        RESERVATION,
        reference=reference,
        sku_id=sku_id,
        quantity=quantity,
        state="held",
        made_at_ms=tx.now_ms,
        ready_at_ms=promises.ready_at(tx, sku_id),
        part_of=part_of,
    )


def release(tx: WriteTx, actor: Actor, reference: str) -> bool:
    """The order line will not be bought: its pieces can be sold again. False when they no longer were held."""
    held = tx.one(_HELD, of=reference, becomes="released", now=tx.now_ms)
    if held is None:
        return False
    if tx.change(_RELEASE, sku=held.sku_id, pieces=held.quantity):
        move(tx, actor, held.sku_id, Movement("released", reference, reserved=-held.quantity))
    else:
        for part in tx.all(_PARTS_HELD, of=reference):
            release(tx, actor, part)
    give_back(tx, actor, reference)
    return True


def take_out(tx: WriteTx, actor: Actor, reference: str) -> bool:
    """The order line's pieces leave the house. False when they no longer were held."""
    held = tx.one(_HELD, of=reference, becomes="shipped", now=tx.now_ms)
    if held is None:
        return False
    if leave_held(tx, actor, held.sku_id, held.quantity, key=reference):
        move(tx, actor, held.sku_id, Movement("shipped", reference, on_hand=-held.quantity, reserved=-held.quantity))
        return True
    return all([take_out(tx, actor, part) for part in tx.all(_PARTS_HELD, of=reference)])


def send_out(tx: WriteTx, actor: Actor, sku_id: str, *, quantity: int, key: str) -> None:
    """A sample leaves the house for no money: a movement of its own kind. Conflict sold_out."""
    _take_off(tx, actor, sku_id, Movement("sample", key, on_hand=-quantity))


def sell_outside(tx: WriteTx, actor: Actor, sku_id: str, *, quantity: int, key: str, channel: str) -> None:
    """Pieces were sold in another channel: no room can sell them any more. The same `key` twice is one sale.

    Conflict sold_out, with what is left: the other channel has sold what is promised here already.
    """
    _require_own(tx, actor, sku_id)
    require_valid(0 < quantity <= rules.QUANTITY_MAX, "out_of_range", field="quantity")
    _take_off(tx, actor, sku_id, Movement("outside", key, on_hand=-quantity, note=channel))
    tx.announce(StockCorrected(sku_id=sku_id, change=-quantity))


def _take_off(tx: WriteTx, actor: Actor, sku_id: str, movement: Movement) -> None:
    if not move(tx, actor, sku_id, movement):
        return
    if not add(tx, actor, sku_id, movement.on_hand, key=f"{movement.kind}:{movement.key}"):
        raise Conflict("sold_out", sku_id=sku_id, left=level(tx, sku_id).sellable)


def take_back(tx: WriteTx, actor: Actor, sku_id: str, *, quantity: int, reference: str) -> None:
    """Returned goods that can be sold again. The same `reference` twice is one return."""
    if parts := parts_of(tx, [sku_id]):
        for each in parts[sku_id]:
            take_back(tx, actor, each.sku_id, quantity=quantity * each.pieces, reference=f"{reference}/{sku_id}")
    elif move(tx, actor, sku_id, Movement("returned", reference, on_hand=quantity)):
        tx.change(_ADD, sku=sku_id, pieces=quantity)


def level(tx: ReadTx, sku_id: str) -> Level:
    return tx.one(_LEVEL, sku=sku_id) or _levels_of_bundles(tx, [sku_id])[sku_id]


def levels(tx: ReadTx, sku_ids: list[str]) -> dict[str, Level]:
    """By SKU, for all that were asked for; of bundles, how many can be put together."""
    found = {row.sku_id: row for row in tx.all(_LEVELS, ids=sku_ids)} if sku_ids else {}
    return found | _levels_of_bundles(tx, [sku_id for sku_id in sku_ids if sku_id not in found])


def _levels_of_bundles(tx: ReadTx, sku_ids: list[str]) -> dict[str, Level]:
    """Of SKUs without a row of their own: bundles, and what never had any stock."""
    bundles = parts_of(tx, sku_ids)
    there = {part.sku_id for parts in bundles.values() for part in parts}
    removed = removed_among(tx, sorted(there))
    rows = tx.all(_LEVELS, ids=sorted(there - removed)) if there - removed else ()
    found = {row.sku_id: row.sellable for row in rows}
    return {sku_id: Level(sku_id, _whole(bundles.get(sku_id, ()), found), 0) for sku_id in sku_ids}


def _whole(parts: Sequence[Part], sellable: dict[str, int]) -> int:
    return whole_bundles([(sellable.get(part.sku_id, 0), part.pieces) for part in parts])


def _require_own(tx: ReadTx, actor: Actor, sku_id: str) -> None:
    """Conflict: bundle_has_no_stock, its parts have."""
    own_product_for(tx, actor, sku_for(tx, actor, sku_id).product_id)
    if parts_of(tx, [sku_id]):
        raise Conflict("bundle_has_no_stock")


def move(tx: WriteTx, actor: Actor, sku_id: str, movement: Movement) -> bool:
    """Write a movement down. False when it was made before."""
    return tx.insert_new(STOCK_MOVEMENT, **_row(tx, actor, sku_id, movement))


def is_moved(tx: ReadTx, sku_id: str, kind: str, key: str) -> bool:
    """Whether such a movement was written down before."""
    return tx.one(_KNOWN, one=f"{kind}:{sku_id}:{key}") is not None


def add(tx: WriteTx, actor: Actor, sku_id: str, pieces: int, *, key: str) -> bool:
    """So many more in the house. False: fewer would be there than are promised, and nothing is done."""
    if tx.change(_ADD, sku=sku_id, pieces=pieces):
        return True
    if pieces > 0 or level(tx, sku_id).sellable + pieces < 0:
        return False
    return give_way(tx, actor, sku_id, leaving=-pieces, key=key) and tx.change(_ADD, sku=sku_id, pieces=pieces) > 0


def leave_held(tx: WriteTx, actor: Actor, sku_id: str, pieces: int, *, key: str) -> bool:
    """Promised pieces leave the house, with their promise. False: none of this SKU are there, it is a bundle."""
    if tx.change(_SHIP, sku=sku_id, pieces=pieces):
        return True
    return give_way(tx, actor, sku_id, leaving=pieces, key=key) and tx.change(_SHIP, sku=sku_id, pieces=pieces) > 0


def move_held(tx: WriteTx, actor: Actor, sku_id: str, movement: Movement) -> None:
    """Pieces that are promised come or go together with their promise."""
    leave_held(tx, actor, sku_id, -movement.on_hand, key=f"{movement.kind}:{movement.key}")
    move(tx, actor, sku_id, movement)


def _row(tx: WriteTx, actor: Actor, sku_id: str, movement: Movement) -> dict[str, str | int]:
    note = movement.note and clean_text(movement.note, limit=rules.NOTE_CHARS_MAX, field="note")
    return {
        "key": f"{movement.kind}:{sku_id}:{movement.key}",
        "sku_id": sku_id,
        "kind": movement.kind,
        "on_hand_change": movement.on_hand,
        "reserved_change": movement.reserved,
        "at_ms": tx.now_ms,
        "actor_id": actor.id,
        "note": note,
    }
