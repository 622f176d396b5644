"""blind boxes and formats of selling"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "box_series",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("boxes", sa.Integer(), nullable=False),
        sa.Column("guarantee_after", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("per_person", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("last_secret", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("begins_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("settled_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kept >= 0 AND guarantee_after >= 0 AND per_day > 0 AND per_person >= per_day",
            name=op.f("ck_box_series_bounds"),
        ),
        sa.CheckConstraint("opened BETWEEN 0 AND boxes", name=op.f("ck_box_series_opened")),
        sa.CheckConstraint("settled_at_ms IS NULL OR ended_at_ms IS NOT NULL", name=op.f("ck_box_series_settled")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_box_series_brand_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_box_series_product_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_box_series_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_series")),
        sa.UniqueConstraint("sku_id", name=op.f("uq_box_series_sku_id")),
    )
    with op.batch_alter_table("box_series", schema=None) as batch_op:
        batch_op.create_index("ix_box_series_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_box_series_product_id", ["product_id"], unique=False)

    op.create_table(
        "box",
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("bought_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("given_back_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("content", sa.Integer(), nullable=True),
        sa.Column("by_guarantee", sa.Integer(), nullable=True),
        sa.Column("ticket", sa.Text(), nullable=True),
        sa.Column("running_hash", sa.Text(), nullable=True),
        sa.CheckConstraint("(opened_at_ms IS NULL) = (content IS NULL)", name=op.f("ck_box_content")),
        sa.CheckConstraint("(opened_at_ms IS NULL) = (position IS NULL)", name=op.f("ck_box_opened")),
        sa.CheckConstraint("by_guarantee IN (0, 1)", name=op.f("ck_box_by_guarantee")),
        sa.CheckConstraint("opened_at_ms IS NULL OR given_back_at_ms IS NULL", name=op.f("ck_box_outcome")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_box_buyer_id")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_box_line_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_box_order_id")),
        sa.ForeignKeyConstraint(["series_id"], ["box_series.id"], name=op.f("fk_box_series_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_box")),
        sa.UniqueConstraint("series_id", "position", name=op.f("uq_box_series_id_position")),
    )
    with op.batch_alter_table("box", schema=None) as batch_op:
        batch_op.create_index("ix_box_buyer_id", ["buyer_id", "series_id"], unique=False)
        batch_op.create_index("ix_box_order_id", ["order_id"], unique=False)
        batch_op.create_index("ix_box_series_id", ["series_id"], unique=False)

    op.create_table(
        "box_content",
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("is_rare", sa.Integer(), nullable=False),
        sa.CheckConstraint("is_rare IN (0, 1)", name=op.f("ck_box_content_is_rare")),
        sa.CheckConstraint("remaining BETWEEN 0 AND pieces", name=op.f("ck_box_content_remaining")),
        sa.ForeignKeyConstraint(["series_id"], ["box_series.id"], name=op.f("fk_box_content_series_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_box_content_sku_id")),
        sa.PrimaryKeyConstraint("series_id", "position", name=op.f("pk_box_content")),
    )
    with op.batch_alter_table("box_content", schema=None) as batch_op:
        batch_op.create_index("ix_box_content_sku_id", ["sku_id"], unique=False)

    op.create_table(
        "box_share",
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("boxes", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.CheckConstraint("boxes >= 0", name=op.f("ck_box_share_boxes")),
        sa.CheckConstraint("misses >= 0", name=op.f("ck_box_share_misses")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_box_share_buyer_id")),
        sa.ForeignKeyConstraint(["series_id"], ["box_series.id"], name=op.f("fk_box_share_series_id")),
        sa.PrimaryKeyConstraint("series_id", "buyer_id", name=op.f("pk_box_share")),
    )
    with op.batch_alter_table("box_share", schema=None) as batch_op:
        batch_op.create_index("ix_box_share_buyer_id", ["buyer_id"], unique=False)

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sold_as", sa.Text(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_orders_sold_as_word"), "sold_as IN ('box', 'group', 'preorder', 'auction')"
        )

    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_stock_movement_kind_word"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_stock_movement_kind_word"),
            "kind IN ('received', 'corrected', 'reserved', 'released', 'shipped', 'returned', 'sample', 'outside',"
            " 'boxed', 'unboxed')",
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
