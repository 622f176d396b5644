"""films of recordings"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_export",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("from_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("progress_percent", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=True),
        sa.Column("byte_count", sa.BigInteger(), nullable=True),
        sa.Column("lasts_ms", sa.Integer(), nullable=True),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("settled_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(state = 'failed') = (failure_code IS NOT NULL)", name=op.f("ck_live_export_failure")),
        sa.CheckConstraint("(state = 'ready') = (file_key IS NOT NULL)", name=op.f("ck_live_export_file")),
        sa.CheckConstraint("purpose IN ('film', 'draft')", name=op.f("ck_live_export_purpose_word")),
        sa.CheckConstraint(
            "state IN ('waiting', 'working', 'ready', 'failed')", name=op.f("ck_live_export_state_word")
        ),
        sa.CheckConstraint("progress_percent BETWEEN 0 AND 100", name=op.f("ck_live_export_progress")),
        sa.CheckConstraint("to_at_ms > from_at_ms", name=op.f("ck_live_export_span")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_live_export_asked_by")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_export_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_export_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_export")),
    )
    with op.batch_alter_table("live_export", schema=None) as batch_op:
        batch_op.create_index("ix_live_export_show_id", ["show_id", "asked_at_ms"], unique=False)
        batch_op.create_index(
            "uq_live_export_stands",
            ["show_id", "purpose", "from_at_ms", "to_at_ms"],
            unique=True,
            sqlite_where=sa.text("state != 'failed'"),
            postgresql_where=sa.text("state != 'failed'"),
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
