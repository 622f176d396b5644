"""money back may be given up"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("money_back", schema=None) as batch_op:
        batch_op.add_column(sa.Column("given_up_at_ms", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("decided_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("decided_why", sa.Text(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_money_back_outcome"), "sent_at_ms IS NULL OR given_up_at_ms IS NULL")
        batch_op.create_check_constraint(op.f("ck_money_back_decision"), "(decided_by IS NULL) = (decided_why IS NULL)")


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
