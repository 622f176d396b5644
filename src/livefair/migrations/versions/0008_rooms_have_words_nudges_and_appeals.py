"""rooms have words nudges and appeals"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_word",
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("fold", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_word_room_id")),
        sa.PrimaryKeyConstraint("room_id", "fold", name=op.f("pk_live_word")),
    )
    op.create_table(
        "live_mute_appeal",
        sa.Column("mute_id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("outcome IN ('lifted', 'upheld')", name=op.f("ck_live_mute_appeal_outcome_word")),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at_ms IS NULL)", name=op.f("ck_live_mute_appeal_outcome_has_moment")
        ),
        sa.ForeignKeyConstraint(["mute_id"], ["live_mute.id"], name=op.f("fk_live_mute_appeal_mute_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_mute_appeal_room_id")),
        sa.PrimaryKeyConstraint("mute_id", name=op.f("pk_live_mute_appeal")),
    )
    with op.batch_alter_table("live_mute_appeal", schema=None) as batch_op:
        batch_op.create_index("ix_live_mute_appeal_room_id", ["room_id"], unique=False)

    op.create_table(
        "live_nudge",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("nudged_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=True),
        sa.Column("chosen_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.CheckConstraint("choice IN ('sent', 'rewritten', 'dropped')", name=op.f("ck_live_nudge_choice_word")),
        sa.CheckConstraint("(choice IS NULL) = (chosen_at_ms IS NULL)", name=op.f("ck_live_nudge_choice_has_moment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_nudge_person_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_nudge_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_nudge_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_nudge")),
    )
    with op.batch_alter_table("live_nudge", schema=None) as batch_op:
        batch_op.create_index("ix_live_nudge_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_live_nudge_show_id", ["show_id"], unique=False)

    with op.batch_alter_table("live_mute", schema=None) as batch_op:
        batch_op.add_column(sa.Column("barred_at_ms", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
