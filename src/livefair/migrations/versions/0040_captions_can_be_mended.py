"""captions can be mended"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("live_caption", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("corrected_at_ms", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("corrected_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at_ms", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_by", sa.Text(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_live_caption_corrected"),
            "(first_text IS NULL) = (corrected_at_ms IS NULL) AND (corrected_by IS NULL) = (corrected_at_ms IS NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_live_caption_withdrawn"), "(withdrawn_by IS NULL) = (withdrawn_at_ms IS NULL)"
        )
        batch_op.create_foreign_key(op.f("fk_live_caption_corrected_by"), "person", ["corrected_by"], ["id"])
        batch_op.create_foreign_key(op.f("fk_live_caption_withdrawn_by"), "person", ["withdrawn_by"], ["id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
