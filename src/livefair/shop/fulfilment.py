"""From paid to delivered: the brand ships, the buyer confirms, or the clock does."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, job, not_found, query, require
from livefair.people.devices import DeviceNote, tell_devices
from livefair.shop import rules
from livefair.shop.events import OrderDelivered, OrderShipped
from livefair.shop.formats import require_ready_to_ship
from livefair.shop.models import ORDER, ORDER_LINE
from livefair.shop.own_limits import require_thought_over
from livefair.supply import Parcel, deliver, ship


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
_SHIP = change(
    update(ORDER)
    .where(ORDER.c.id == bindparam("one"), ORDER.c.state == "paid")
    .values(state="shipped", shipped_at_ms=bindparam("now"))
)
_DELIVER = change(
    update(ORDER)
    .where(ORDER.c.id == bindparam("one"), ORDER.c.state == "shipped")
    .values(state="delivered", delivered_at_ms=bindparam("now"), returnable_until_ms=bindparam("until"))
)


def ship_order(tx: WriteTx, actor: Actor, order_id: str, *, carrier: str, tracking: str) -> None:
    """The brand hands a paid order to a carrier. Conflict: not_to_be_shipped, thinking_it_over."""
    order = brand_order_for(tx, actor, order_id)
    if not tx.change(_SHIP, one=order_id, now=tx.now_ms):
        raise Conflict("not_to_be_shipped", state=order.state)
    require_thought_over(tx, order.buyer_id, order.paid_at_ms)
    require_ready_to_ship(tx, order.sold_as, order_id)
    lines = tx.all(_TO_PACK, order=order_id)
    parcel = Parcel(order_id, order.brand_id, lines, order.paid_at_ms or order.placed_at_ms)
    ship(tx, actor, parcel, carrier=carrier, tracking=tracking)
    tell_devices(tx, actor, order.buyer_id, DeviceNote("order_on_its_way", {}, f"/orders/{order_id}", order_id))
    tx.announce(OrderShipped(order_id=order_id, buyer_id=order.buyer_id, brand_id=order.brand_id))
    tx.later(deliver_by_clock, after_ms=rules.ARRIVES_WITHIN_MS, key=f"deliver:{order_id}", order_id=order_id)


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
    deliver(tx, actor, order.id)
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
