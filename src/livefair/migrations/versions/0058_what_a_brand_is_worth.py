"""what a brand is worth"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "value_worth_terms",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opex_minor", sa.BigInteger(), nullable=False),
        sa.Column("capital_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_bp", sa.Integer(), nullable=False),
        sa.Column("wacc_bp", sa.Integer(), nullable=False),
        sa.Column("growth_bp", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("opex_minor >= 0 AND capital_minor >= 0", name=op.f("ck_value_worth_terms_amounts")),
        sa.CheckConstraint(
            "tax_bp BETWEEN 0 AND 10000 AND wacc_bp BETWEEN 1 AND 10000", name=op.f("ck_value_worth_terms_rates")
        ),
        sa.PrimaryKeyConstraint("owner", "version", name=op.f("pk_value_worth_terms")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
