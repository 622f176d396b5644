"""quizzes on regulated goods"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_quiz",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("taken_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("passed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("wrong BETWEEN 0 AND questions", name=op.f("ck_live_quiz_wrong")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_quiz_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_quiz")),
    )
    with op.batch_alter_table("live_quiz", schema=None) as batch_op:
        batch_op.create_index("ix_live_quiz_person_id_category", ["person_id", "category"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
