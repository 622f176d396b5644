"""What buyers keep for themselves: wishes, and the limits that they set to their own spending."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from livefair.kernel import at_column, metadata, minor_column, sequence_column

# 心愿单: with the price of that day, so that a fall can be told.
WISH = Table(
    "wish",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    minor_column("price_minor"),
    at_column("at_ms"),
    PrimaryKeyConstraint("person_id", "product_id"),
    Index("ix_wish_product_id", "product_id"),
)

# Every limit that somebody has set, from when; the latest that has begun is in force. NULL: no limit.
OWN_LIMIT = Table(
    "own_limit",
    metadata,
    sequence_column(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("daily_minor", BigInteger),
    # So long nothing that was paid is shipped: time to think again.
    Column("think_minutes", Integer, nullable=False),
    at_column("set_at_ms"),
    at_column("from_at_ms"),
    CheckConstraint("daily_minor IS NULL OR daily_minor > 0", name="daily"),
    CheckConstraint("think_minutes BETWEEN 0 AND 1440", name="think"),
    CheckConstraint("from_at_ms >= set_at_ms", name="time"),
    Index("ix_own_limit_person_id", "person_id", "seq"),
)
