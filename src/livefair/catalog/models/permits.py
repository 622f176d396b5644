"""What authorities allow brands to sell."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint, and_

from livefair.kernel import at_column, id_column, metadata, one_of

PERMIT = Table(
    "permit",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("category", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("authority", Text, nullable=False),
    # A picture of the paper.
    Column("file_key", Text),
    at_column("expires_at_ms"),
    Column("key", Text, nullable=False),
    Column("filed_by", Text, nullable=False),
    at_column("filed_at_ms"),
    one_of("outcome", "approved", "refused", nullable=True),
    Column("reason", Text),
    Column("decided_by", Text),
    at_column("decided_at_ms", nullable=True),
    at_column("ended_at_ms", nullable=True),
    UniqueConstraint("brand_id", "key"),
    CheckConstraint("(outcome IS NULL) = (decided_at_ms IS NULL)", name="decided"),
    CheckConstraint("(outcome IS NULL) = (decided_by IS NULL)", name="decided_by"),
    CheckConstraint("ended_at_ms IS NULL OR outcome = 'approved'", name="ended"),
    CheckConstraint("expires_at_ms > filed_at_ms", name="expires"),
    Index("ix_permit_brand_id_category", "brand_id", "category"),
)
# A brand has one paper of a kind before the moderators at a time.
Index(
    "ix_permit_waiting",
    PERMIT.c.brand_id,
    PERMIT.c.category,
    unique=True,
    sqlite_where=PERMIT.c.outcome.is_(None),
    postgresql_where=PERMIT.c.outcome.is_(None),
)
Index(
    "ix_permit_in_force",
    PERMIT.c.brand_id,
    PERMIT.c.category,
    sqlite_where=and_(PERMIT.c.outcome == "approved", PERMIT.c.ended_at_ms.is_(None)),
    postgresql_where=and_(PERMIT.c.outcome == "approved", PERMIT.c.ended_at_ms.is_(None)),
)
