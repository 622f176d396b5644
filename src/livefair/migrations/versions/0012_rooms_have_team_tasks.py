"""rooms have team tasks"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_task",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("goal", sa.BigInteger(), nullable=False),
        sa.Column("from_count", sa.BigInteger(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closes_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("reached_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("final_count", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("metric IN ('likes', 'answers', 'votes')", name=op.f("ck_live_task_metric_word")),
        sa.CheckConstraint("(closed_at_ms IS NULL) = (final_count IS NULL)", name=op.f("ck_live_task_closed")),
        sa.CheckConstraint("from_count >= 0", name=op.f("ck_live_task_from_count")),
        sa.CheckConstraint("goal > 0", name=op.f("ck_live_task_goal")),
        sa.CheckConstraint(
            "reached_at_ms IS NULL OR (closed_at_ms = reached_at_ms AND final_count >= goal)",
            name=op.f("ck_live_task_reached"),
        ),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_task_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_task_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_task")),
    )
    with op.batch_alter_table("live_task", schema=None) as batch_op:
        batch_op.create_index("ix_live_task_show_id", ["show_id", "opened_at_ms"], unique=False)
        batch_op.create_index(
            "uq_live_task_open",
            ["show_id"],
            unique=True,
            sqlite_where=sa.text("closed_at_ms IS NULL"),
            postgresql_where=sa.text("closed_at_ms IS NULL"),
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
