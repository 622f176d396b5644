"""polls may pin what wins and merged questions part"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("live_poll", schema=None) as batch_op:
        batch_op.add_column(sa.Column("afterwards", sa.Text(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_live_poll_afterwards"), "afterwards IS NULL OR (afterwards = 'pin' AND kind = 'next_item')"
        )

    with op.batch_alter_table("live_question_vote", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_from", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_live_question_vote_merged_from"), "live_question", ["merged_from"], ["id"]
        )

    with op.batch_alter_table("live_seat", schema=None) as batch_op:
        batch_op.create_index("ix_live_seat_guest_id", ["guest_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
