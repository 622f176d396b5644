"""Money that partners set apart to support hosts and other people, and what was granted of it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, minor_column

FUND = Table(
    "fund",
    metadata,
    id_column(),
    Column("sponsor_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("key", Text, nullable=False),
    minor_column("given_minor"),
    minor_column("granted_minor"),
    Column("currency", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("closed_at_ms", nullable=True),
    UniqueConstraint("sponsor_id", "key"),
    CheckConstraint("given_minor > 0 AND granted_minor >= 0 AND granted_minor <= given_minor", name="granted"),
)

FUND_GRANT = Table(
    "fund_grant",
    metadata,
    id_column(),
    Column("fund_id", Text, ForeignKey("fund.id"), nullable=False),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("why", Text, nullable=False),
    Column("key", Text, nullable=False),
    minor_column("minor"),
    Column("granted_by", Text, ForeignKey("person.id"), nullable=False),
    at_column("granted_at_ms"),
    UniqueConstraint("fund_id", "key"),
    CheckConstraint("minor > 0", name="minor"),
    Index("ix_fund_grant_person_id", "person_id"),
)
