from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of


def _came_from() -> list[Column[str]]:
    """Where the buyer met the goods; opaque ids of upper floors, and the people credited for it."""
    return [
        Column("room_id", Text),
        Column("video_id", Text),
        Column("review_id", Text),
        Column("host_id", Text),
        Column("reviewer_id", Text),
    ]


CART_LINE = Table(
    "cart_line",
    metadata,
    id_column(),
    Column("buyer_id", Text, ForeignKey("person.id"), nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("quantity", Integer, CheckConstraint("quantity > 0", name="quantity"), nullable=False),
    *_came_from(),
    at_column("at_ms"),
    UniqueConstraint("buyer_id", "sku_id"),
)

ADDRESS = Table(
    "address",
    metadata,
    id_column(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("postcode", Text, nullable=False),
    at_column("at_ms"),
    at_column("removed_at_ms", nullable=True),
    Index("ix_address_person_id", "person_id"),
)

# One payment for one checkout, which may be several orders (one for each brand).
PAYMENT = Table(
    "payment",
    metadata,
    id_column(),
    Column("buyer_id", Text, ForeignKey("person.id"), nullable=False),
    Column("key", Text, nullable=False),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    Column("provider", Text, nullable=False),
    one_of("state", "open", "paid", "declined", "expired"),
    at_column("opened_at_ms"),
    at_column("expires_at_ms"),
    at_column("ended_at_ms", nullable=True),
    # The provider's page by which it was paid (models/paying.py); empty with the local provider.
    Column("page_id", Text),
    UniqueConstraint("buyer_id", "key"),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("page_id IS NULL OR state = 'paid'", name="page"),
)

ORDER = Table(
    "orders",
    metadata,
    id_column(),
    Column("payment_id", Text, ForeignKey("payment.id"), nullable=False),
    Column("buyer_id", Text, ForeignKey("person.id"), nullable=False),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    one_of("state", "awaiting_payment", "paid", "shipped", "delivered", "cancelled", "refunded"),
    minor_column("total_minor"),
    Column("currency", Text, nullable=False),
    Column("address", Text, nullable=False),
    # How it was sold, where it was not from the cart: what that asks for is looked up for these orders alone.
    one_of("sold_as", "box", "group", "preorder", "auction", nullable=True),
    at_column("placed_at_ms"),
    at_column("paid_at_ms", nullable=True),
    at_column("shipped_at_ms", nullable=True),
    at_column("delivered_at_ms", nullable=True),
    at_column("returnable_until_ms", nullable=True),
    at_column("ended_at_ms", nullable=True),
    Index("ix_orders_buyer_id", "buyer_id"),
    Index("ix_orders_brand_id_state", "brand_id", "state"),
    Index("ix_orders_payment_id", "payment_id"),
)

ORDER_LINE = Table(
    "order_line",
    metadata,
    id_column(),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("sku_name_zh", Text, nullable=False),
    Column("sku_name_en", Text, nullable=False),
    Column("quantity", Integer, CheckConstraint("quantity > 0", name="quantity"), nullable=False),
    minor_column("unit_minor"),
    # What coupons took off. Of that the brand bears its own by a lower price; the host and the house pay theirs.
    Column("discount_minor", BigInteger, nullable=False, server_default="0"),
    Column("host_bears_minor", BigInteger, nullable=False, server_default="0"),
    Column("house_bears_minor", BigInteger, nullable=False, server_default="0"),
    minor_column("amount_minor"),
    minor_column("refunded_minor"),
    *_came_from(),
    Column("mcn_id", Text),
    Column("mcn_share_bp", Integer, nullable=False),
    Column("commission_bp", Integer, nullable=False),
    CheckConstraint("amount_minor = unit_minor * quantity - discount_minor AND amount_minor > 0", name="amount"),
    CheckConstraint("discount_minor >= 0", name="discount"),
    CheckConstraint(
        "host_bears_minor >= 0 AND house_bears_minor >= 0 AND host_bears_minor + house_bears_minor <= discount_minor",
        name="borne",
    ),
    CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name="refunded"),
    Index("ix_order_line_order_id", "order_id"),
    Index("ix_order_line_product_id", "product_id"),
    Index("ix_order_line_room_id", "room_id"),
)
# Most lines came by neither: what is blank costs nothing here.
Index(
    "ix_order_line_video_id",
    ORDER_LINE.c.video_id,
    sqlite_where=ORDER_LINE.c.video_id.is_not(None),
    postgresql_where=ORDER_LINE.c.video_id.is_not(None),
)
Index(
    "ix_order_line_mcn_id",
    ORDER_LINE.c.mcn_id,
    sqlite_where=ORDER_LINE.c.mcn_id.is_not(None),
    postgresql_where=ORDER_LINE.c.mcn_id.is_not(None),
)

# The local payment provider's own book: an outside party that happens to live in this program.
LOCAL_CHARGE = Table(
    "local_charge",
    metadata,
    id_column(),
    Column("payment_id", Text, nullable=False),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    one_of("outcome", "succeeded", "declined"),
    at_column("at_ms"),
    minor_column("refunded_minor"),
    UniqueConstraint("payment_id", "outcome"),
)

LOCAL_REFUND = Table(
    "local_refund",
    metadata,
    Column("key", Text, primary_key=True),
    Column("charge_id", Text, ForeignKey("local_charge.id"), nullable=False),
    minor_column("amount_minor"),
    at_column("at_ms"),
)

# A payment that fills the payer's wallet; what was sent back of it since is never more than it brought.
TOP_UP = Table(
    "top_up",
    metadata,
    Column("payment_id", Text, ForeignKey("payment.id"), primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    at_column("paid_at_ms", nullable=True),
    minor_column("sent_back_minor"),
    CheckConstraint("sent_back_minor BETWEEN 0 AND amount_minor", name="sent_back"),
    CheckConstraint("paid_at_ms IS NOT NULL OR sent_back_minor = 0", name="paid"),
    Index("ix_top_up_person_id", "person_id", "paid_at_ms"),
)

# Unspent money on its way back to where it came from, in one part for each payment that it came by.
MONEY_BACK = Table(
    "money_back",
    metadata,
    id_column(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("payment_id", Text, ForeignKey("top_up.payment_id"), nullable=False),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    Column("hold_id", Text, nullable=False, unique=True),
    at_column("asked_at_ms"),
    at_column("sent_at_ms", nullable=True),
    # The provider does not send it: then it is in the wallet again.
    at_column("given_up_at_ms", nullable=True),
    # Who has decided, where the program could not, and why.
    Column("decided_by", Text, nullable=True),
    Column("decided_why", Text, nullable=True),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("sent_at_ms IS NULL OR given_up_at_ms IS NULL", name="outcome"),
    CheckConstraint("(decided_by IS NULL) = (decided_why IS NULL)", name="decision"),
    UniqueConstraint("person_id", "key", "payment_id"),
)
