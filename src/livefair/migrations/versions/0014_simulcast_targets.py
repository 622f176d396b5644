"""simulcast targets"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_target",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sealed_key", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("started_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'connecting', 'live', 'down')", name=op.f("ck_live_target_state_word")
        ),
        sa.CheckConstraint("place BETWEEN 1 AND 3", name=op.f("ck_live_target_place")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_live_target_made_by")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_target_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_target")),
        sa.UniqueConstraint("room_id", "place", name=op.f("uq_live_target_room_id_place")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
