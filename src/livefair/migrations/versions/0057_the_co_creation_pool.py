"""the co-creation pool"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

ROLES = "'psp', 'platform', 'host', 'mcn', 'reviewer', 'brand', 'cohost', 'ideator', 'pool'"


def upgrade() -> None:
    with op.batch_alter_table("value_share", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_value_share_role_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_value_share_role_word"), f"role IN ({ROLES})")
    with op.batch_alter_table("value_line", schema=None) as batch_op:
        batch_op.create_index("ix_value_line_released_at_ms", ["released_at_ms"], unique=False)

    op.create_table(
        "value_pool_period",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("cap_bp", sa.Integer(), nullable=False),
        sa.Column("buyers_min", sa.Integer(), nullable=False),
        sa.Column("own_minor", sa.BigInteger(), nullable=False),
        sa.Column("collected_minor", sa.BigInteger(), nullable=False),
        sa.Column("carried_minor", sa.BigInteger(), nullable=False),
        sa.Column("carried_back_minor", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("payable_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("paid_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "carried_minor BETWEEN 0 AND collected_minor AND own_minor BETWEEN 0 AND collected_minor",
            name=op.f("ck_value_pool_period_carried"),
        ),
        sa.CheckConstraint(
            "carried_back_minor BETWEEN 0 AND carried_minor", name=op.f("ck_value_pool_period_carried_back")
        ),
        sa.CheckConstraint("paid_at_ms IS NULL OR paid_at_ms >= payable_at_ms", name=op.f("ck_value_pool_period_paid")),
        sa.ForeignKeyConstraint(
            ["rule_version"], ["value_share_rules.version"], name=op.f("fk_value_pool_period_rule_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_pool_period")),
        sa.UniqueConstraint("currency", "number", name=op.f("uq_value_pool_period_currency_number")),
    )
    op.create_table(
        "value_pool_part",
        sa.Column("period_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("planned_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("buyers", sa.Integer(), nullable=False),
        sa.Column("credit_minor", sa.BigInteger(), nullable=False),
        sa.Column("lift_ppm", sa.Integer(), nullable=False),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("was_capped", sa.Integer(), nullable=False),
        sa.CheckConstraint("planned_minor > 0", name=op.f("ck_value_pool_part_planned")),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND planned_minor", name=op.f("ck_value_pool_part_refunded")),
        sa.CheckConstraint("was_capped IN (0, 1)", name=op.f("ck_value_pool_part_was_capped")),
        sa.ForeignKeyConstraint(["period_id"], ["value_pool_period.id"], name=op.f("fk_value_pool_part_period_id")),
        sa.PrimaryKeyConstraint("period_id", "position", name=op.f("pk_value_pool_part")),
    )
    with op.batch_alter_table("value_pool_part", schema=None) as batch_op:
        batch_op.create_index("ix_value_pool_part_party", ["party"], unique=False)

    op.create_table(
        "value_pool_appeal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("period_id", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("granted_minor", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("outcome IN ('mended', 'stands')", name=op.f("ck_value_pool_appeal_outcome_word")),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at_ms IS NULL)", name=op.f("ck_value_pool_appeal_ended")),
        sa.CheckConstraint(
            "granted_minor >= 0 AND (granted_minor = 0 OR outcome = 'mended')",
            name=op.f("ck_value_pool_appeal_granted"),
        ),
        sa.ForeignKeyConstraint(["period_id"], ["value_pool_period.id"], name=op.f("fk_value_pool_appeal_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_pool_appeal")),
        sa.UniqueConstraint("period_id", "party", name=op.f("uq_value_pool_appeal_period_id_party")),
    )
    op.create_table(
        "value_plan_draft",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("drafted_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("simulated_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("published_version", sa.Integer(), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.CheckConstraint("(result IS NULL) = (simulated_at_ms IS NULL)", name=op.f("ck_value_plan_draft_simulated")),
        sa.CheckConstraint(
            "published_version IS NULL OR (result IS NOT NULL AND published_by IS NOT NULL)",
            name=op.f("ck_value_plan_draft_published"),
        ),
        sa.ForeignKeyConstraint(
            ["published_version"], ["value_share_rules.version"], name=op.f("fk_value_plan_draft_published_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_plan_draft")),
        sa.UniqueConstraint("published_version", name=op.f("uq_value_plan_draft_published_version")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
