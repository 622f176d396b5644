"""samples purchases and promises of stock"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplier",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("lead_days BETWEEN 0 AND 365", name=op.f("ck_supplier_lead")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_supplier_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("brand_id", "name", name=op.f("uq_supplier_brand_id_name")),
    )
    op.create_table(
        "purchase_order",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'cancelled' OR supplier_id IS NOT NULL", name=op.f("ck_purchase_order_supplier")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'part_received', 'closed', 'cancelled')",
            name=op.f("ck_purchase_order_state_word"),
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_purchase_order_brand_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_purchase_order_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order")),
    )
    with op.batch_alter_table("purchase_order", schema=None) as batch_op:
        batch_op.create_index("ix_purchase_order_brand_id", ["brand_id"], unique=False)

    op.create_table(
        "purchase_line",
        sa.Column("purchase_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("unit_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "good >= 0 AND damaged >= 0 AND good + damaged <= ordered", name=op.f("ck_purchase_line_received")
        ),
        sa.CheckConstraint("ordered > 0", name=op.f("ck_purchase_line_ordered")),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase_order.id"], name=op.f("fk_purchase_line_purchase_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_purchase_line_sku_id")),
        sa.PrimaryKeyConstraint("purchase_id", "sku_id", name=op.f("pk_purchase_line")),
    )
    op.create_table(
        "purchase_receipt",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("purchase_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "good >= 0 AND damaged >= 0 AND good + damaged > 0", name=op.f("ck_purchase_receipt_pieces")
        ),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchase_order.id"], name=op.f("fk_purchase_receipt_purchase_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_purchase_receipt_sku_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_purchase_receipt")),
        sa.UniqueConstraint("key", name=op.f("uq_purchase_receipt_key")),
    )
    with op.batch_alter_table("purchase_receipt", schema=None) as batch_op:
        batch_op.create_index("ix_purchase_receipt_purchase_id", ["purchase_id"], unique=False)

    op.create_table(
        "sample",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("settled_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(sent_at_ms IS NULL) = (state IN ('asked', 'declined'))", name=op.f("ck_sample_sent")),
        sa.CheckConstraint("duty IN ('keep', 'review', 'return')", name=op.f("ck_sample_duty_word")),
        sa.CheckConstraint(
            "state IN ('asked', 'declined', 'sent', 'claimed', 'settled')", name=op.f("ck_sample_state_word")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_sample_brand_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_sample_deal_id")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_sample_host_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sample_product_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_sample_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("deal_id", "sku_id", name=op.f("uq_sample_deal_id_sku_id")),
    )
    with op.batch_alter_table("sample", schema=None) as batch_op:
        batch_op.create_index("ix_sample_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_sample_host_id_product_id", ["host_id", "product_id"], unique=False)

    op.create_table(
        "stock_promise",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("ready_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_stock_promise_pieces")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_promise_sku_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stock_promise")),
    )
    with op.batch_alter_table("stock_promise", schema=None) as batch_op:
        batch_op.create_index("ix_stock_promise_sku_id", ["sku_id"], unique=False)

    with op.batch_alter_table("live_restock", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ready_at_ms", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ready_at_ms", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_stock_movement_kind_word"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_stock_movement_kind_word"),
            "kind IN ('received', 'corrected', 'reserved', 'released', 'shipped', 'returned', 'sample', 'outside')",
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
