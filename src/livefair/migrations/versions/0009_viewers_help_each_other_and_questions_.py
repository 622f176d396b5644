"""viewers help each other and questions merge"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_help",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("helped_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("hidden_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_live_help_author_id")),
        sa.ForeignKeyConstraint(["question_id"], ["live_question.id"], name=op.f("fk_live_help_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_help")),
    )
    with op.batch_alter_table("live_help", schema=None) as batch_op:
        batch_op.create_index("ix_live_help_author_id", ["author_id"], unique=False)
        batch_op.create_index(
            "uq_live_help_accepted",
            ["question_id"],
            unique=True,
            sqlite_where=sa.text("accepted_at_ms IS NOT NULL"),
            postgresql_where=sa.text("accepted_at_ms IS NOT NULL"),
        )
        batch_op.create_index("uq_live_help_author", ["question_id", "author_id"], unique=True)

    with op.batch_alter_table("live_question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_live_question_merged_into"), "live_question", ["merged_into"], ["id"]
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
