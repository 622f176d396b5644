"""groups that buy together"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_offer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("usual_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("lasts_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("begins_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("price_minor > 0 AND price_minor < usual_minor", name=op.f("ck_group_offer_price")),
        sa.CheckConstraint("size BETWEEN 2 AND 100", name=op.f("ck_group_offer_size")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_group_offer_brand_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_group_offer_product_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_group_offer_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_offer")),
    )
    with op.batch_alter_table("group_offer", schema=None) as batch_op:
        batch_op.create_index("ix_group_offer_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_group_offer_product_id", ["product_id"], unique=False)

    op.create_table(
        "buying_group",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closes_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("full_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("failed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("0 <= paid AND paid <= taken AND taken <= size", name=op.f("ck_buying_group_seats")),
        sa.CheckConstraint("full_at_ms IS NULL OR failed_at_ms IS NULL", name=op.f("ck_buying_group_outcome")),
        sa.ForeignKeyConstraint(["offer_id"], ["group_offer.id"], name=op.f("fk_buying_group_offer_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_buying_group_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buying_group")),
    )
    with op.batch_alter_table("buying_group", schema=None) as batch_op:
        batch_op.create_index("ix_buying_group_offer_id", ["offer_id"], unique=False)

    op.create_table(
        "group_seat",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("taken_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("paid_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("left_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_group_seat_buyer_id")),
        sa.ForeignKeyConstraint(["group_id"], ["buying_group.id"], name=op.f("fk_group_seat_group_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_group_seat_order_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_group_seat")),
    )
    with op.batch_alter_table("group_seat", schema=None) as batch_op:
        batch_op.create_index("ix_group_seat_buyer_id", ["buyer_id"], unique=False)
        batch_op.create_index("ix_group_seat_group_id", ["group_id"], unique=False)
        batch_op.create_index(
            "uq_group_seat_sits",
            ["group_id", "buyer_id"],
            unique=True,
            sqlite_where=sa.text("left_at_ms IS NULL"),
            postgresql_where=sa.text("left_at_ms IS NULL"),
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
