"""What must hold of places and parcels at every moment; returns a sentence for each breach."""

from sqlalchemy import Integer, cast, exists, func, literal, or_, select, union_all

from livefair.kernel import ReadTx, query
from livefair.supply.models import RESERVATION, SHIPMENT, STOCK
from livefair.supply.models.locations import LOCATION, LOCATION_MOVE, STOCK_AT
from livefair.supply.models.parcels import SHIPMENT_LINE

_lying = (
    select(STOCK_AT.c.sku_id, cast(func.sum(STOCK_AT.c.pieces), Integer).label("pieces"))
    .group_by(STOCK_AT.c.sku_id)
    .subquery()
)
_there = func.coalesce(_lying.c.pieces, 0)
_NOT_PLACED = query(
    lambda sku_id, placed, there: (sku_id, placed, there),
    select(STOCK.c.sku_id, STOCK.c.placed, _there)
    .join_from(STOCK, _lying, _lying.c.sku_id == STOCK.c.sku_id, isouter=True)
    .where(or_(STOCK.c.placed != _there, STOCK.c.placed > STOCK.c.on_hand)),
)
_steps = union_all(
    select(LOCATION_MOVE.c.to_id.label("location_id"), LOCATION_MOVE.c.sku_id, LOCATION_MOVE.c.pieces).where(
        LOCATION_MOVE.c.to_id.is_not(None)
    ),
    select(LOCATION_MOVE.c.from_id, LOCATION_MOVE.c.sku_id, literal(0) - LOCATION_MOVE.c.pieces).where(
        LOCATION_MOVE.c.from_id.is_not(None)
    ),
).subquery()
_walked = (
    select(_steps.c.location_id, _steps.c.sku_id, cast(func.sum(_steps.c.pieces), Integer).label("pieces"))
    .group_by(_steps.c.location_id, _steps.c.sku_id)
    .subquery()
)
_NOT_WALKED = query(
    lambda location_id, sku_id: (location_id, sku_id),
    select(STOCK_AT.c.location_id, STOCK_AT.c.sku_id)
    .join_from(
        STOCK_AT,
        _walked,
        (_walked.c.location_id == STOCK_AT.c.location_id) & (_walked.c.sku_id == STOCK_AT.c.sku_id),
        isouter=True,
    )
    .where(STOCK_AT.c.pieces != func.coalesce(_walked.c.pieces, 0)),
)
_CLOSED_WITH_PIECES = query(
    str,
    select(LOCATION.c.id)
    .join(STOCK_AT, STOCK_AT.c.location_id == LOCATION.c.id)
    .where(LOCATION.c.closed_at_ms.is_not(None), STOCK_AT.c.pieces > 0),
)
_SENT = query(
    lambda line, pieces: (line, pieces),
    select(SHIPMENT_LINE.c.line, cast(func.sum(SHIPMENT_LINE.c.pieces), Integer)).group_by(SHIPMENT_LINE.c.line),
)
_STILL_HELD = query(
    lambda line, pieces: (line, pieces),
    select(RESERVATION.c.reference, RESERVATION.c.quantity).where(
        RESERVATION.c.state == "held", exists().where(SHIPMENT_LINE.c.line == RESERVATION.c.reference)
    ),
)
_UNDER_WAY = query(str, select(SHIPMENT.c.reference).where(SHIPMENT.c.delivered_at_ms.is_(None)))


def location_breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"{sku} has {placed} at places, they say {there}" for sku, placed, there in tx.all(_NOT_PLACED)),
        *(f"{sku} at {location} is not what was put there and taken" for location, sku in tx.all(_NOT_WALKED)),
        *(f"location {one} is closed and not empty" for one in tx.all(_CLOSED_WITH_PIECES)),
    ]


def left_with_parcels(tx: ReadTx) -> dict[str, int]:
    """Line → pieces that left with a parcel, and those of the same line that still wait for one."""
    held = dict(tx.all(_STILL_HELD))
    return {line: pieces + held.get(line, 0) for line, pieces in tx.all(_SENT)}


def parcels_under_way(tx: ReadTx) -> frozenset[str]:
    """References of parcels that nobody has received yet."""
    return frozenset(tx.all(_UNDER_WAY))
