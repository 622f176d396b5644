"""shows have captions"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_caption",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("kept_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("lang IN ('zh', 'en')", name=op.f("ck_live_caption_lang_word")),
        sa.CheckConstraint("source IN ('typed', 'spoken')", name=op.f("ck_live_caption_source_word")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_caption_room_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_live_caption_said_by")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_caption_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_caption")),
    )
    with op.batch_alter_table("live_caption", schema=None) as batch_op:
        batch_op.create_index("ix_live_caption_show_id_at_ms", ["show_id", "at_ms"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
