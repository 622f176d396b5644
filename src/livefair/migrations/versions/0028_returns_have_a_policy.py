"""returns have a policy"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_class",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("return_class", sa.Text(), nullable=False),
        sa.Column("from_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "return_class IN ('standard', 'opened', 'made_to_order', 'fresh', 'digital')",
            name=op.f("ck_return_class_return_class_word"),
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_return_class_product_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_return_class")),
    )
    with op.batch_alter_table("return_class", schema=None) as batch_op:
        batch_op.create_index("ix_return_class_product_id", ["product_id"], unique=False)

    op.create_table(
        "refund_photo",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("refund_id", sa.Text(), nullable=True),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("kept_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_refund_photo_owner_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_refund_photo_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_photo")),
    )
    with op.batch_alter_table("refund_photo", schema=None) as batch_op:
        batch_op.create_index("ix_refund_photo_owner_id", ["owner_id"], unique=False)
        batch_op.create_index("ix_refund_photo_refund_id", ["refund_id"], unique=False)

    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wants", sa.Text(), server_default="refund", nullable=False))
        batch_op.add_column(sa.Column("policy_version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("freight_by", sa.Text(), server_default="brand", nullable=False))
        batch_op.add_column(sa.Column("due_at_ms", sa.BigInteger(), nullable=True))
        for name in ("carrier", "tracking", "exchange_carrier", "exchange_tracking"):
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
    # What is open gets the time to answer that it would have had.
    op.execute("UPDATE refund SET due_at_ms = requested_at_ms + 172800000 WHERE state = 'requested'")
    with op.batch_alter_table("refund", schema=None) as batch_op:
        for name in (
            "wants",
            "policy_version",
            "freight_by",
            "carrier",
            "tracking",
            "exchange_carrier",
            "exchange_tracking",
        ):
            batch_op.alter_column(name, server_default=None)
        batch_op.drop_constraint(op.f("ck_refund_state_word"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_refund_state_word"),
            "state IN ('requested', 'agreed', 'sent', 'granted', 'denied', 'exchanged')",
        )
        batch_op.drop_constraint(op.f("ck_refund_reason_word"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_refund_reason_word"),
            "reason IN ('changed_mind', 'quality', 'wrong_item', 'not_arrived', 'cancelled', 'price_protection')",
        )
        batch_op.create_check_constraint(op.f("ck_refund_wants_word"), "wants IN ('refund', 'exchange')")
        batch_op.create_check_constraint(op.f("ck_refund_freight_by_word"), "freight_by IN ('buyer', 'brand')")
        batch_op.create_check_constraint(
            op.f("ck_refund_due"), "(state IN ('requested', 'agreed', 'sent')) = (due_at_ms IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_refund_decided"), "(state IN ('requested', 'agreed', 'sent')) = (decided_at_ms IS NULL)"
        )
        batch_op.create_index("ix_refund_state", ["state"], unique=False)

    with op.batch_alter_table("refund_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quantity", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index("ix_refund_line_line_id", ["line_id"], unique=False)
    # Until now lines went back whole.
    op.execute(
        "UPDATE refund_line SET quantity = (SELECT quantity FROM order_line WHERE order_line.id = refund_line.line_id)"
    )
    with op.batch_alter_table("refund_line", schema=None) as batch_op:
        batch_op.alter_column("quantity", server_default=None)
        batch_op.create_check_constraint(op.f("ck_refund_line_quantity"), "quantity >= 0")


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
