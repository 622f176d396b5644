"""notes and product ideas"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("href", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("given_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("read_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("person_id", "about", "code", name=op.f("uq_note_person_id_about_code")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index("ix_note_person_id_id", ["person_id", "id"], unique=False)
    op.create_table(
        "idea_policy",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("knobs", sa.Text(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_idea_policy")),
    )
    op.create_table(
        "idea",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("supporters", sa.Integer(), nullable=False),
        sa.Column("published_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("answered_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("royalty_bp", sa.Integer(), nullable=False),
        sa.Column("made_product_id", sa.Text(), nullable=True),
        sa.Column("launched_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("withdrawn_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'launched') = (made_product_id IS NOT NULL)", name=op.f("ck_idea_made")),
        sa.CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name=op.f("ck_idea_merged")),
        sa.CheckConstraint(
            "state IN ('open', 'due', 'accepted', 'declined', 'launched', 'merged')", name=op.f("ck_idea_state_word")
        ),
        sa.CheckConstraint("royalty_bp >= 0", name=op.f("ck_idea_royalty")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_idea_author_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_idea_brand_id")),
        sa.ForeignKeyConstraint(["hidden_case_id"], ["moderation_case.id"], name=op.f("fk_idea_hidden_case_id")),
        sa.ForeignKeyConstraint(["made_product_id"], ["product.id"], name=op.f("fk_idea_made_product_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["idea.id"], name=op.f("fk_idea_merged_into")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_idea_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_idea_author_id_key")),
    )
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.create_index("ix_idea_brand_id_state", ["brand_id", "state"], unique=False)
        batch_op.create_index("ix_idea_made_product_id", ["made_product_id"], unique=False)
        batch_op.create_index("ix_idea_merged_into", ["merged_into"], unique=False)
        batch_op.create_index("ix_idea_supporters", ["supporters"], unique=False)

    op.create_table(
        "idea_credit",
        sa.Column("idea_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.CheckConstraint("parts > 0", name=op.f("ck_idea_credit_parts")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_credit_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idea_credit_person_id")),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_idea_credit")),
    )
    op.create_table(
        "idea_step",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("idea_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("verdict IN ('accepted', 'declined', 'prototype')", name=op.f("ck_idea_step_verdict_word")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_step_idea_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_idea_step_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_step")),
    )
    with op.batch_alter_table("idea_step", schema=None) as batch_op:
        batch_op.create_index("ix_idea_step_idea_id_id", ["idea_id", "id"], unique=False)

    op.create_table(
        "idea_support",
        sa.Column("idea_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("merged_from", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_support_idea_id")),
        sa.ForeignKeyConstraint(["merged_from"], ["idea.id"], name=op.f("fk_idea_support_merged_from")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idea_support_person_id")),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_idea_support")),
    )
    with op.batch_alter_table("idea_support", schema=None) as batch_op:
        batch_op.create_index("ix_idea_support_person_id", ["person_id"], unique=False)

    with op.batch_alter_table("feed_card", schema=None) as batch_op:
        batch_op.alter_column("product_id", existing_type=sa.Text(), nullable=True)

    with op.batch_alter_table("value_share", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_value_share_role_word"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_value_share_role_word"),
            "role IN ('psp', 'platform', 'host', 'mcn', 'reviewer', 'brand', 'cohost', 'ideator')",
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
