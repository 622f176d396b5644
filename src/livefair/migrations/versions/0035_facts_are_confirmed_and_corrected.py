"""facts are confirmed and corrected"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("product_fact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_at_ms", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("corrects", sa.Text(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_product_fact_corrects"), "product_fact", ["corrects"], ["id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
