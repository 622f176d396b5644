"""brand stories"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brand_story",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("picture_key", sa.Text(), nullable=True),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.Column("told_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_brand_story_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand_story")),
    )
    op.create_index("ix_brand_story_brand_id", "brand_story", ["brand_id"])
    op.create_table(
        "live_story_shown",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("shown_by", sa.Text(), nullable=False),
        sa.Column("shown_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_story_shown_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_story_shown_show_id")),
        sa.ForeignKeyConstraint(["shown_by"], ["person.id"], name=op.f("fk_live_story_shown_shown_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_story_shown")),
    )
    op.create_index("ix_live_story_shown_show_id", "live_story_shown", ["show_id", "shown_at_ms"])
    op.create_index("ix_live_story_shown_story_id", "live_story_shown", ["story_id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
