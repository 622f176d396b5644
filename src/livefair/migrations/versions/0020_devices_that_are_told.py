"""devices that are told of things"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.Text(), nullable=False),
        sa.Column("auth", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_device_session_id")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_device")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_device_endpoint")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
