"""Blind boxes: the series, what is left in its pool, what each buyer has of it, and every box with its outcome."""

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

from livefair.kernel import at_column, id_column, metadata, minor_column

# 盲盒: sold sealed under a SKU of its own, which lies in no cart. `last_secret` is shown when the series is over.
BOX_SERIES = Table(
    "box_series",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False, unique=True),
    minor_column("price_minor"),
    Column("currency", Text, nullable=False),
    Column("boxes", Integer, nullable=False),
    Column("guarantee_after", Integer, nullable=False),
    # Rare pieces beside the pool, for guarantees.
    Column("kept", Integer, nullable=False),
    Column("per_day", Integer, nullable=False),
    Column("per_person", Integer, nullable=False),
    Column("rules", Text, nullable=False),
    Column("last_secret", Text, nullable=False),
    Column("anchor", Text, nullable=False),
    Column("commitment", Text, nullable=False),
    # The running hash after the latest box, and how many were opened.
    Column("root", Text, nullable=False),
    Column("opened", Integer, nullable=False),
    Column("made_by", Text, nullable=False),
    at_column("begins_at_ms"),
    at_column("ends_at_ms"),
    Column("ended_by", Text),
    at_column("ended_at_ms", nullable=True),
    # When all was opened and what is left was put back into the shelves.
    at_column("settled_at_ms", nullable=True),
    CheckConstraint("opened BETWEEN 0 AND boxes", name="opened"),
    CheckConstraint("kept >= 0 AND guarantee_after >= 0 AND per_day > 0 AND per_person >= per_day", name="bounds"),
    CheckConstraint("settled_at_ms IS NULL OR ended_at_ms IS NOT NULL", name="settled"),
    Index("ix_box_series_brand_id", "brand_id"),
    Index("ix_box_series_product_id", "product_id"),
)

BOX_CONTENT = Table(
    "box_content",
    metadata,
    Column("series_id", Text, ForeignKey("box_series.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("remaining", Integer, nullable=False),
    Column("is_rare", Integer, CheckConstraint("is_rare IN (0, 1)", name="is_rare"), nullable=False),
    PrimaryKeyConstraint("series_id", "position"),
    CheckConstraint("remaining BETWEEN 0 AND pieces", name="remaining"),
    Index("ix_box_content_sku_id", "sku_id"),
)

# How many one person has of a series, opened or not, and how many since the last rare piece. `mark` names them outside.
BOX_SHARE = Table(
    "box_share",
    metadata,
    Column("series_id", Text, ForeignKey("box_series.id"), nullable=False),
    Column("buyer_id", Text, ForeignKey("person.id"), nullable=False),
    Column("boxes", Integer, CheckConstraint("boxes >= 0", name="boxes"), nullable=False),
    Column("misses", Integer, CheckConstraint("misses >= 0", name="misses"), nullable=False),
    Column("mark", Text, nullable=False),
    PrimaryKeyConstraint("series_id", "buyer_id"),
    Index("ix_box_share_buyer_id", "buyer_id"),
)

# One box: the order line that it was bought by, and what was in it.
BOX = Table(
    "box",
    metadata,
    Column("line_id", Text, ForeignKey("order_line.id"), primary_key=True),
    Column("series_id", Text, ForeignKey("box_series.id"), nullable=False),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    Column("buyer_id", Text, ForeignKey("person.id"), nullable=False),
    at_column("bought_at_ms"),
    at_column("given_back_at_ms", nullable=True),
    at_column("opened_at_ms", nullable=True),
    Column("position", Integer),
    Column("content", Integer),
    Column("by_guarantee", Integer),
    Column("ticket", Text),
    Column("running_hash", Text),
    UniqueConstraint("series_id", "position"),
    CheckConstraint("opened_at_ms IS NULL OR given_back_at_ms IS NULL", name="outcome"),
    CheckConstraint("(opened_at_ms IS NULL) = (position IS NULL)", name="opened"),
    CheckConstraint("(opened_at_ms IS NULL) = (content IS NULL)", name="content"),
    CheckConstraint("by_guarantee IN (0, 1)", name="by_guarantee"),
    Index("ix_box_series_id", "series_id"),
    Index("ix_box_order_id", "order_id"),
    Index("ix_box_buyer_id", "buyer_id", "series_id"),
)
