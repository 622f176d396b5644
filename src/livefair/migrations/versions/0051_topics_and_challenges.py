"""topics and challenges"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "topic",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("seeded_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("seeded_by", sa.Text(), nullable=True),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.Column("heat_milli", sa.BigInteger(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("ranked_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(seeded_at_ms IS NULL) = (seeded_by IS NULL)", name=op.f("ck_topic_seeded")),
        sa.CheckConstraint("heat_milli >= 0 AND accounts >= 0", name=op.f("ck_topic_heat")),
        sa.ForeignKeyConstraint(["hidden_case_id"], ["moderation_case.id"], name=op.f("fk_topic_hidden_case_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_topic_opened_by")),
        sa.ForeignKeyConstraint(["seeded_by"], ["person.id"], name=op.f("fk_topic_seeded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("key", name=op.f("uq_topic_key")),
    )
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.create_index("ix_topic_heat_milli", ["heat_milli"], unique=False)
        batch_op.create_index("ix_topic_opened_by_opened_at_ms", ["opened_by", "opened_at_ms"], unique=False)

    op.create_table(
        "challenge",
        sa.Column("topic_id", sa.Text(), nullable=False),
        sa.Column("opener_id", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("rule_text", sa.Text(), nullable=False),
        sa.Column("starts_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("prize_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("judged_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("lapsed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("ends_at_ms > starts_at_ms", name=op.f("ck_challenge_dates")),
        sa.CheckConstraint("judged_at_ms IS NULL OR lapsed_at_ms IS NULL", name=op.f("ck_challenge_end")),
        sa.CheckConstraint("prize_minor >= 0", name=op.f("ck_challenge_prize")),
        sa.ForeignKeyConstraint(["opener_id"], ["person.id"], name=op.f("fk_challenge_opener_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_challenge_topic_id")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_challenge")),
        sa.UniqueConstraint("opener_id", "key", name=op.f("uq_challenge_opener_id_key")),
    )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.create_index("ix_challenge_ends_at_ms", ["ends_at_ms"], unique=False)

    op.create_table(
        "video_topic",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("topic_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_video_topic_topic_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_video_topic_video_id")),
        sa.PrimaryKeyConstraint("video_id", "topic_id", name=op.f("pk_video_topic")),
    )
    with op.batch_alter_table("video_topic", schema=None) as batch_op:
        batch_op.create_index("ix_video_topic_topic_id_video_id", ["topic_id", "video_id"], unique=False)

    op.create_table(
        "challenge_winner",
        sa.Column("topic_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("prize_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_challenge_winner_person_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["challenge.topic_id"], name=op.f("fk_challenge_winner_topic_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_challenge_winner_video_id")),
        sa.PrimaryKeyConstraint("topic_id", "person_id", name=op.f("pk_challenge_winner")),
    )
    with op.batch_alter_table("challenge_winner", schema=None) as batch_op:
        batch_op.create_index("ix_challenge_winner_person_id", ["person_id"], unique=False)

    _two_more_badges()


def _two_more_badges() -> None:
    """The table anew: what a check allows cannot be changed in place everywhere."""
    op.execute("CREATE TABLE badge_before AS SELECT * FROM badge")
    op.drop_table("badge")
    op.create_table(
        "badge",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("given_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('fan', 'helper', 'author', 'reviewer', 'challenger', 'creator')",
            name=op.f("ck_badge_kind_word"),
        ),
        sa.CheckConstraint("level > 0", name=op.f("ck_badge_level")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_badge_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", "about", name=op.f("pk_badge")),
    )
    op.execute(
        "INSERT INTO badge (person_id, kind, about, level, name, given_at_ms)"
        " SELECT person_id, kind, about, level, name, given_at_ms FROM badge_before"
    )
    op.drop_table("badge_before")
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.create_index("ix_badge_about", ["about", "kind"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
