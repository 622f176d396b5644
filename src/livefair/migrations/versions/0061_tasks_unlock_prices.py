"""tasks unlock prices"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("live_task", sa.Column("sale_id", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
