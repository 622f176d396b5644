"""violations on air"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_violation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("words_version", sa.Integer(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("noticed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("cleared_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("correction", sa.Text(), nullable=True),
        sa.Column("corrected_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('claim', 'decision')", name=op.f("ck_live_violation_kind_word")),
        sa.CheckConstraint(
            "(correction IS NULL) = (corrected_at_ms IS NULL)", name=op.f("ck_live_violation_correction")
        ),
        sa.CheckConstraint("(evidence IS NULL) = (cleared_at_ms IS NULL)", name=op.f("ck_live_violation_evidence")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_violation_room_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_live_violation_settled_by")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_violation_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_violation")),
        sa.UniqueConstraint(
            "show_id", "kind", "place", "subject", name=op.f("uq_live_violation_show_id_kind_place_subject")
        ),
    )
    with op.batch_alter_table("live_violation", schema=None) as batch_op:
        batch_op.create_index("ix_live_violation_show_id", ["show_id", "noticed_at_ms"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
