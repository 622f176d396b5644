"""What owners of brands say of their costs, so that the worth of their brand can be reckoned."""

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint, Table, Text

from livefair.kernel import at_column, metadata, minor_column

# `owner` is a brand's organisation, or "house". Of a year, in minor units and basis points; a version never changes.
WORTH_TERMS = Table(
    "value_worth_terms",
    metadata,
    Column("owner", Text, nullable=False),
    Column("version", Integer, nullable=False),
    minor_column("opex_minor"),
    minor_column("capital_minor"),
    Column("tax_bp", Integer, nullable=False),
    Column("wacc_bp", Integer, nullable=False),
    Column("growth_bp", Integer, nullable=False),
    Column("set_by", Text, nullable=False),
    at_column("set_at_ms"),
    PrimaryKeyConstraint("owner", "version"),
    CheckConstraint("opex_minor >= 0 AND capital_minor >= 0", name="amounts"),
    CheckConstraint("tax_bp BETWEEN 0 AND 10000 AND wacc_bp BETWEEN 1 AND 10000", name="rates"),
)
