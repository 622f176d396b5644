"""questions passed on to brands"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_passed_on",
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("passed_by", sa.Text(), nullable=False),
        sa.Column("passed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("missed_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["live_question.id"], name=op.f("fk_live_passed_on_question_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_passed_on_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_passed_on_show_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_live_passed_on_brand_id")),
        sa.ForeignKeyConstraint(["passed_by"], ["person.id"], name=op.f("fk_live_passed_on_passed_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_live_passed_on_answered_by")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_live_passed_on")),
    )
    op.create_index("ix_live_passed_on_brand_id", "live_passed_on", ["brand_id", "passed_at_ms"])
    op.create_index("ix_live_passed_on_show_id", "live_passed_on", ["show_id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
