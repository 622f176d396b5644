"""What happened to places, parcels and what came back."""

from livefair.kernel import Fact


class LocationOpened(Fact, frozen=True, kw_only=True):
    location_id: str
    brand_id: str
    kind: str


class LocationClosed(Fact, frozen=True, kw_only=True):
    location_id: str
    brand_id: str


class PiecesMoved(Fact, frozen=True, kw_only=True):
    """Without `from_id` they had no place before, without `to_id` they have none now."""

    sku_id: str
    from_id: str | None
    to_id: str | None
    pieces: int


class PiecesCounted(Fact, frozen=True, kw_only=True):
    """At this location there were `change` more (or fewer) than was written down."""

    sku_id: str
    location_id: str
    change: int


class ParcelTold(Fact, frozen=True, kw_only=True):
    """Its carrier says where a parcel is. `reference` is the order."""

    shipment_id: str
    reference: str
    code: str


class GoodsCameBack(Fact, frozen=True, kw_only=True):
    """`condition`: as_new, opened or damaged; what is damaged is not sold again."""

    sku_id: str
    reference: str
    condition: str
    pieces: int
