"""refunds take back what was granted"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("value_contest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_back_minor", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_value_contest_taken_back"), "taken_back_minor BETWEEN 0 AND granted_minor"
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
