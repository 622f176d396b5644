"""coupons of hosts and of the house"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("coupon", schema=None) as batch_op:
        batch_op.add_column(sa.Column("payer", sa.Text(), server_default="brand", nullable=False))
        batch_op.add_column(sa.Column("for_first_order", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("club_level", sa.Integer(), server_default="0", nullable=False))
        batch_op.alter_column("brand_id", existing_type=sa.Text(), nullable=True)
        batch_op.create_check_constraint(op.f("ck_coupon_payer_word"), "payer IN ('brand', 'host', 'house')")
        batch_op.create_check_constraint(op.f("ck_coupon_payer"), "(payer = 'brand') = (brand_id IS NOT NULL)")
        batch_op.create_check_constraint(op.f("ck_coupon_host"), "payer <> 'host' OR host_id IS NOT NULL")
        batch_op.create_check_constraint(op.f("ck_coupon_first_order"), "for_first_order = 0 OR limit_per_person = 1")
        batch_op.create_check_constraint(op.f("ck_coupon_club"), "club_level = 0 OR host_id IS NOT NULL")
        batch_op.create_index("ix_coupon_payer", ["payer", "until_ms"], unique=False)
    with op.batch_alter_table("line_reduction", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_line_reduction_kind_word"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_line_reduction_kind_word"), "kind IN ('flash_sale', 'coupon', 'host_coupon', 'house_coupon')"
        )
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("host_bears_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("house_bears_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_order_line_borne"),
            "host_bears_minor >= 0 AND house_bears_minor >= 0 AND host_bears_minor + house_bears_minor <= discount_minor",
        )
    with op.batch_alter_table("value_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("house_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("house_back_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_value_line_house"), "house_back_minor BETWEEN 0 AND house_minor AND house_minor <= amount_minor"
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
