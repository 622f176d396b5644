"""lines of statements can be contested"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "value_contest",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("counterpart", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("asked_minor", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("let_go_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_by", sa.Text(), nullable=True),
        sa.Column("replied_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("granted_minor", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at_ms IS NULL)", name=op.f("ck_value_contest_ended")),
        sa.CheckConstraint("ended_at_ms IS NULL OR let_go_at_ms IS NOT NULL", name=op.f("ck_value_contest_let_go")),
        sa.CheckConstraint("(reply IS NULL) = (replied_at_ms IS NULL)", name=op.f("ck_value_contest_replied")),
        sa.CheckConstraint(
            "(outcome = 'mended') = (granted_minor > 0) OR outcome IS NULL", name=op.f("ck_value_contest_mended")
        ),
        sa.CheckConstraint("asked_minor > 0", name=op.f("ck_value_contest_asked")),
        sa.CheckConstraint("granted_minor BETWEEN 0 AND asked_minor", name=op.f("ck_value_contest_granted")),
        sa.CheckConstraint("outcome IN ('mended', 'stands', 'withdrawn')", name=op.f("ck_value_contest_outcome_word")),
        sa.ForeignKeyConstraint(["line_id"], ["value_line.line_id"], name=op.f("fk_value_contest_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_contest")),
        sa.UniqueConstraint("party", "line_id", name=op.f("uq_value_contest_party_line_id")),
    )
    with op.batch_alter_table("value_contest", schema=None) as batch_op:
        batch_op.create_index("ix_value_contest_line_id", ["line_id"], unique=False)
        batch_op.create_index("ix_value_contest_counterpart", ["counterpart"], unique=False)
        batch_op.create_index("ix_value_contest_ended_at_ms", ["ended_at_ms"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
