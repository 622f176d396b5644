"""What buyers ask back: money or another piece, line by line, with proof, and whose turn it is."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of

REFUND = Table(
    "refund",
    metadata,
    id_column(),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    Column("key", Text, nullable=False, unique=True),
    one_of(
        "reason", "changed_mind", "quality", "wrong_item", "not_arrived", "cancelled", "price_protection", "chargeback"
    ),
    Column("note", Text, nullable=False),
    one_of("wants", "refund", "exchange"),
    one_of("state", "requested", "agreed", "sent", "granted", "denied", "exchanged"),
    # Which version of the rules it was asked under, and who pays for the way back.
    Column("policy_version", Integer, nullable=False),
    one_of("freight_by", "buyer", "brand"),
    at_column("requested_at_ms"),
    # Until when the side whose turn it is has to act; empty: it is over.
    at_column("due_at_ms", nullable=True),
    # With whom the goods went back, and with whom another piece came.
    Column("carrier", Text, nullable=False),
    Column("tracking", Text, nullable=False),
    Column("exchange_carrier", Text, nullable=False),
    Column("exchange_tracking", Text, nullable=False),
    # A person, "clock" (nobody answered in time) or "rule" (nothing was to be decided).
    Column("decided_by", Text),
    at_column("decided_at_ms", nullable=True),
    Column("answer", Text, nullable=False),
    at_column("sent_at_ms", nullable=True),
    CheckConstraint("(state IN ('requested', 'agreed', 'sent')) = (due_at_ms IS NOT NULL)", name="due"),
    CheckConstraint("(state IN ('requested', 'agreed', 'sent')) = (decided_at_ms IS NULL)", name="decided"),
    Index("ix_refund_order_id", "order_id"),
    Index("ix_refund_state", "state"),
)

# `quantity` pieces come back; 0 where only a difference in price does.
REFUND_LINE = Table(
    "refund_line",
    metadata,
    id_column(),
    Column("refund_id", Text, ForeignKey("refund.id"), nullable=False),
    Column("line_id", Text, ForeignKey("order_line.id"), nullable=False),
    Column("quantity", Integer, CheckConstraint("quantity >= 0", name="quantity"), nullable=False),
    minor_column("amount_minor"),
    CheckConstraint("amount_minor > 0", name="amount"),
    UniqueConstraint("refund_id", "line_id"),
    Index("ix_refund_line_line_id", "line_id"),
)

# What shows the fault; without `refund_id` it waits for its claim.
REFUND_PHOTO = Table(
    "refund_photo",
    metadata,
    id_column(),
    Column("owner_id", Text, ForeignKey("person.id"), nullable=False),
    Column("refund_id", Text, ForeignKey("refund.id")),
    Column("file_key", Text, nullable=False),
    at_column("kept_at_ms"),
    Index("ix_refund_photo_refund_id", "refund_id"),
    Index("ix_refund_photo_owner_id", "owner_id"),
)
