"""What makes goods cheaper for a while: flash sales with their exact shares, and why a line cost less."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of


def _person(name: str) -> Column[str]:
    return Column(name, Text, ForeignKey("person.id"), nullable=False)


# Why an order line cost less than the catalogue said. A flash price is in the unit price, a coupon in the discount.
REDUCTION = Table(
    "line_reduction",
    metadata,
    Column("line_id", Text, ForeignKey("order_line.id"), nullable=False),
    one_of("kind", "flash_sale", "coupon", "host_coupon", "house_coupon"),
    Column("source_id", Text, nullable=False),
    minor_column("minor"),
    PrimaryKeyConstraint("line_id", "kind"),
    CheckConstraint("minor > 0", name="minor"),
    Index("ix_line_reduction_source_id", "source_id"),
)

# 秒杀: planned by a brand for one host, started by the host in a room. `taken` is never more than `pieces`.
FLASH_SALE = Table(
    "flash_sale",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    _person("host_id"),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    minor_column("price_minor"),
    Column("currency", Text, nullable=False),
    # The lowest price of the 14 days before it was planned, and again of those before it was started.
    minor_column("lowest_minor"),
    Column("pieces", Integer, nullable=False),
    # What the brand gave; the host may have lowered `pieces` since.
    Column("pieces_planned", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("limit_per_buyer", Integer, CheckConstraint("limit_per_buyer > 0", name="limit_per_buyer"), nullable=False),
    at_column("countdown_ms"),
    at_column("lasts_ms"),
    Column("planned_by", Text, nullable=False),
    at_column("planned_at_ms"),
    Column("room_id", Text),
    Column("started_by", Text),
    at_column("started_at_ms", nullable=True),
    at_column("opens_at_ms", nullable=True),
    at_column("closes_at_ms", nullable=True),
    # When the price history was told of it: the end of the countdown.
    at_column("opened_at_ms", nullable=True),
    Column("ended_by", Text),
    at_column("ended_at_ms", nullable=True),
    CheckConstraint("taken BETWEEN 0 AND pieces AND pieces <= pieces_planned", name="taken"),
    CheckConstraint("price_minor > 0 AND price_minor < lowest_minor", name="price"),
    CheckConstraint(
        "(started_at_ms IS NULL) = (room_id IS NULL) AND (started_at_ms IS NULL) = (opens_at_ms IS NULL)"
        " AND (started_at_ms IS NULL) = (closes_at_ms IS NULL)",
        name="started",
    ),
    Index("ix_flash_sale_brand_id", "brand_id"),
    Index("ix_flash_sale_host_id", "host_id"),
    Index("ix_flash_sale_sku_id", "sku_id"),
    Index("ix_flash_sale_product_id", "product_id"),
)
_running = FLASH_SALE.c.started_at_ms.is_not(None) & FLASH_SALE.c.ended_at_ms.is_(None)
Index("uq_flash_sale_running", FLASH_SALE.c.room_id, unique=True, sqlite_where=_running, postgresql_where=_running)

# How many pieces one buyer has in a sale: what is asked is whether it stays within the limit.
FLASH_SHARE = Table(
    "flash_share",
    metadata,
    Column("sale_id", Text, ForeignKey("flash_sale.id"), nullable=False),
    _person("buyer_id"),
    Column("pieces", Integer, CheckConstraint("pieces >= 0", name="pieces"), nullable=False),
    PrimaryKeyConstraint("sale_id", "buyer_id"),
    Index("ix_flash_share_buyer_id", "buyer_id"),
)

# What an order line has of a sale, until it is given back because nobody paid.
FLASH_CLAIM = Table(
    "flash_claim",
    metadata,
    Column("line_id", Text, ForeignKey("order_line.id"), primary_key=True),
    Column("sale_id", Text, ForeignKey("flash_sale.id"), nullable=False),
    _person("buyer_id"),
    Column("pieces", Integer, CheckConstraint("pieces > 0", name="pieces"), nullable=False),
    at_column("taken_at_ms"),
    at_column("given_back_at_ms", nullable=True),
    Index("ix_flash_claim_sale_id", "sale_id"),
    Index("ix_flash_claim_buyer_id", "buyer_id"),
)
