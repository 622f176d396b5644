"""Where a brand's pieces lie. What can be sold is one number and stands in `stock`; this says where it is."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, one_of, sequence_column

LOCATION = Table(
    "stock_location",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    one_of("kind", "warehouse", "shop", "studio"),
    Column("name", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("closed_at_ms", nullable=True),
    UniqueConstraint("brand_id", "name"),
)

# Their sum for a SKU is `stock.placed`; what is in the house beyond it has no place yet, or is on its way.
STOCK_AT = Table(
    "stock_at",
    metadata,
    Column("location_id", Text, ForeignKey("stock_location.id"), primary_key=True),
    Column("sku_id", Text, ForeignKey("sku.id"), primary_key=True),
    Column("pieces", Integer, CheckConstraint("pieces >= 0", name="pieces"), nullable=False),
    Index("ix_stock_at_sku_id", "sku_id"),
)

# Every step of every piece: never changed, sums to the rows above. Without `from_id` they had no place, or came in;
# without `to_id` they have none any more, or left.
LOCATION_MOVE = Table(
    "stock_location_move",
    metadata,
    sequence_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    one_of("kind", "moved", "counted", "packed", "returned", "taken"),
    Column("from_id", Text, ForeignKey("stock_location.id")),
    Column("to_id", Text, ForeignKey("stock_location.id")),
    Column("pieces", Integer, CheckConstraint("pieces > 0", name="pieces"), nullable=False),
    at_column("at_ms"),
    Column("actor_id", Text, nullable=False),
    Column("note", Text, nullable=False),
    CheckConstraint("(from_id IS NOT NULL OR to_id IS NOT NULL) AND (from_id IS NULL OR from_id <> to_id)", name="way"),
    Index("ix_stock_location_move_sku_id_at_ms", "sku_id", "at_ms"),
)

# What came back from buyers, and how it was found. `reference` is a refund's line, opaque here.
RETURNED = Table(
    "stock_returned",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("location_id", Text, ForeignKey("stock_location.id")),
    one_of("condition", "as_new", "opened", "damaged"),
    Column("pieces", Integer, CheckConstraint("pieces > 0", name="pieces"), nullable=False),
    at_column("at_ms"),
    Column("actor_id", Text, nullable=False),
    Index("ix_stock_returned_sku_id", "sku_id"),
)
