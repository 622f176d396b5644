"""deposits for what is bought in advance"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deposit_return",
        sa.Column("refund_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("refund_minor", sa.BigInteger(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("minor BETWEEN 0 AND refund_minor", name=op.f("ck_deposit_return_minor")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_deposit_return_order_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_deposit_return_refund_id")),
        sa.PrimaryKeyConstraint("refund_id", name=op.f("pk_deposit_return")),
    )
    with op.batch_alter_table("deposit_return", schema=None) as batch_op:
        batch_op.create_index("ix_deposit_return_order_id", ["order_id"], unique=False)

    op.create_table(
        "preorder_offer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("deposit_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("limit_per_buyer", sa.Integer(), nullable=False),
        sa.Column("keeps_deposit", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("begins_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("balance_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("balance_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "begins_at_ms < balance_from_ms AND balance_from_ms < balance_until_ms", name=op.f("ck_preorder_offer_time")
        ),
        sa.CheckConstraint("deposit_minor > 0 AND deposit_minor < price_minor", name=op.f("ck_preorder_offer_deposit")),
        sa.CheckConstraint("keeps_deposit IN (0, 1)", name=op.f("ck_preorder_offer_keeps_deposit")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_preorder_offer_brand_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_preorder_offer_product_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_preorder_offer_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preorder_offer")),
    )
    with op.batch_alter_table("preorder_offer", schema=None) as batch_op:
        batch_op.create_index("ix_preorder_offer_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_preorder_offer_product_id", ["product_id"], unique=False)

    op.create_table(
        "preorder",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("deposit_minor", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=True),
        sa.Column("host_id", sa.Text(), nullable=True),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("deposit_paid_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("order_id", sa.Text(), nullable=True),
        sa.Column("done_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("dropped_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("lapsed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("returned_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("done_at_ms IS NULL OR order_id IS NOT NULL", name=op.f("ck_preorder_done")),
        sa.CheckConstraint("dropped_at_ms IS NULL OR deposit_paid_at_ms IS NULL", name=op.f("ck_preorder_dropped")),
        sa.CheckConstraint(
            "lapsed_at_ms IS NULL OR (deposit_paid_at_ms IS NOT NULL AND done_at_ms IS NULL)",
            name=op.f("ck_preorder_lapsed"),
        ),
        sa.CheckConstraint("returned_at_ms IS NULL OR lapsed_at_ms IS NOT NULL", name=op.f("ck_preorder_returned")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_preorder_buyer_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["preorder_offer.id"], name=op.f("fk_preorder_offer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_preorder_order_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_preorder_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preorder")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_preorder_payment_id")),
    )
    with op.batch_alter_table("preorder", schema=None) as batch_op:
        batch_op.create_index("ix_preorder_buyer_id", ["buyer_id"], unique=False)
        batch_op.create_index("ix_preorder_offer_id", ["offer_id", "buyer_id"], unique=False)
        batch_op.create_index("ix_preorder_order_id", ["order_id"], unique=False)

    op.create_table(
        "order_deposit",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("preorder_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("returned_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("returned_minor BETWEEN 0 AND minor", name=op.f("ck_order_deposit_returned")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_deposit_order_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_order_deposit_payment_id")),
        sa.ForeignKeyConstraint(["preorder_id"], ["preorder.id"], name=op.f("fk_order_deposit_preorder_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_deposit")),
    )
    with op.batch_alter_table("order_deposit", schema=None) as batch_op:
        batch_op.create_index("ix_order_deposit_payment_id", ["payment_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
