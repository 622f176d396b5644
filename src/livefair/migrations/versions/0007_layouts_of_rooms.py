"""layouts of rooms"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_layout",
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "layout IN ('standard', 'product', 'talk', 'clean')", name=op.f("ck_live_layout_layout_word")
        ),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_layout_show_id")),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_live_layout")),
    )
    with op.batch_alter_table("live_block", schema=None) as batch_op:
        batch_op.add_column(sa.Column("layout", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
