"""Buying in advance: what a brand offers for a deposit, who has paid one, and where that money went."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from livefair.kernel import at_column, id_column, metadata, minor_column

# 预售: a deposit now, the balance between two moments. `keeps_deposit`: who does not pay the balance leaves it.
PREORDER_OFFER = Table(
    "preorder_offer",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    minor_column("price_minor"),
    minor_column("deposit_minor"),
    Column("currency", Text, nullable=False),
    Column("limit_per_buyer", Integer, nullable=False),
    Column("keeps_deposit", Integer, CheckConstraint("keeps_deposit IN (0, 1)", name="keeps_deposit"), nullable=False),
    Column("made_by", Text, nullable=False),
    at_column("begins_at_ms"),
    at_column("balance_from_ms"),
    at_column("balance_until_ms"),
    Column("ended_by", Text),
    at_column("ended_at_ms", nullable=True),
    CheckConstraint("deposit_minor > 0 AND deposit_minor < price_minor", name="deposit"),
    CheckConstraint("begins_at_ms < balance_from_ms AND balance_from_ms < balance_until_ms", name="time"),
    Index("ix_preorder_offer_brand_id", "brand_id"),
    Index("ix_preorder_offer_product_id", "product_id"),
)

# One piece that somebody has asked for. `order_id` while the balance is being paid and once it is.
PREORDER = Table(
    "preorder",
    metadata,
    id_column(),
    Column("offer_id", Text, ForeignKey("preorder_offer.id"), nullable=False),
    Column("buyer_id", Text, ForeignKey("person.id"), nullable=False),
    Column("payment_id", Text, ForeignKey("payment.id"), nullable=False, unique=True),
    minor_column("deposit_minor"),
    # The reservation that holds the piece: another one after each balance that was not paid.
    Column("tries", Integer, nullable=False),
    Column("room_id", Text),
    Column("host_id", Text),
    at_column("asked_at_ms"),
    at_column("deposit_paid_at_ms", nullable=True),
    Column("order_id", Text, ForeignKey("orders.id")),
    at_column("done_at_ms", nullable=True),
    at_column("dropped_at_ms", nullable=True),
    at_column("lapsed_at_ms", nullable=True),
    # The deposit has gone back the way it came.
    at_column("returned_at_ms", nullable=True),
    CheckConstraint("done_at_ms IS NULL OR order_id IS NOT NULL", name="done"),
    CheckConstraint("dropped_at_ms IS NULL OR deposit_paid_at_ms IS NULL", name="dropped"),
    CheckConstraint("lapsed_at_ms IS NULL OR (deposit_paid_at_ms IS NOT NULL AND done_at_ms IS NULL)", name="lapsed"),
    CheckConstraint("returned_at_ms IS NULL OR lapsed_at_ms IS NOT NULL", name="returned"),
    Index("ix_preorder_offer_id", "offer_id", "buyer_id"),
    Index("ix_preorder_buyer_id", "buyer_id"),
    Index("ix_preorder_order_id", "order_id"),
)

# What of an order was paid before its own payment; of money back, `returned_minor` goes that way.
ORDER_DEPOSIT = Table(
    "order_deposit",
    metadata,
    Column("order_id", Text, ForeignKey("orders.id"), primary_key=True),
    Column("preorder_id", Text, ForeignKey("preorder.id"), nullable=False),
    Column("payment_id", Text, ForeignKey("payment.id"), nullable=False),
    minor_column("minor"),
    minor_column("returned_minor"),
    CheckConstraint("returned_minor BETWEEN 0 AND minor", name="returned"),
    Index("ix_order_deposit_payment_id", "payment_id"),
)

# Which part of a refund goes back by the deposit's payment; the rest goes by the balance's.
DEPOSIT_RETURN = Table(
    "deposit_return",
    metadata,
    Column("refund_id", Text, ForeignKey("refund.id"), primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    minor_column("refund_minor"),
    minor_column("minor"),
    CheckConstraint("minor BETWEEN 0 AND refund_minor", name="minor"),
    Index("ix_deposit_return_order_id", "order_id"),
)
