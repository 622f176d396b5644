"""videos made together and at a moment"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "video_coauthor",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("share_bp BETWEEN 0 AND 9000", name=op.f("ck_video_coauthor_share")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_video_coauthor_person_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_video_coauthor_video_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_video_coauthor")),
    )
    with op.batch_alter_table("video_coauthor", schema=None) as batch_op:
        batch_op.create_index("ix_video_coauthor_person_id_asked_at_ms", ["person_id", "asked_at_ms"], unique=False)
        batch_op.create_index("ix_video_coauthor_video_id", ["video_id"], unique=False)

    with op.batch_alter_table("video", schema=None) as batch_op:
        batch_op.add_column(sa.Column("publish_at_ms", sa.BigInteger(), nullable=True))
    # Until now each was shown as soon as it was ready.
    op.execute("UPDATE video SET publish_at_ms = 0")


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
