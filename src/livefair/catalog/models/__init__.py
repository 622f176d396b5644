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
    and_,
)

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of, sequence_column

PRODUCT = Table(
    "product",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("about_zh", Text, nullable=False),
    Column("about_en", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("model_key", Text),
    one_of("state", "listed", "withdrawn"),
    at_column("created_at_ms"),
    # A moderator's removal; it ends when the case is overturned.
    Column("hidden_case_id", Text, ForeignKey("moderation_case.id")),
    # Since when it waits for a permit that its brand does not have; blank: it may be sold.
    at_column("permit_missing_at_ms", nullable=True),
    Index("ix_product_brand_id", "brand_id"),
)

Index(
    "ix_product_removed",
    PRODUCT.c.id,
    sqlite_where=PRODUCT.c.hidden_case_id.is_not(None),
    postgresql_where=PRODUCT.c.hidden_case_id.is_not(None),
)

PICTURE = Table(
    "product_picture",
    metadata,
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("file_key", Text, nullable=False),
    PrimaryKeyConstraint("product_id", "position"),
)

SKU = Table(
    "sku",
    metadata,
    id_column(),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    minor_column("price_minor"),
    Column("currency", Text, nullable=False),
    Column("position", Integer, nullable=False),
    at_column("created_at_ms"),
    at_column("retired_at_ms", nullable=True),
    # The ids of the chosen values, one of each option; blank where the product has no options.
    Column("combination", Text, nullable=True),
    CheckConstraint("price_minor > 0", name="price"),
    Index("ix_sku_product_id", "product_id"),
)
Index(
    "ix_sku_combination",
    SKU.c.product_id,
    SKU.c.combination,
    unique=True,
    sqlite_where=and_(SKU.c.combination.is_not(None), SKU.c.retired_at_ms.is_(None)),
    postgresql_where=and_(SKU.c.combination.is_not(None), SKU.c.retired_at_ms.is_(None)),
)

# Every price that was ever asked, from when; never changed, never deleted.
PRICE = Table(
    "price",
    metadata,
    sequence_column(),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    minor_column("price_minor"),
    Column("currency", Text, nullable=False),
    at_column("from_at_ms"),
    Column("set_by", Text, nullable=False),
    Index("ix_price_sku_id_from_at_ms", "sku_id", "from_at_ms"),
)

# What the brand says of its product, and where that can be checked. A correction replaces, the old one stays readable.
PRODUCT_FACT = Table(
    "product_fact",
    metadata,
    id_column(),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("value_zh", Text, nullable=False),
    Column("value_en", Text, nullable=False),
    Column("source", Text, nullable=False),
    at_column("stated_at_ms"),
    at_column("replaced_at_ms", nullable=True),
    # The brand has looked again: it is still so.
    at_column("confirmed_at_ms", nullable=True),
    Column("corrects", Text, ForeignKey("product_fact.id"), nullable=True),
    Column("position", BigInteger, nullable=False),
    Index("ix_product_fact_product_id", "product_id"),
)

# What the law lets a brand exempt from returns without a reason; the word in force when an order was placed counts.
RETURN_CLASSES = ("standard", "opened", "made_to_order", "fresh", "digital")
RETURN_CLASS = Table(
    "return_class",
    metadata,
    sequence_column(),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    one_of("return_class", *RETURN_CLASSES),
    at_column("from_at_ms"),
    Column("set_by", Text, nullable=False),
    Index("ix_return_class_product_id", "product_id"),
)
