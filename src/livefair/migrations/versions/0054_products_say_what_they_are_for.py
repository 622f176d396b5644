"""products say what they are for"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_scenario",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("scenario", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_scenario_product_id")),
        sa.PrimaryKeyConstraint("product_id", "scenario", name=op.f("pk_product_scenario")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
