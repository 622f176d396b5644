from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from livefair.kernel import id_column, metadata

# What a buyer chooses by: size, colour. A SKU's `combination` names one value of each.
OPTION = Table(
    "product_option",
    metadata,
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    PrimaryKeyConstraint("product_id", "position"),
)

OPTION_VALUE = Table(
    "option_value",
    metadata,
    id_column(),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("option_position", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    # The picture that shows this colour, one of the product's own.
    Column("picture_key", Text, nullable=True),
    UniqueConstraint("product_id", "option_position", "position"),
)

# What one piece of a bundle consists of; written once, so that every bundle ever sold is known exactly.
BUNDLE_PART = Table(
    "bundle_part",
    metadata,
    Column("bundle_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("part_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("pieces", Integer, nullable=False),
    PrimaryKeyConstraint("bundle_id", "part_id"),
    CheckConstraint("pieces > 0", name="pieces"),
    CheckConstraint("bundle_id <> part_id", name="itself"),
    Index("ix_bundle_part_part_id", "part_id"),
)
