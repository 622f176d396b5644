"""Coupons of brands, who has claimed them, and which order each was used for."""

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

from livefair.kernel import at_column, id_column, metadata, minor_column

# 优惠券: `claimed` is never more than `quantity`. The brand bears what it takes off.
COUPON = Table(
    "coupon",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("code", Text, unique=True),
    minor_column("off_minor"),
    Column("percent_bp", Integer, nullable=False),
    Column("cap_minor", BigInteger),
    minor_column("least_minor"),
    Column("currency", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("claimed", Integer, nullable=False),
    Column("limit_per_person", Integer, CheckConstraint("limit_per_person > 0", name="limit"), nullable=False),
    # Only in rooms of this host; NULL: wherever the brand's goods are shown.
    Column("host_id", Text, ForeignKey("person.id")),
    Column("made_by", Text, nullable=False),
    at_column("made_at_ms"),
    at_column("until_ms"),
    Column("stopped_by", Text),
    at_column("stopped_at_ms", nullable=True),
    CheckConstraint("claimed BETWEEN 0 AND quantity", name="claimed"),
    CheckConstraint("(off_minor > 0 AND percent_bp = 0) OR (off_minor = 0 AND percent_bp > 0)", name="worth"),
    CheckConstraint("percent_bp <= 9000 AND least_minor >= 0", name="bounds"),
    Index("ix_coupon_brand_id", "brand_id", "until_ms"),
    Index("ix_coupon_host_id", "host_id"),
)

# How many one person has claimed: what is asked is whether it stays within the limit.
COUPON_SHARE = Table(
    "coupon_share",
    metadata,
    Column("coupon_id", Text, ForeignKey("coupon.id"), nullable=False),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("claimed", Integer, CheckConstraint("claimed >= 0", name="claimed"), nullable=False),
    PrimaryKeyConstraint("coupon_id", "person_id"),
    Index("ix_coupon_share_person_id", "person_id"),
)

# One coupon in somebody's hands; `order_id` while it is used for an order.
COUPON_GRANT = Table(
    "coupon_grant",
    metadata,
    id_column(),
    Column("coupon_id", Text, ForeignKey("coupon.id"), nullable=False),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("room_id", Text),
    at_column("claimed_at_ms"),
    Column("order_id", Text, ForeignKey("orders.id")),
    at_column("used_at_ms", nullable=True),
    CheckConstraint("(order_id IS NULL) = (used_at_ms IS NULL)", name="used"),
    Index("ix_coupon_grant_person_id", "person_id", "order_id"),
    Index("ix_coupon_grant_coupon_id", "coupon_id"),
    Index("ix_coupon_grant_order_id", "order_id"),
)
