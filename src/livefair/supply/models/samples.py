"""Samples: pieces that a brand sends to a host of a deal, to try before showing them."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, one_of

SAMPLE = Table(
    "sample",
    metadata,
    id_column(),
    Column("deal_id", Text, ForeignKey("deal.id"), nullable=False),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("host_id", Text, ForeignKey("person.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    # What the host owes for it, as the deal said when it was sent.
    one_of("duty", "keep", "review", "return"),
    one_of("state", "asked", "declined", "sent", "claimed", "settled"),
    Column("tracking", Text, nullable=False),
    # Where the review can be seen, or how it came back.
    Column("proof", Text, nullable=False),
    at_column("asked_at_ms"),
    at_column("sent_at_ms", nullable=True),
    at_column("due_at_ms", nullable=True),
    at_column("settled_at_ms", nullable=True),
    CheckConstraint("(sent_at_ms IS NULL) = (state IN ('asked', 'declined'))", name="sent"),
    UniqueConstraint("deal_id", "sku_id"),
    Index("ix_sample_host_id_product_id", "host_id", "product_id"),
    Index("ix_sample_brand_id", "brand_id"),
)
