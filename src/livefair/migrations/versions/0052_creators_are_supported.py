"""creators are supported"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "creator_tier",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("was", sa.Integer(), nullable=False),
        sa.Column("followers", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sold_minor", sa.BigInteger(), nullable=False),
        sa.Column("returned_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint("tier > 0 AND tier != was", name=op.f("ck_creator_tier_tier")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_creator_tier_person_id")),
        sa.PrimaryKeyConstraint("person_id", "since_ms", name=op.f("pk_creator_tier")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tier_min", sa.Integer(), nullable=False),
        sa.Column("tier_max", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("holdout_percent", sa.Integer(), nullable=False),
        sa.Column("per_head_minor", sa.BigInteger(), nullable=False),
        sa.Column("budget_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("apply_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("drawn_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('traffic', 'cash', 'training')", name=op.f("ck_programme_kind_word")),
        sa.CheckConstraint("(seed IS NULL) = (drawn_at_ms IS NULL)", name=op.f("ck_programme_drawn")),
        sa.CheckConstraint("apply_until_ms < ends_at_ms", name=op.f("ck_programme_dates")),
        sa.CheckConstraint("paid_minor >= 0 AND paid_minor <= budget_minor", name=op.f("ck_programme_budget")),
        sa.CheckConstraint("tier_min > 0 AND tier_max >= tier_min", name=op.f("ck_programme_tiers")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_programme_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("opened_by", "key", name=op.f("uq_programme_opened_by_key")),
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index("ix_programme_apply_until_ms", ["apply_until_ms"], unique=False)

    op.create_table(
        "programme_member",
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("applied_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("arm", sa.Text(), nullable=True),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("quota_left", sa.Integer(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "arm = 'treated' OR (quota_left = 0 AND paid_minor = 0)", name=op.f("ck_programme_member_arm_gets")
        ),
        sa.CheckConstraint("arm IN ('treated', 'holdout')", name=op.f("ck_programme_member_arm_word")),
        sa.CheckConstraint("quota_left >= 0 AND paid_minor >= 0", name=op.f("ck_programme_member_given")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_programme_member_person_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_programme_member_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "person_id", name=op.f("pk_programme_member")),
    )
    with op.batch_alter_table("programme_member", schema=None) as batch_op:
        batch_op.create_index("ix_programme_member_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_programme_member_until_ms", ["until_ms"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
