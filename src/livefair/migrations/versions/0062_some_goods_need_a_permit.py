"""some goods need a permit"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "permit_policy",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("knobs", sa.Text(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_permit_policy")),
    )
    op.create_table(
        "permit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=True),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("filed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at_ms IS NULL)", name=op.f("ck_permit_decided")),
        sa.CheckConstraint("(outcome IS NULL) = (decided_by IS NULL)", name=op.f("ck_permit_decided_by")),
        sa.CheckConstraint("ended_at_ms IS NULL OR outcome = 'approved'", name=op.f("ck_permit_ended")),
        sa.CheckConstraint("expires_at_ms > filed_at_ms", name=op.f("ck_permit_expires")),
        sa.CheckConstraint("outcome IN ('approved', 'refused')", name=op.f("ck_permit_outcome_word")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_permit_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit")),
        sa.UniqueConstraint("brand_id", "key", name=op.f("uq_permit_brand_id_key")),
    )
    waiting = sa.text("outcome IS NULL")
    in_force = sa.text("outcome = 'approved' AND ended_at_ms IS NULL")
    with op.batch_alter_table("permit", schema=None) as batch_op:
        batch_op.create_index("ix_permit_brand_id_category", ["brand_id", "category"], unique=False)
        batch_op.create_index(
            "ix_permit_waiting", ["brand_id", "category"], unique=True, sqlite_where=waiting, postgresql_where=waiting
        )
        batch_op.create_index(
            "ix_permit_in_force",
            ["brand_id", "category"],
            unique=False,
            sqlite_where=in_force,
            postgresql_where=in_force,
        )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.add_column(sa.Column("permit_missing_at_ms", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
