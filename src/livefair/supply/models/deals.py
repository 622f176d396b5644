"""Offers of brands to hosts, what was agreed version by version, and what is in force of it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of


def _person(name: str, *, nullable: bool = True) -> Column[str]:
    return Column(name, Text, ForeignKey("person.id"), nullable=nullable)


# What a brand proposes to many hosts at once: to all (open) or to those whom it names (invited).
OFFER = Table(
    "deal_offer",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("name", Text, nullable=False),
    one_of("audience", "open", "invited"),
    Column("terms", Text, nullable=False),
    Column("terms_hash", Text, nullable=False),
    # How many hosts the brand wants, and how many it has.
    Column("hosts_wanted", Integer, nullable=False),
    Column("hosts_found", Integer, nullable=False),
    _person("published_by", nullable=False),
    at_column("published_at_ms"),
    at_column("ends_at_ms"),
    at_column("withdrawn_at_ms", nullable=True),
    CheckConstraint("hosts_found BETWEEN 0 AND hosts_wanted", name="hosts"),
    Index("ix_deal_offer_brand_id", "brand_id"),
    Index("ix_deal_offer_ends_at_ms", "ends_at_ms"),
)

# One brand and one host: whose turn it is, the newest version, and the one that is signed.
DEAL = Table(
    "deal",
    metadata,
    id_column(),
    Column("offer_id", Text, ForeignKey("deal_offer.id"), nullable=False),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    _person("host_id", nullable=False),
    # The agency that applied for its host, if one did.
    Column("applied_by", Text, ForeignKey("organisation.id")),
    one_of("state", "open", "signed", "declined", "ended"),
    one_of("turn", "brand", "host", "nobody"),
    Column("version", Integer, nullable=False),
    Column("signed_version", Integer),
    # Pieces sold on the terms in force, of the agreed quantity.
    Column("taken", Integer, CheckConstraint("taken >= 0", name="taken"), nullable=False),
    at_column("opened_at_ms"),
    at_column("ended_at_ms", nullable=True),
    _person("ended_by"),
    CheckConstraint("(state = 'ended') = (ended_at_ms IS NOT NULL)", name="ended"),
    UniqueConstraint("offer_id", "host_id"),
    Index("ix_deal_brand_id", "brand_id"),
    Index("ix_deal_host_id", "host_id"),
)

# Never changed but for its signatures: `terms` is canonical JSON and `terms_hash` its SHA-256.
DEAL_VERSION = Table(
    "deal_version",
    metadata,
    Column("deal_id", Text, ForeignKey("deal.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("terms", Text, nullable=False),
    Column("terms_hash", Text, nullable=False),
    one_of("proposed_by", "brand", "host"),
    Column("note", Text, nullable=False),
    at_column("proposed_at_ms"),
    _person("brand_signed_by"),
    at_column("brand_signed_at_ms", nullable=True),
    _person("host_signed_by"),
    at_column("host_signed_at_ms", nullable=True),
)

# What counts at checkout: one row for each product of a signed version, until another version or the end.
DEAL_LINE = Table(
    "deal_line",
    metadata,
    Column("deal_id", Text, ForeignKey("deal.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("product_id", Text, ForeignKey("product.id"), primary_key=True),
    _person("host_id", nullable=False),
    Column(
        "commission_bp", Integer, CheckConstraint("commission_bp BETWEEN 100 AND 8000", name="range"), nullable=False
    ),
    Column("quantity", Integer, nullable=False),
    Column("is_exclusive", Integer, nullable=False),
    at_column("starts_at_ms"),
    at_column("ends_at_ms"),
    at_column("ended_at_ms", nullable=True),
    Index("ix_deal_line_product_id", "product_id"),
    Index("ix_deal_line_host_id", "host_id"),
)

DEAL_PRICE = Table(
    "deal_price",
    metadata,
    Column("deal_id", Text, ForeignKey("deal.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("sku_id", Text, ForeignKey("sku.id"), primary_key=True),
    minor_column("price_minor"),
    CheckConstraint("price_minor > 0", name="price"),
)

# Which version an order line was sold on. `reference` is that line's id, opaque here.
DEAL_USE = Table(
    "deal_use",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("deal_id", Text, ForeignKey("deal.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("pieces", Integer, CheckConstraint("pieces > 0", name="pieces"), nullable=False),
    Column("commission_bp", Integer, nullable=False),
    minor_column("unit_minor"),
    at_column("at_ms"),
    at_column("given_back_at_ms", nullable=True),
    Index("ix_deal_use_deal_id", "deal_id"),
)

# A part of the flat fee, in escrow from the signature on: paid for what was delivered, held for what was not.
DEAL_MILESTONE = Table(
    "deal_milestone",
    metadata,
    Column("deal_id", Text, ForeignKey("deal.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    at_column("due_at_ms"),
    one_of("state", "open", "missed", "delivered", "paid", "returned"),
    Column("note", Text, nullable=False),
    at_column("delivered_at_ms", nullable=True),
    at_column("settled_at_ms", nullable=True),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("(settled_at_ms IS NOT NULL) = (state IN ('paid', 'returned'))", name="settled"),
)
