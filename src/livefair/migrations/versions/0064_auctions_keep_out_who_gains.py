"""auctions keep out who gains"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "auction_barred",
        sa.Column("auction_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("why IN ('on_air', 'royalty')", name=op.f("ck_auction_barred_why_word")),
        sa.ForeignKeyConstraint(["auction_id"], ["auction.id"], name=op.f("fk_auction_barred_auction_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_auction_barred_person_id")),
        sa.PrimaryKeyConstraint("auction_id", "person_id", name=op.f("pk_auction_barred")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
