"""Coupons, who pays for them, who has claimed them, and which order each was used for."""

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
from livefair.shop.rules.quote import PAYERS

_PAYER_WORD = CheckConstraint(f"payer IN ({', '.join(repr(word) for word in PAYERS)})", name="payer_word")

# 优惠券: `claimed` is never more than `quantity`. The payer bears what it takes off: the brand whose goods it is for,
# the host through whom is bought, out of the commission, or the house.
COUPON = Table(
    "coupon",
    metadata,
    id_column(),
    Column("payer", Text, _PAYER_WORD, nullable=False, server_default="brand"),
    Column("brand_id", Text, ForeignKey("organisation.id")),
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
    # For those who never bought of the payer before; and for members of the host's club from this level on, 0: for all.
    Column("for_first_order", Integer, nullable=False, server_default="0"),
    Column("club_level", Integer, nullable=False, server_default="0"),
    Column("made_by", Text, nullable=False),
    at_column("made_at_ms"),
    at_column("until_ms"),
    Column("stopped_by", Text),
    at_column("stopped_at_ms", nullable=True),
    CheckConstraint("claimed BETWEEN 0 AND quantity", name="claimed"),
    CheckConstraint("(off_minor > 0 AND percent_bp = 0) OR (off_minor = 0 AND percent_bp > 0)", name="worth"),
    CheckConstraint("percent_bp <= 9000 AND least_minor >= 0", name="bounds"),
    CheckConstraint("(payer = 'brand') = (brand_id IS NOT NULL)", name="payer"),
    CheckConstraint("payer <> 'host' OR host_id IS NOT NULL", name="host"),
    CheckConstraint("for_first_order = 0 OR limit_per_person = 1", name="first_order"),
    CheckConstraint("club_level = 0 OR host_id IS NOT NULL", name="club"),
    Index("ix_coupon_brand_id", "brand_id", "until_ms"),
    Index("ix_coupon_payer", "payer", "until_ms"),
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
