"""fan clubs and badges"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fan_policy",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("knobs", sa.Text(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_fan_policy")),
    )
    op.create_table(
        "badge",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("given_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('fan', 'helper', 'author', 'reviewer')", name=op.f("ck_badge_kind_word")),
        sa.CheckConstraint("level > 0", name=op.f("ck_badge_level")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_badge_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", "about", name=op.f("pk_badge")),
    )
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.create_index("ix_badge_about", ["about", "kind"], unique=False)

    op.create_table(
        "fan_club",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("members >= 0", name=op.f("ck_fan_club_members")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_fan_club_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fan_club")),
        sa.UniqueConstraint("host_id", name=op.f("uq_fan_club_host_id")),
    )
    op.create_table(
        "fan",
        sa.Column("club_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("joined_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("left_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("room_id", sa.Text(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("messages_from_ms", sa.BigInteger(), nullable=True),
        sa.Column("contact_from_ms", sa.BigInteger(), nullable=True),
        sa.Column("seen_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "left_at_ms IS NULL OR (messages_from_ms IS NULL AND contact_from_ms IS NULL)",
            name=op.f("ck_fan_left_without_consent"),
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_fan_points")),
        sa.ForeignKeyConstraint(["club_id"], ["fan_club.id"], name=op.f("fk_fan_club_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fan_person_id")),
        sa.PrimaryKeyConstraint("club_id", "person_id", name=op.f("pk_fan")),
    )
    with op.batch_alter_table("fan", schema=None) as batch_op:
        batch_op.create_index("ix_fan_club_id_points", ["club_id", "points"], unique=False)
        batch_op.create_index("ix_fan_person_id", ["person_id"], unique=False)

    op.create_table(
        "fan_deed",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("club_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("done_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("undone_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "deed IN ('watch', 'chat', 'question', 'help', 'purchase', 'review', 'share')",
            name=op.f("ck_fan_deed_deed_word"),
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_fan_deed_points")),
        sa.ForeignKeyConstraint(["club_id"], ["fan_club.id"], name=op.f("fk_fan_deed_club_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fan_deed_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fan_deed")),
        sa.UniqueConstraint(
            "club_id", "person_id", "deed", "about", name=op.f("uq_fan_deed_club_id_person_id_deed_about")
        ),
    )
    with op.batch_alter_table("fan_deed", schema=None) as batch_op:
        batch_op.create_index("ix_fan_deed_club_id_person_id_day", ["club_id", "person_id", "day"], unique=False)
        batch_op.create_index("ix_fan_deed_deed_about", ["deed", "about"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
