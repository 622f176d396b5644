"""co-hosts have seats and splits that both agreed on"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_seat",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("guest_id", sa.Text(), nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("seated_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("pictures_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("why_ended", sa.Text(), nullable=True),
        sa.CheckConstraint("begun_by IN ('host', 'guest')", name=op.f("ck_live_seat_begun_by_word")),
        sa.CheckConstraint(
            "why_ended IN ('declined', 'withdrawn', 'left', 'removed', 'show_over')",
            name=op.f("ck_live_seat_why_ended_word"),
        ),
        sa.CheckConstraint("(ended_at_ms IS NULL) = (why_ended IS NULL)", name=op.f("ck_live_seat_ended")),
        sa.CheckConstraint("(place IS NULL) = (seated_at_ms IS NULL)", name=op.f("ck_live_seat_seated")),
        sa.CheckConstraint("place BETWEEN 1 AND 4", name=op.f("ck_live_seat_place")),
        sa.ForeignKeyConstraint(["guest_id"], ["person.id"], name=op.f("fk_live_seat_guest_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_seat_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_seat_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_seat")),
    )
    with op.batch_alter_table("live_seat", schema=None) as batch_op:
        batch_op.create_index("ix_live_seat_room_id", ["room_id", "seated_at_ms"], unique=False)
        batch_op.create_index("ix_live_seat_show_id", ["show_id"], unique=False)
        batch_op.create_index(
            "uq_live_seat_guest",
            ["guest_id"],
            unique=True,
            sqlite_where=sa.text("ended_at_ms IS NULL AND seated_at_ms IS NOT NULL"),
            postgresql_where=sa.text("ended_at_ms IS NULL AND seated_at_ms IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_live_seat_open",
            ["show_id", "guest_id"],
            unique=True,
            sqlite_where=sa.text("ended_at_ms IS NULL"),
            postgresql_where=sa.text("ended_at_ms IS NULL"),
        )
        batch_op.create_index(
            "uq_live_seat_place",
            ["show_id", "place"],
            unique=True,
            sqlite_where=sa.text("ended_at_ms IS NULL AND seated_at_ms IS NOT NULL"),
            postgresql_where=sa.text("ended_at_ms IS NULL AND seated_at_ms IS NOT NULL"),
        )

    op.create_table(
        "live_seat_terms",
        sa.Column("seat_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("accepted_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("side IN ('host', 'guest')", name=op.f("ck_live_seat_terms_side_word")),
        sa.CheckConstraint(
            "(accepted_by IS NULL) = (accepted_at_ms IS NULL)", name=op.f("ck_live_seat_terms_accepted")
        ),
        sa.CheckConstraint("share_bp BETWEEN 0 AND 10000", name=op.f("ck_live_seat_terms_share_bp")),
        sa.CheckConstraint("version > 0", name=op.f("ck_live_seat_terms_version")),
        sa.ForeignKeyConstraint(["seat_id"], ["live_seat.id"], name=op.f("fk_live_seat_terms_seat_id")),
        sa.PrimaryKeyConstraint("seat_id", "version", name=op.f("pk_live_seat_terms")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
