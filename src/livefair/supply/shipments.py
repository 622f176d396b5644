"""Shipments: what left for a buyer, with whom, and when it arrived."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import HOUR_MS, Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require
from livefair.people import clean_line
from livefair.supply import rules, stock
from livefair.supply.events import ShipmentDelivered, ShipmentSent
from livefair.supply.models import SHIPMENT


class Shipment(NamedTuple):
    id: str
    reference: str
    brand_id: str
    carrier: str
    tracking: str
    promised_at_ms: int
    shipped_at_ms: int
    delivered_at_ms: int | None


_SHIPMENT = query(
    Shipment,
    select(*(getattr(SHIPMENT.c, field) for field in Shipment._fields)).where(SHIPMENT.c.reference == bindparam("of")),
)
_DELIVER = change(
    update(SHIPMENT)
    .where(SHIPMENT.c.reference == bindparam("of"), SHIPMENT.c.delivered_at_ms.is_(None))
    .values(delivered_at_ms=bindparam("now"))
)


class Parcel(NamedTuple):
    """What a brand hands to a carrier: `reference` is the order, `lines` the reservations that leave with it."""

    reference: str
    brand_id: str
    lines: list[str]
    ordered_at_ms: int


def ship(tx: WriteTx, actor: Actor, parcel: Parcel, *, carrier: str, tracking: str) -> str:
    """Take the parcel's pieces out of stock and send it. Returns the shipment's id."""
    require(actor.organisation_id == parcel.brand_id, "not_yours")
    shipment_id = tx.new_id()
    promised_at_ms = parcel.ordered_at_ms + rules.SHIP_WITHIN_HOURS * HOUR_MS
    is_new = tx.insert_new(
        SHIPMENT,
        id=shipment_id,
        reference=parcel.reference,
        brand_id=parcel.brand_id,
        carrier=clean_line(carrier, limit=rules.CARRIER_CHARS_MAX, field="carrier"),
        tracking=clean_line(tracking, limit=rules.TRACKING_CHARS_MAX, field="tracking"),
        promised_at_ms=promised_at_ms,
        shipped_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("already_shipped")
    for line in parcel.lines:
        if not stock.take_out(tx, actor, line):
            raise Conflict("not_reserved")
    tx.announce(
        ShipmentSent(
            shipment_id=shipment_id,
            reference=parcel.reference,
            brand_id=parcel.brand_id,
            promised_at_ms=promised_at_ms,
        )
    )
    return shipment_id


def deliver(tx: WriteTx, actor: Actor, reference: str) -> bool:
    """The parcel has arrived. False when that was known already."""
    shipment = shipment_of(tx, reference)
    if shipment is None:
        not_found("shipment")
    if not tx.change(_DELIVER, of=reference, now=tx.now_ms):
        return False
    tx.announce(ShipmentDelivered(shipment_id=shipment.id, reference=reference, brand_id=shipment.brand_id))
    return True


def shipment_of(tx: ReadTx, reference: str) -> Shipment | None:
    return tx.one(_SHIPMENT, of=reference)
