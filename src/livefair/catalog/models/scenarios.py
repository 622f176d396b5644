"""What a brand says that its goods are made for."""

from sqlalchemy import Column, ForeignKey, Table, Text

from livefair.kernel import at_column, metadata

PRODUCT_SCENARIO = Table(
    "product_scenario",
    metadata,
    Column("product_id", Text, ForeignKey("product.id"), primary_key=True),
    Column("scenario", Text, primary_key=True),
    at_column("at_ms"),
    Column("set_by", Text, nullable=False),
)
