"""flash sales and the reasons of a price"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flash_sale",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("lowest_minor", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("pieces_planned", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("limit_per_buyer", sa.Integer(), nullable=False),
        sa.Column("countdown_ms", sa.BigInteger(), nullable=False),
        sa.Column("lasts_ms", sa.BigInteger(), nullable=False),
        sa.Column("planned_by", sa.Text(), nullable=False),
        sa.Column("planned_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=True),
        sa.Column("started_by", sa.Text(), nullable=True),
        sa.Column("started_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("opens_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("closes_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(started_at_ms IS NULL) = (room_id IS NULL) AND (started_at_ms IS NULL) = (opens_at_ms IS NULL) AND (started_at_ms IS NULL) = (closes_at_ms IS NULL)",
            name=op.f("ck_flash_sale_started"),
        ),
        sa.CheckConstraint("limit_per_buyer > 0", name=op.f("ck_flash_sale_limit_per_buyer")),
        sa.CheckConstraint("price_minor > 0 AND price_minor < lowest_minor", name=op.f("ck_flash_sale_price")),
        sa.CheckConstraint("taken BETWEEN 0 AND pieces AND pieces <= pieces_planned", name=op.f("ck_flash_sale_taken")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_flash_sale_brand_id")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_flash_sale_host_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_flash_sale_product_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_flash_sale_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flash_sale")),
    )
    with op.batch_alter_table("flash_sale", schema=None) as batch_op:
        batch_op.create_index("ix_flash_sale_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_flash_sale_host_id", ["host_id"], unique=False)
        batch_op.create_index("ix_flash_sale_product_id", ["product_id"], unique=False)
        batch_op.create_index("ix_flash_sale_sku_id", ["sku_id"], unique=False)
        batch_op.create_index(
            "uq_flash_sale_running",
            ["room_id"],
            unique=True,
            sqlite_where=sa.text("started_at_ms IS NOT NULL AND ended_at_ms IS NULL"),
            postgresql_where=sa.text("started_at_ms IS NOT NULL AND ended_at_ms IS NULL"),
        )

    op.create_table(
        "flash_claim",
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("sale_id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("taken_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("given_back_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_flash_claim_pieces")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_flash_claim_buyer_id")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_flash_claim_line_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["flash_sale.id"], name=op.f("fk_flash_claim_sale_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_flash_claim")),
    )
    with op.batch_alter_table("flash_claim", schema=None) as batch_op:
        batch_op.create_index("ix_flash_claim_buyer_id", ["buyer_id"], unique=False)
        batch_op.create_index("ix_flash_claim_sale_id", ["sale_id"], unique=False)

    op.create_table(
        "flash_share",
        sa.Column("sale_id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces >= 0", name=op.f("ck_flash_share_pieces")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_flash_share_buyer_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["flash_sale.id"], name=op.f("fk_flash_share_sale_id")),
        sa.PrimaryKeyConstraint("sale_id", "buyer_id", name=op.f("pk_flash_share")),
    )
    with op.batch_alter_table("flash_share", schema=None) as batch_op:
        batch_op.create_index("ix_flash_share_buyer_id", ["buyer_id"], unique=False)

    op.create_table(
        "line_reduction",
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('flash_sale', 'coupon')", name=op.f("ck_line_reduction_kind_word")),
        sa.CheckConstraint("minor > 0", name=op.f("ck_line_reduction_minor")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_line_reduction_line_id")),
        sa.PrimaryKeyConstraint("line_id", "kind", name=op.f("pk_line_reduction")),
    )
    with op.batch_alter_table("line_reduction", schema=None) as batch_op:
        batch_op.create_index("ix_line_reduction_source_id", ["source_id"], unique=False)

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("discount_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.drop_constraint(op.f("ck_order_line_amount"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_order_line_amount"),
            "amount_minor = unit_minor * quantity - discount_minor AND amount_minor > 0",
        )
        batch_op.create_check_constraint(op.f("ck_order_line_discount"), "discount_minor >= 0")


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
