"""Suppliers, what was ordered from them, and what came in which state."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of, sequence_column

SUPPLIER = Table(
    "supplier",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("lead_days", Integer, CheckConstraint("lead_days BETWEEN 0 AND 365", name="lead"), nullable=False),
    at_column("made_at_ms"),
    UniqueConstraint("brand_id", "name"),
)

PURCHASE = Table(
    "purchase_order",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("supplier_id", Text, ForeignKey("supplier.id")),
    one_of("state", "draft", "sent", "part_received", "closed", "cancelled"),
    Column("made_by", Text, nullable=False),
    at_column("made_at_ms"),
    at_column("sent_at_ms", nullable=True),
    at_column("due_at_ms", nullable=True),
    at_column("closed_at_ms", nullable=True),
    CheckConstraint("state = 'draft' OR state = 'cancelled' OR supplier_id IS NOT NULL", name="supplier"),
    Index("ix_purchase_order_brand_id", "brand_id"),
)

PURCHASE_LINE = Table(
    "purchase_line",
    metadata,
    Column("purchase_id", Text, ForeignKey("purchase_order.id"), primary_key=True),
    Column("sku_id", Text, ForeignKey("sku.id"), primary_key=True),
    Column("ordered", Integer, CheckConstraint("ordered > 0", name="ordered"), nullable=False),
    Column("good", Integer, nullable=False),
    Column("damaged", Integer, nullable=False),
    minor_column("unit_minor"),
    CheckConstraint("good >= 0 AND damaged >= 0 AND good + damaged <= ordered", name="received"),
)

# Each delivery with what was found when it was looked at; only good pieces go on the shelf.
RECEIPT = Table(
    "purchase_receipt",
    metadata,
    sequence_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("purchase_id", Text, ForeignKey("purchase_order.id"), nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("good", Integer, nullable=False),
    Column("damaged", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    at_column("at_ms"),
    CheckConstraint("good >= 0 AND damaged >= 0 AND good + damaged > 0", name="pieces"),
    Index("ix_purchase_receipt_purchase_id", "purchase_id"),
)
