from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, one_of, sequence_column

# What can be sold of a SKU is on_hand - reserved. The database itself refuses to sell what is not there.
STOCK = Table(
    "stock",
    metadata,
    Column("sku_id", Text, ForeignKey("sku.id"), primary_key=True),
    Column("on_hand", Integer, nullable=False),
    Column("reserved", Integer, nullable=False),
    # How many of them are known to lie at some location (models/locations.py).
    Column("placed", Integer, nullable=False, server_default="0"),
    CheckConstraint("reserved >= 0", name="reserved"),
    CheckConstraint("on_hand >= reserved", name="on_hand"),
    CheckConstraint("placed BETWEEN 0 AND on_hand", name="placed"),
)

# Why stock is what it is: never changed, sums to the row above.
STOCK_MOVEMENT = Table(
    "stock_movement",
    metadata,
    sequence_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    one_of(
        "kind",
        "received",
        "corrected",
        "reserved",
        "released",
        "shipped",
        "returned",
        "sample",
        "outside",
        "boxed",
        "unboxed",
    ),
    Column("on_hand_change", Integer, nullable=False),
    Column("reserved_change", Integer, nullable=False),
    at_column("at_ms"),
    Column("actor_id", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_stock_movement_sku_id_at_ms", "sku_id", "at_ms"),
)

# Pieces that can be sold already and come later (加货): they count in the stock above.
STOCK_PROMISE = Table(
    "stock_promise",
    metadata,
    Column("key", Text, primary_key=True),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("pieces", Integer, CheckConstraint("pieces > 0", name="pieces"), nullable=False),
    at_column("ready_at_ms"),
    at_column("made_at_ms"),
    at_column("arrived_at_ms", nullable=True),
    Index("ix_stock_promise_sku_id", "sku_id"),
)

# Pieces promised to one buyer's order line. `reference` is that line's id, opaque here.
RESERVATION = Table(
    "reservation",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("quantity", Integer, CheckConstraint("quantity > 0", name="quantity"), nullable=False),
    one_of("state", "held", "released", "shipped"),
    at_column("made_at_ms"),
    at_column("ended_at_ms", nullable=True),
    # When pieces that were sold before they are in the house will be there.
    at_column("ready_at_ms", nullable=True),
    # A bundle's reservation holds nothing itself: those of its parts, which name it here, do.
    Column("part_of", Text, ForeignKey("reservation.reference"), nullable=True),
    Index("ix_reservation_sku_id", "sku_id"),
)
Index(
    "ix_reservation_part_of",
    RESERVATION.c.part_of,
    sqlite_where=RESERVATION.c.part_of.is_not(None),
    postgresql_where=RESERVATION.c.part_of.is_not(None),
)

# A parcel. `reference` is the order's id, opaque here; an order leaves in as many parcels as it needs.
SHIPMENT = Table(
    "shipment",
    metadata,
    id_column(),
    Column("reference", Text, nullable=False),
    Column("number", Integer, nullable=False, server_default="1"),
    Column("key", Text),
    Column("location_id", Text, ForeignKey("stock_location.id")),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("carrier", Text, nullable=False),
    Column("tracking", Text, nullable=False),
    at_column("promised_at_ms"),
    at_column("shipped_at_ms"),
    at_column("delivered_at_ms", nullable=True),
    UniqueConstraint("reference", "number"),
    UniqueConstraint("reference", "key"),
    Index("ix_shipment_brand_id", "brand_id"),
    Index("ix_shipment_tracking", "tracking"),
)

# What a brand pays to the host who sells: open to every host, the version in force at checkout counts.
COMMISSION = Table(
    "commission",
    metadata,
    sequence_column(),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("commission_bp", Integer, CheckConstraint("commission_bp BETWEEN 0 AND 8000", name="range"), nullable=False),
    at_column("from_at_ms"),
    Column("set_by", Text, nullable=False),
    Index("ix_commission_product_id", "product_id"),
)
