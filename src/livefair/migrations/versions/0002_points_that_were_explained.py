"""points that were explained"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_covered",
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("covered_by", sa.Text(), nullable=True),
        sa.Column("covered_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("means IN ('script', 'tap')", name=op.f("ck_live_covered_means_word")),
        sa.ForeignKeyConstraint(["covered_by"], ["person.id"], name=op.f("fk_live_covered_covered_by")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_covered_show_id")),
        sa.PrimaryKeyConstraint("show_id", "product_id", "point", name=op.f("pk_live_covered")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
