"""From paid to delivered: the brand ships, the buyer confirms, or the clock does."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, Conflict, Invalid, ReadTx, WriteTx, change, job, not_found, query, require
from livefair.people.devices import DeviceNote, tell_devices
from livefair.shop import rules
from livefair.shop.events import OrderDelivered, OrderShipped
from livefair.shop.formats import require_ready_to_ship
from livefair.shop.models import ORDER, ORDER_LINE
from livefair.shop.own_limits import require_thought_over
from livefair.supply import Parcel, deliver, ship, shipments_of
from livefair.supply.carriers import book_later
from livefair.supply.packing import waiting
from livefair.supply.rules.locations import packed as pieces_for
from livefair.supply.shipments import shipment_by_key


class Order(NamedTuple):
    id: str
    payment_id: str
    buyer_id: str
    brand_id: str
    state: str
    total_minor: int
    currency: str
    address: str
    sold_as: str | None
    placed_at_ms: int
    paid_at_ms: int | None
    shipped_at_ms: int | None
    delivered_at_ms: int | None
    returnable_until_ms: int | None
    ended_at_ms: int | None


_ORDER = query(
    Order, select(*(getattr(ORDER.c, field) for field in Order._fields)).where(ORDER.c.id == bindparam("one"))
)
_LINE_IDS = query(
    str, select(ORDER_LINE.c.id).where(ORDER_LINE.c.order_id == bindparam("order")).order_by(ORDER_LINE.c.id)
)
# What was cancelled before it was packed has gone back into the shelves.
_TO_PACK = query(
    str,
    select(ORDER_LINE.c.id)
    .where(ORDER_LINE.c.order_id == bindparam("order"), ORDER_LINE.c.refunded_minor < ORDER_LINE.c.amount_minor)
    .order_by(ORDER_LINE.c.id),
)
_is_paid = (ORDER.c.id == bindparam("one"), ORDER.c.state == "paid")
# Keeps the order to itself until this parcel is packed.
_PACK = change(update(ORDER).where(*_is_paid).values(state="paid"))
_SHIP = change(update(ORDER).where(*_is_paid).values(state="shipped", shipped_at_ms=bindparam("now")))
_DELIVER = change(
    update(ORDER)
    .where(ORDER.c.id == bindparam("one"), ORDER.c.state == "shipped")
    .values(state="delivered", delivered_at_ms=bindparam("now"), returnable_until_ms=bindparam("until"))
)


class Packed(NamedTuple):
    """What goes into one parcel: line → pieces, all that is left of the order where nothing is said.

    `location_id`: from where; None: from wherever it lies. `is_followed`: its carrier gives the number and tells of it.
    The same `key` twice is one parcel.
    """

    pieces: Mapping[str, int] = MappingProxyType({})
    location_id: str | None = None
    key: str | None = None
    is_followed: bool = False


ALL = Packed()


def ship_order(tx: WriteTx, actor: Actor, order_id: str, *, carrier: str, tracking: str, packed: Packed = ALL) -> None:
    """The brand hands a paid order, or a part of it, to a carrier; with its last parcel the order is shipped.

    Invalid: nothing_to_pack. Conflict: not_to_be_shipped, thinking_it_over, not_at_location.
    """
    order = brand_order_for(tx, actor, order_id)
    if packed.key is not None and shipment_by_key(tx, order_id, packed.key) is not None:
        return
    if not tx.change(_PACK, one=order_id):
        raise Conflict("not_to_be_shipped", state=order.state)
    require_thought_over(tx, order.buyer_id, order.paid_at_ms)
    require_ready_to_ship(tx, order.sold_as, order_id)
    left = pieces_to_pack(tx, order_id)
    lines = pieces_for(left, packed.pieces)
    if lines is None:
        raise Invalid("nothing_to_pack", field="pieces")
    key, since_ms = packed.key, order.paid_at_ms or order.placed_at_ms
    parcel = Parcel(order_id, order.brand_id, lines, since_ms, packed.location_id, key, packed.is_followed)
    shipment_id = ship(tx, actor, parcel, carrier=carrier, tracking=tracking)
    if packed.is_followed:
        book_later(tx, actor, shipment_id)
    if lines == left:
        _all_sent(tx, actor, order)
    else:
        tell_devices(tx, actor, order.buyer_id, DeviceNote("parcel_on_its_way", {}, f"/orders/{order_id}", shipment_id))


def pieces_to_pack(tx: ReadTx, order_id: str) -> dict[str, int]:
    """Line → pieces that are paid and still in the house."""
    return waiting(tx, tx.all(_TO_PACK, order=order_id))


def note_nothing_left(tx: WriteTx, actor: Actor, order_id: str) -> None:
    """What was not sent yet has been cancelled: if a parcel has left, the order is on its way as a whole."""
    order = order_called(tx, order_id)
    if order.state == "paid" and shipments_of(tx, order_id) and not pieces_to_pack(tx, order_id):
        _all_sent(tx, actor, order)
        note_delivery(tx, actor, order_id)


def note_delivery(tx: WriteTx, actor: Actor, order_id: str) -> None:
    """A carrier has brought a parcel: the order is delivered when that was the last."""
    order = order_called(tx, order_id)
    if order.state == "shipped" and all(parcel.delivered_at_ms for parcel in shipments_of(tx, order_id)):
        _deliver(tx, actor, order, by="carrier")


def _all_sent(tx: WriteTx, actor: Actor, order: Order) -> None:
    tx.change(_SHIP, one=order.id, now=tx.now_ms)
    tell_devices(tx, actor, order.buyer_id, DeviceNote("order_on_its_way", {}, f"/orders/{order.id}", order.id))
    tx.announce(OrderShipped(order_id=order.id, buyer_id=order.buyer_id, brand_id=order.brand_id))
    tx.later(deliver_by_clock, after_ms=rules.ARRIVES_WITHIN_MS, key=f"deliver:{order.id}", order_id=order.id)


def confirm_receipt(tx: WriteTx, actor: Actor, order_id: str) -> None:
    """The buyer has the parcel; from now on the return window runs. Confirming twice is confirming once."""
    order = order_for(tx, actor, order_id)
    require(order.buyer_id == actor.id, "not_yours")
    if order.state == "delivered":
        return
    if not _deliver(tx, actor, order, by="buyer"):
        raise Conflict("not_on_its_way", state=order.state)


@job
def deliver_by_clock(tx: WriteTx, actor: Actor, *, order_id: str) -> None:
    """Nobody said in time that the parcel is missing."""
    order = tx.one(_ORDER, one=order_id) or not_found("order")
    _deliver(tx, actor, order, by="clock")


def order_for(tx: ReadTx, actor: Actor, order_id: str) -> Order:
    """An order that this actor may see: its buyer's, its brand's, an operator's."""
    order = tx.one(_ORDER, one=order_id)
    if order is None or not (
        order.buyer_id == actor.id or order.brand_id == actor.organisation_id or actor.has("operator")
    ):
        not_found("order")
    return order


def brand_order_for(tx: ReadTx, actor: Actor, order_id: str) -> Order:
    order = tx.one(_ORDER, one=order_id)
    if order is None or order.brand_id != actor.organisation_id:
        not_found("order")
    return order


def order_called(tx: ReadTx, order_id: str) -> Order:
    """For the program only."""
    return tx.one(_ORDER, one=order_id) or not_found("order")


def brand_of_order(tx: ReadTx, order_id: str) -> str:
    return order_called(tx, order_id).brand_id


def line_ids_of(tx: ReadTx, order_id: str) -> list[str]:
    return tx.all(_LINE_IDS, order=order_id)


def _deliver(tx: WriteTx, actor: Actor, order: Order, *, by: str) -> bool:
    until_ms = tx.now_ms + rules.RETURNABLE_MS
    if not tx.change(_DELIVER, one=order.id, now=tx.now_ms, until=until_ms):
        return False
    for parcel in shipments_of(tx, order.id):
        deliver(tx, actor, parcel.id)
    tx.announce(
        OrderDelivered(
            order_id=order.id,
            buyer_id=order.buyer_id,
            brand_id=order.brand_id,
            line_ids=line_ids_of(tx, order.id),
            by=by,
            returnable_until_ms=until_ms,
        )
    )
    return True
