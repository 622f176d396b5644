"""auctions"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "auction",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=True),
        sa.Column("room_id", sa.Text(), nullable=True),
        sa.Column("start_minor", sa.BigInteger(), nullable=False),
        sa.Column("step_minor", sa.BigInteger(), nullable=False),
        sa.Column("reserve_minor", sa.BigInteger(), nullable=False),
        sa.Column("reserve_salt", sa.Text(), nullable=False),
        sa.Column("reserve_hash", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("lasts_ms", sa.BigInteger(), nullable=False),
        sa.Column("soft_ms", sa.BigInteger(), nullable=False),
        sa.Column("pay_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("opens_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("first_closes_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("closes_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("bids", sa.Integer(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("is_met", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(opened_at_ms IS NULL) = (closes_at_ms IS NULL) AND (opened_at_ms IS NULL) = (first_closes_at_ms IS NULL)",
            name=op.f("ck_auction_opened"),
        ),
        sa.CheckConstraint(
            "closed_at_ms IS NULL OR (opened_at_ms IS NOT NULL AND withdrawn_at_ms IS NULL)",
            name=op.f("ck_auction_closed"),
        ),
        sa.CheckConstraint("closes_at_ms >= first_closes_at_ms", name=op.f("ck_auction_closes")),
        sa.CheckConstraint("is_met IN (0, 1)", name=op.f("ck_auction_is_met")),
        sa.CheckConstraint("pieces BETWEEN 1 AND 50", name=op.f("ck_auction_pieces")),
        sa.CheckConstraint("reserve_minor = 0 OR reserve_minor >= start_minor", name=op.f("ck_auction_reserve")),
        sa.CheckConstraint(
            "start_minor > 0 AND step_minor > 0 AND price_minor >= start_minor", name=op.f("ck_auction_price")
        ),
        sa.CheckConstraint("withdrawn_at_ms IS NULL OR bids = 0", name=op.f("ck_auction_withdrawn")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_auction_brand_id")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_auction_host_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_auction_product_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_auction_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auction")),
    )
    with op.batch_alter_table("auction", schema=None) as batch_op:
        batch_op.create_index("ix_auction_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_auction_host_id", ["host_id"], unique=False)
        batch_op.create_index("ix_auction_product_id", ["product_id"], unique=False)
        batch_op.create_index("ix_auction_room_id", ["room_id"], unique=False)

    op.create_table(
        "auction_bid",
        sa.Column("auction_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bidder_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("max_minor", sa.BigInteger(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("running_hash", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('bid', 'retract')", name=op.f("ck_auction_bid_kind_word")),
        sa.ForeignKeyConstraint(["auction_id"], ["auction.id"], name=op.f("fk_auction_bid_auction_id")),
        sa.ForeignKeyConstraint(["bidder_id"], ["person.id"], name=op.f("fk_auction_bid_bidder_id")),
        sa.PrimaryKeyConstraint("auction_id", "position", name=op.f("pk_auction_bid")),
        sa.UniqueConstraint("bidder_id", "key", name=op.f("uq_auction_bid_bidder_id_key")),
    )
    op.create_table(
        "auction_bidder",
        sa.Column("auction_id", sa.Text(), nullable=False),
        sa.Column("bidder_id", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("max_minor", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bid_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("retracted_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["auction_id"], ["auction.id"], name=op.f("fk_auction_bidder_auction_id")),
        sa.ForeignKeyConstraint(["bidder_id"], ["person.id"], name=op.f("fk_auction_bidder_bidder_id")),
        sa.PrimaryKeyConstraint("auction_id", "bidder_id", name=op.f("pk_auction_bidder")),
        sa.UniqueConstraint("auction_id", "mark", name=op.f("uq_auction_bidder_auction_id_mark")),
    )
    with op.batch_alter_table("auction_bidder", schema=None) as batch_op:
        batch_op.create_index("ix_auction_bidder_bidder_id", ["bidder_id"], unique=False)
        batch_op.create_index("ix_auction_bidder_max", ["auction_id", "max_minor", "position"], unique=False)

    op.create_table(
        "auction_win",
        sa.Column("auction_id", sa.Text(), nullable=False),
        sa.Column("bidder_id", sa.Text(), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("won_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("pay_by_ms", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("hold", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=True),
        sa.Column("paid_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("lapsed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("lapsed_at_ms IS NULL OR order_id IS NULL", name=op.f("ck_auction_win_lapsed")),
        sa.CheckConstraint(
            "paid_at_ms IS NULL OR (order_id IS NOT NULL AND lapsed_at_ms IS NULL)", name=op.f("ck_auction_win_paid")
        ),
        sa.ForeignKeyConstraint(["auction_id"], ["auction.id"], name=op.f("fk_auction_win_auction_id")),
        sa.ForeignKeyConstraint(["bidder_id"], ["person.id"], name=op.f("fk_auction_win_bidder_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_auction_win_order_id")),
        sa.PrimaryKeyConstraint("auction_id", "bidder_id", name=op.f("pk_auction_win")),
    )
    with op.batch_alter_table("auction_win", schema=None) as batch_op:
        batch_op.create_index("ix_auction_win_bidder_id", ["bidder_id"], unique=False)
        batch_op.create_index("ix_auction_win_order_id", ["order_id"], unique=False)
        batch_op.create_index(
            "uq_auction_win_piece",
            ["auction_id", "piece"],
            unique=True,
            sqlite_where=sa.text("lapsed_at_ms IS NULL"),
            postgresql_where=sa.text("lapsed_at_ms IS NULL"),
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
