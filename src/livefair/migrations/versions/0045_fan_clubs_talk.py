"""fan clubs talk"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fan_line",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("club_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("hidden_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("hidden_by", sa.Text(), nullable=True),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_fan_line_author_id")),
        sa.ForeignKeyConstraint(["club_id"], ["fan_club.id"], name=op.f("fk_fan_line_club_id")),
        sa.ForeignKeyConstraint(["hidden_case_id"], ["moderation_case.id"], name=op.f("fk_fan_line_hidden_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fan_line")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_fan_line_author_id_key")),
    )
    with op.batch_alter_table("fan_line", schema=None) as batch_op:
        batch_op.create_index("ix_fan_line_author_id_at_ms", ["author_id", "at_ms"], unique=False)
        batch_op.create_index("ix_fan_line_club_id_id", ["club_id", "id"], unique=False)

    op.create_table(
        "fan_message",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("club_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sent_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["fan_club.id"], name=op.f("fk_fan_message_club_id")),
        sa.ForeignKeyConstraint(["hidden_case_id"], ["moderation_case.id"], name=op.f("fk_fan_message_hidden_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fan_message")),
        sa.UniqueConstraint("club_id", "key", name=op.f("uq_fan_message_club_id_key")),
    )
    with op.batch_alter_table("fan_message", schema=None) as batch_op:
        batch_op.create_index("ix_fan_message_club_id_sent_at_ms", ["club_id", "sent_at_ms"], unique=False)

    op.create_table(
        "fan_thanks",
        sa.Column("club_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["fan_club.id"], name=op.f("fk_fan_thanks_club_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fan_thanks_person_id")),
        sa.PrimaryKeyConstraint("club_id", "person_id", "day", name=op.f("pk_fan_thanks")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
