"""rehearsals"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_rehearsal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("cues", sa.Text(), nullable=False),
        sa.Column("began_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.CheckConstraint("(ended_at_ms IS NULL) = (grade IS NULL)", name=op.f("ck_live_rehearsal_end")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_live_rehearsal_host_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_rehearsal_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_rehearsal")),
    )
    with op.batch_alter_table("live_rehearsal", schema=None) as batch_op:
        batch_op.create_index("ix_live_rehearsal_host_id", ["host_id"], unique=False)
        batch_op.create_index("ix_live_rehearsal_show_id", ["show_id"], unique=False)

    op.create_table(
        "live_rehearsal_deed",
        sa.Column("rehearsal_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('block', 'point', 'answer')", name=op.f("ck_live_rehearsal_deed_kind_word")),
        sa.ForeignKeyConstraint(
            ["rehearsal_id"], ["live_rehearsal.id"], name=op.f("fk_live_rehearsal_deed_rehearsal_id")
        ),
        sa.PrimaryKeyConstraint("rehearsal_id", "number", name=op.f("pk_live_rehearsal_deed")),
    )
    op.create_table(
        "live_rehearsal_measure",
        sa.Column("rehearsal_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("luma", sa.Integer(), nullable=True),
        sa.Column("loudness_db", sa.Integer(), nullable=True),
        sa.Column("peak_db", sa.Integer(), nullable=True),
        sa.Column("change", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rehearsal_id"], ["live_rehearsal.id"], name=op.f("fk_live_rehearsal_measure_rehearsal_id")
        ),
        sa.PrimaryKeyConstraint("rehearsal_id", "at_ms", name=op.f("pk_live_rehearsal_measure")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
