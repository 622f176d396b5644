"""Shipments: what left for a buyer, in how many parcels, with whom, and when each arrived."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import (
    HOUR_MS,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    text_in,
)
from livefair.people import clean_line
from livefair.supply import packing, rules
from livefair.supply.events import ShipmentDelivered, ShipmentSent
from livefair.supply.locations import location_for
from livefair.supply.models import SHIPMENT
from livefair.supply.models.parcels import SHIPMENT_LINE
from livefair.supply.rules.parcels import PARCELS_MAX


class Shipment(NamedTuple):
    id: str
    reference: str
    number: int
    brand_id: str
    carrier: str
    tracking: str
    location_id: str | None
    promised_at_ms: int
    shipped_at_ms: int
    delivered_at_ms: int | None


_COLUMNS = [SHIPMENT.c[field] for field in Shipment._fields]
_OF = query(Shipment, select(*_COLUMNS).where(SHIPMENT.c.reference == bindparam("of")).order_by(SHIPMENT.c.number))
_ONE = query(Shipment, select(*_COLUMNS).where(SHIPMENT.c.id == bindparam("one")))
_BY_KEY = query(
    str, select(SHIPMENT.c.id).where(SHIPMENT.c.reference == bindparam("of"), SHIPMENT.c.key == bindparam("k"))
)
_DELIVER = change(
    update(SHIPMENT)
    .where(SHIPMENT.c.id == bindparam("one"), SHIPMENT.c.delivered_at_ms.is_(None))
    .values(delivered_at_ms=bindparam("now"))
)
_IN = query(
    lambda shipment_id, line, pieces: (shipment_id, line, pieces),
    select(SHIPMENT_LINE.c.shipment_id, SHIPMENT_LINE.c.line, SHIPMENT_LINE.c.pieces)
    .where(text_in(SHIPMENT_LINE.c.shipment_id, "ids"))
    .order_by(SHIPMENT_LINE.c.line),
)


class Parcel(NamedTuple):
    """What a brand hands to a carrier: `reference` is the order, `lines` how many pieces of which reservation leave.

    `location_id`: from where; None: from wherever they are. `is_followed`: the carrier gives its number itself, later.
    """

    reference: str
    brand_id: str
    lines: Mapping[str, int]
    ordered_at_ms: int
    location_id: str | None = None
    key: str | None = None
    is_followed: bool = False


def ship(tx: WriteTx, actor: Actor, parcel: Parcel, *, carrier: str, tracking: str) -> str:
    """Take the parcel's pieces out of stock and send it. Returns the shipment's id.

    Conflict: already_shipped, too_many_parcels, not_reserved, not_at_location.
    """
    require(actor.organisation_id == parcel.brand_id, "not_yours")
    if parcel.location_id is not None:
        location_for(tx, actor, parcel.location_id)
    before = shipments_of(tx, parcel.reference)
    if len(before) >= PARCELS_MAX:
        raise Conflict("too_many_parcels", limit=PARCELS_MAX)
    shipment_id = tx.new_id()
    number = "" if parcel.is_followed else clean_line(tracking, limit=rules.TRACKING_CHARS_MAX, field="tracking")
    promised_at_ms = parcel.ordered_at_ms + rules.SHIP_WITHIN_HOURS * HOUR_MS
    is_new = tx.insert_new(
        SHIPMENT,
        id=shipment_id,
        reference=parcel.reference,
        number=len(before) + 1,
        key=parcel.key,
        location_id=parcel.location_id,
        brand_id=parcel.brand_id,
        carrier=clean_line(carrier, limit=rules.CARRIER_CHARS_MAX, field="carrier"),
        tracking=number,
        promised_at_ms=promised_at_ms,
        shipped_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("already_shipped")
    packing.pack(tx, actor, parcel.lines, packing.Pick(parcel.location_id, shipment_id))
    for line, pieces in sorted(parcel.lines.items()):
        tx.insert(SHIPMENT_LINE, shipment_id=shipment_id, line=line, pieces=pieces)
    tx.announce(
        ShipmentSent(
            shipment_id=shipment_id,
            reference=parcel.reference,
            brand_id=parcel.brand_id,
            promised_at_ms=promised_at_ms,
        )
    )
    return shipment_id


def deliver(tx: WriteTx, actor: Actor, shipment_id: str) -> bool:
    """The parcel has arrived. False when that was known already."""
    shipment = shipment_called(tx, shipment_id)
    if not tx.change(_DELIVER, one=shipment_id, now=tx.now_ms):
        return False
    tx.announce(ShipmentDelivered(shipment_id=shipment_id, reference=shipment.reference, brand_id=shipment.brand_id))
    return True


def shipments_of(tx: ReadTx, reference: str) -> list[Shipment]:
    """The parcels of an order, in the order in which they left."""
    return tx.all(_OF, of=reference)


def shipment_called(tx: ReadTx, shipment_id: str) -> Shipment:
    """For the program only."""
    return tx.one(_ONE, one=shipment_id) or not_found("shipment")


def shipment_by_key(tx: ReadTx, reference: str, key: str) -> str | None:
    return tx.one(_BY_KEY, of=reference, k=key)


def packed_in(tx: ReadTx, shipment_ids: list[str]) -> dict[str, dict[str, int]]:
    """Shipment → line → pieces."""
    found: dict[str, dict[str, int]] = {shipment_id: {} for shipment_id in shipment_ids}
    for shipment_id, line, pieces in tx.all(_IN, ids=shipment_ids) if shipment_ids else ():
        found[shipment_id][line] = pieces
    return found


def pieces_sent(tx: ReadTx, reference: str) -> dict[str, int]:
    """Line → pieces that have left with any parcel of the order."""
    sent: dict[str, int] = {}
    for lines in packed_in(tx, [shipment.id for shipment in shipments_of(tx, reference)]).values():
        for line, pieces in lines.items():
            sent[line] = sent.get(line, 0) + pieces
    return sent
