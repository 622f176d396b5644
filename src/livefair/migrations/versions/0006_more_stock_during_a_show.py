"""more stock during a show"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_restock",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(added IS NULL) = (answered_at_ms IS NULL)", name=op.f("ck_live_restock_answer")),
        sa.CheckConstraint("wanted > 0", name=op.f("ck_live_restock_wanted")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_live_restock_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_live_restock_asked_by")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_live_restock_brand_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_restock_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_restock_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_restock")),
    )
    with op.batch_alter_table("live_restock", schema=None) as batch_op:
        batch_op.create_index("ix_live_restock_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_live_restock_show_id", ["show_id"], unique=False)
        batch_op.create_index(
            "uq_live_restock_waiting",
            ["show_id", "sku_id"],
            unique=True,
            sqlite_where=sa.text("answered_at_ms IS NULL"),
            postgresql_where=sa.text("answered_at_ms IS NULL"),
        )

    op.create_table(
        "live_restock_vote",
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_restock_vote_person_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_restock_vote_show_id")),
        sa.PrimaryKeyConstraint("show_id", "product_id", "person_id", name=op.f("pk_live_restock_vote")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
