"""micro surveys"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_consent_purpose_word"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_consent_purpose_word"),
            "purpose IN ('terms', 'personal_feed', 'research', 'leaderboard', 'surveys')",
        )

    with op.batch_alter_table("value_study", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_value_study_kind_word"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_value_study_kind_word"), "kind IN ('paths', 'perceptions', 'attribution', 'retention')"
        )

    op.create_table(
        "value_survey",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("bank_version", sa.Integer(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("at_once", sa.Integer(), nullable=False),
        sa.Column("chance_bp", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("running_for", sa.Text(), nullable=True),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closes_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(running_for IS NULL) = (closed_at_ms IS NOT NULL)", name=op.f("ck_value_survey_closed")),
        sa.CheckConstraint("chance_bp BETWEEN 1 AND 10000", name=op.f("ck_value_survey_chance")),
        sa.CheckConstraint("panel IN ('customer', 'host', 'brand')", name=op.f("ck_value_survey_panel_word")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_survey")),
        sa.UniqueConstraint("running_for", name=op.f("uq_value_survey_running_for")),
    )
    with op.batch_alter_table("value_survey", schema=None) as batch_op:
        batch_op.create_index("ix_value_survey_panel_opened_at_ms", ["panel", "opened_at_ms"], unique=False)

    op.create_table(
        "value_survey_member",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_value_survey_member")),
    )
    op.create_table(
        "value_survey_invitation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("survey_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("invited_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("answered_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("skipped_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "answered_at_ms IS NULL OR skipped_at_ms IS NULL", name=op.f("ck_value_survey_invitation_one_end")
        ),
        sa.CheckConstraint(
            "occasion IN ('show', 'delivery', 'work')", name=op.f("ck_value_survey_invitation_occasion_word")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["value_survey.id"], name=op.f("fk_value_survey_invitation_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_survey_invitation")),
    )
    with op.batch_alter_table("value_survey_invitation", schema=None) as batch_op:
        batch_op.create_index("ix_value_survey_invitation_person_id_until_ms", ["person_id", "until_ms"], unique=False)
        batch_op.create_index("ix_value_survey_invitation_survey_id", ["survey_id"], unique=False)

    op.create_table(
        "value_survey_answer",
        sa.Column("invitation_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("answered_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("value BETWEEN 1 AND 7", name=op.f("ck_value_survey_answer_value")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["value_survey_invitation.id"], name=op.f("fk_value_survey_answer_invitation_id")
        ),
        sa.PrimaryKeyConstraint("invitation_id", "item_id", name=op.f("pk_value_survey_answer")),
    )
    with op.batch_alter_table("value_survey_answer", schema=None) as batch_op:
        batch_op.create_index("ix_value_survey_answer_answered_at_ms", ["answered_at_ms"], unique=False)
        batch_op.create_index("ix_value_survey_answer_person_id", ["person_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
