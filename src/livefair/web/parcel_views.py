"""Parcels as their buyer and their brand see them: what is in each, with whom it goes, and what was told of it."""

from typing import NamedTuple

from livefair.kernel import ReadTx
from livefair.shop.queries import OrderCard
from livefair.supply import Shipment, shipments_of
from livefair.supply.shipments import packed_in
from livefair.supply.tracking import Told, told_of


class Content(NamedTuple):
    title: str
    sku_name: str
    pieces: int


class ParcelView(NamedTuple):
    """`number` is "" as long as the carrier has not given one. `told`: the newest first."""

    id: str
    place: int
    carrier: str
    number: str
    shipped_at_ms: int
    delivered_at_ms: int | None
    contents: list[Content]
    told: list[Told]


def parcels_of(tx: ReadTx, card: OrderCard, locale: str) -> list[ParcelView]:
    """In the order in which they left; nothing is asked for an order that is not paid."""
    found = shipments_of(tx, card.order.id) if card.order.paid_at_ms is not None else []
    ids = [parcel.id for parcel in found]
    contents, told = packed_in(tx, ids), told_of(tx, ids)
    return [_view(card, parcel, contents[parcel.id], told[parcel.id], locale) for parcel in found]


def _view(card: OrderCard, parcel: Shipment, lines: dict[str, int], told: list[Told], locale: str) -> ParcelView:
    return ParcelView(
        id=parcel.id,
        place=parcel.number,
        carrier=parcel.carrier,
        number=parcel.tracking,
        shipped_at_ms=parcel.shipped_at_ms,
        delivered_at_ms=parcel.delivered_at_ms,
        contents=[
            Content(line.title(locale), line.sku_name(locale), lines[line.id])
            for line in card.lines
            if line.id in lines
        ],
        told=told,
    )
