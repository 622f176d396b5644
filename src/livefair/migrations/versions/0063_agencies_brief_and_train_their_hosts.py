"""agencies brief and train their hosts"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_brief",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("mcn_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("assigned_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("delivered", sa.Text(), nullable=True),
        sa.Column("delivered_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("accepted_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "accepted_at_ms IS NULL OR delivered_at_ms IS NOT NULL", name=op.f("ck_live_brief_accepted")
        ),
        sa.CheckConstraint("accepted_at_ms IS NULL OR withdrawn_at_ms IS NULL", name=op.f("ck_live_brief_one_end")),
        sa.CheckConstraint("(accepted_at_ms IS NULL) = (accepted_by IS NULL)", name=op.f("ck_live_brief_accepted_by")),
        sa.CheckConstraint(
            "(withdrawn_at_ms IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_live_brief_withdrawn_by")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_live_brief_host_id")),
        sa.ForeignKeyConstraint(["mcn_id"], ["organisation.id"], name=op.f("fk_live_brief_mcn_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_brief")),
        sa.UniqueConstraint("mcn_id", "key", name=op.f("uq_live_brief_mcn_id_key")),
    )
    with op.batch_alter_table("live_brief", schema=None) as batch_op:
        batch_op.create_index("ix_live_brief_host_id", ["host_id"], unique=False)
        batch_op.create_index("ix_live_brief_mcn_id", ["mcn_id"], unique=False)

    op.create_table(
        "live_brief_goods",
        sa.Column("brief_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["live_brief.id"], name=op.f("fk_live_brief_goods_brief_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_live_brief_goods_product_id")),
        sa.PrimaryKeyConstraint("brief_id", "product_id", name=op.f("pk_live_brief_goods")),
    )
    op.create_table(
        "live_training",
        sa.Column("mcn_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_live_training_host_id")),
        sa.ForeignKeyConstraint(["mcn_id"], ["organisation.id"], name=op.f("fk_live_training_mcn_id")),
        sa.PrimaryKeyConstraint("mcn_id", "host_id", "category", name=op.f("pk_live_training")),
    )
    with op.batch_alter_table("live_training", schema=None) as batch_op:
        batch_op.create_index("ix_live_training_host_id", ["host_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
