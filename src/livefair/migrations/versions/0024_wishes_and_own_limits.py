"""wishes and own limits"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_limit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("daily_minor", sa.BigInteger(), nullable=True),
        sa.Column("think_minutes", sa.Integer(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("from_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("daily_minor IS NULL OR daily_minor > 0", name=op.f("ck_own_limit_daily")),
        sa.CheckConstraint("from_at_ms >= set_at_ms", name=op.f("ck_own_limit_time")),
        sa.CheckConstraint("think_minutes BETWEEN 0 AND 1440", name=op.f("ck_own_limit_think")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_limit_person_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_own_limit")),
    )
    with op.batch_alter_table("own_limit", schema=None) as batch_op:
        batch_op.create_index("ix_own_limit_person_id", ["person_id", "seq"], unique=False)

    op.create_table(
        "wish",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wish_person_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_wish_product_id")),
        sa.PrimaryKeyConstraint("person_id", "product_id", name=op.f("pk_wish")),
    )
    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.create_index("ix_wish_product_id", ["product_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
