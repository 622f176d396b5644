"""What is in a parcel, and what its carrier has told of it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, metadata, one_of, sequence_column

# `line` is the reservation that the pieces were promised by: the order's line, opaque here.
SHIPMENT_LINE = Table(
    "shipment_line",
    metadata,
    Column("shipment_id", Text, ForeignKey("shipment.id"), primary_key=True),
    Column("line", Text, ForeignKey("reservation.reference"), primary_key=True),
    Column("pieces", Integer, CheckConstraint("pieces > 0", name="pieces"), nullable=False),
    Index("ix_shipment_line_line", "line"),
)

TRACKING = Table(
    "shipment_tracking",
    metadata,
    sequence_column(),
    Column("shipment_id", Text, ForeignKey("shipment.id"), nullable=False),
    Column("key", Text, nullable=False),
    one_of("code", "collected", "in_transit", "out_for_delivery", "attempted", "delivered"),
    Column("place", Text, nullable=False),
    at_column("at_ms"),
    at_column("heard_at_ms"),
    UniqueConstraint("shipment_id", "key"),
)
