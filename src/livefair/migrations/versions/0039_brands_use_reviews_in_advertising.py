"""brands use reviews in advertising"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_licence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("granted_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("shown_from_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('asked', 'granted')) = (ended_at_ms IS NULL)", name=op.f("ck_review_licence_ended")
        ),
        sa.CheckConstraint(
            "(state IN ('granted', 'ended')) = (granted_at_ms IS NOT NULL)", name=op.f("ck_review_licence_granted")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'granted', 'declined', 'withdrawn', 'lapsed', 'ended')",
            name=op.f("ck_review_licence_state_word"),
        ),
        sa.CheckConstraint("shown_from_ms IS NULL OR state = 'granted'", name=op.f("ck_review_licence_shown")),
        sa.CheckConstraint(
            "fee_minor > 0 AND paid_minor >= 0 AND paid_minor <= fee_minor", name=op.f("ck_review_licence_fee")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_review_licence_author_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_review_licence_brand_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_review_licence_product_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_licence_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_licence")),
        sa.UniqueConstraint("brand_id", "key", name=op.f("uq_review_licence_brand_id_key")),
    )
    with op.batch_alter_table("review_licence", schema=None) as batch_op:
        batch_op.create_index("ix_review_licence_author_id", ["author_id"], unique=False)
        batch_op.create_index("ix_review_licence_brand_id_id", ["brand_id", "id"], unique=False)
        batch_op.create_index("ix_review_licence_review_id", ["review_id"], unique=False)
        batch_op.create_index(
            "uq_review_licence_open",
            ["review_id"],
            unique=True,
            sqlite_where=sa.text("ended_at_ms IS NULL"),
            postgresql_where=sa.text("ended_at_ms IS NULL"),
        )
        batch_op.create_index(
            "uq_review_licence_shown",
            ["product_id"],
            unique=True,
            sqlite_where=sa.text("shown_from_ms IS NOT NULL"),
            postgresql_where=sa.text("shown_from_ms IS NOT NULL"),
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
