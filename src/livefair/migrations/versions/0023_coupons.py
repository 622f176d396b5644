"""coupons"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coupon",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("off_minor", sa.BigInteger(), nullable=False),
        sa.Column("percent_bp", sa.Integer(), nullable=False),
        sa.Column("cap_minor", sa.BigInteger(), nullable=True),
        sa.Column("least_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=False),
        sa.Column("limit_per_person", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("stopped_by", sa.Text(), nullable=True),
        sa.Column("stopped_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(off_minor > 0 AND percent_bp = 0) OR (off_minor = 0 AND percent_bp > 0)", name=op.f("ck_coupon_worth")
        ),
        sa.CheckConstraint("claimed BETWEEN 0 AND quantity", name=op.f("ck_coupon_claimed")),
        sa.CheckConstraint("limit_per_person > 0", name=op.f("ck_coupon_limit")),
        sa.CheckConstraint("percent_bp <= 9000 AND least_minor >= 0", name=op.f("ck_coupon_bounds")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_coupon_brand_id")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_coupon_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code", name=op.f("uq_coupon_code")),
    )
    with op.batch_alter_table("coupon", schema=None) as batch_op:
        batch_op.create_index("ix_coupon_brand_id", ["brand_id", "until_ms"], unique=False)
        batch_op.create_index("ix_coupon_host_id", ["host_id"], unique=False)

    op.create_table(
        "coupon_share",
        sa.Column("coupon_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=False),
        sa.CheckConstraint("claimed >= 0", name=op.f("ck_coupon_share_claimed")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_share_coupon_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coupon_share_person_id")),
        sa.PrimaryKeyConstraint("coupon_id", "person_id", name=op.f("pk_coupon_share")),
    )
    with op.batch_alter_table("coupon_share", schema=None) as batch_op:
        batch_op.create_index("ix_coupon_share_person_id", ["person_id"], unique=False)

    op.create_table(
        "coupon_grant",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("coupon_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=True),
        sa.Column("claimed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=True),
        sa.Column("used_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(order_id IS NULL) = (used_at_ms IS NULL)", name=op.f("ck_coupon_grant_used")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_grant_coupon_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_coupon_grant_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coupon_grant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_grant")),
    )
    with op.batch_alter_table("coupon_grant", schema=None) as batch_op:
        batch_op.create_index("ix_coupon_grant_coupon_id", ["coupon_id"], unique=False)
        batch_op.create_index("ix_coupon_grant_order_id", ["order_id"], unique=False)
        batch_op.create_index("ix_coupon_grant_person_id", ["person_id", "order_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
