"""where traffic came from"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

SOURCES = "source IN ('feed', 'declared', 'follow', 'search', 'share', 'outside')"
REASONS = "reason IN ('similar', 'popular', 'fresh', 'follows', 'on_air', 'explore', 'asked')"
GIVEN = "given IN ('none', 'explore', 'trial', 'floor', 'support')"


def upgrade() -> None:
    op.create_table(
        "impression",
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("creator_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("is_small", sa.Integer(), nullable=False),
        sa.Column("propensity_ppm", sa.Integer(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("shown_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(SOURCES, name=op.f("ck_impression_source_word")),
        sa.CheckConstraint(REASONS, name=op.f("ck_impression_reason_word")),
        sa.CheckConstraint(GIVEN, name=op.f("ck_impression_given_word")),
        sa.CheckConstraint("propensity_ppm BETWEEN 1 AND 1000000", name=op.f("ck_impression_propensity")),
        sa.CheckConstraint(
            "(reason = 'asked') = (source NOT IN ('feed', 'declared'))", name=op.f("ck_impression_reason_of_source")
        ),
        sa.ForeignKeyConstraint(["creator_id"], ["person.id"], name=op.f("fk_impression_creator_id")),
        sa.PrimaryKeyConstraint("page", "slot", name=op.f("pk_impression")),
    )
    op.execute(
        "INSERT INTO impression (page, slot, viewer, kind, item_id, creator_id, source, reason, given, is_small,"
        " propensity_ppm, policy_version, shown_at_ms)"
        " SELECT page, slot, viewer, kind, item_id, creator_id, 'feed', reason, 'none', 0,"
        " propensity_ppm, policy_version, shown_at_ms FROM feed_impression"
    )
    op.drop_table("feed_impression")
    op.create_table(
        "traffic",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("creator_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("impressions", sa.Integer(), nullable=False),
        sa.Column("of_small", sa.Integer(), nullable=False),
        sa.CheckConstraint(SOURCES, name=op.f("ck_traffic_source_word")),
        sa.CheckConstraint(REASONS, name=op.f("ck_traffic_reason_word")),
        sa.CheckConstraint(GIVEN, name=op.f("ck_traffic_given_word")),
        sa.CheckConstraint("impressions > 0 AND of_small BETWEEN 0 AND impressions", name=op.f("ck_traffic_counts")),
        sa.ForeignKeyConstraint(["creator_id"], ["person.id"], name=op.f("fk_traffic_creator_id")),
        sa.PrimaryKeyConstraint(
            "creator_id", "day", "kind", "source", "reason", "given", "policy_version", name=op.f("pk_traffic")
        ),
    )
    op.execute(
        "INSERT INTO traffic (day, creator_id, kind, source, reason, given, policy_version, impressions, of_small)"
        " SELECT shown_at_ms / 86400000, creator_id, kind, source, reason, given, policy_version, COUNT(*), 0"
        " FROM impression GROUP BY 1, 2, 3, 4, 5, 6, 7"
    )
    with op.batch_alter_table("impression", schema=None) as batch_op:
        batch_op.create_index("ix_impression_creator_id_shown_at_ms", ["creator_id", "shown_at_ms"], unique=False)
        batch_op.create_index("ix_impression_shown_at_ms", ["shown_at_ms"], unique=False)
    with op.batch_alter_table("traffic", schema=None) as batch_op:
        batch_op.create_index("ix_traffic_day", ["day"], unique=False)
        batch_op.create_index("ix_traffic_policy_version", ["policy_version"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
