"""rooms have a quality ladder"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_ladder",
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.Text(), nullable=False),
        sa.Column("chosen_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name=op.f("fk_live_ladder_chosen_by")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_ladder_room_id")),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_live_ladder")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
