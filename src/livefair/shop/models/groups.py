"""Buying together: what a brand offers to groups, the groups, and who sits in each."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from livefair.kernel import at_column, id_column, metadata, minor_column

# 团购: at `price_minor` for whoever buys in a group of `size`, which has `lasts_ms` to become full.
GROUP_OFFER = Table(
    "group_offer",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    minor_column("price_minor"),
    minor_column("usual_minor"),
    Column("currency", Text, nullable=False),
    Column("size", Integer, nullable=False),
    at_column("lasts_ms"),
    Column("made_by", Text, nullable=False),
    at_column("begins_at_ms"),
    at_column("ends_at_ms"),
    Column("ended_by", Text),
    at_column("ended_at_ms", nullable=True),
    CheckConstraint("price_minor > 0 AND price_minor < usual_minor", name="price"),
    CheckConstraint("size BETWEEN 2 AND 100", name="size"),
    Index("ix_group_offer_brand_id", "brand_id"),
    Index("ix_group_offer_product_id", "product_id"),
)

# `taken` seats are ordered, `paid` of them paid; when all are paid it is full, when the time is over before, failed.
BUYING_GROUP = Table(
    "buying_group",
    metadata,
    id_column(),
    Column("offer_id", Text, ForeignKey("group_offer.id"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("paid", Integer, nullable=False),
    Column("opened_by", Text, ForeignKey("person.id"), nullable=False),
    at_column("opened_at_ms"),
    at_column("closes_at_ms"),
    at_column("full_at_ms", nullable=True),
    at_column("failed_at_ms", nullable=True),
    CheckConstraint("0 <= paid AND paid <= taken AND taken <= size", name="seats"),
    CheckConstraint("full_at_ms IS NULL OR failed_at_ms IS NULL", name="outcome"),
    Index("ix_buying_group_offer_id", "offer_id"),
)

GROUP_SEAT = Table(
    "group_seat",
    metadata,
    Column("order_id", Text, ForeignKey("orders.id"), primary_key=True),
    Column("group_id", Text, ForeignKey("buying_group.id"), nullable=False),
    Column("buyer_id", Text, ForeignKey("person.id"), nullable=False),
    at_column("taken_at_ms"),
    at_column("paid_at_ms", nullable=True),
    at_column("left_at_ms", nullable=True),
    Index("ix_group_seat_group_id", "group_id"),
    Index("ix_group_seat_buyer_id", "buyer_id"),
)
_sits = GROUP_SEAT.c.left_at_ms.is_(None)
Index(
    "uq_group_seat_sits",
    GROUP_SEAT.c.group_id,
    GROUP_SEAT.c.buyer_id,
    unique=True,
    sqlite_where=_sits,
    postgresql_where=_sits,
)
