"""a ladder may have to wait"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("live_ladder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_out_at_ms", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
