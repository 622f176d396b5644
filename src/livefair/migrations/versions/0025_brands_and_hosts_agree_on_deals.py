"""brands and hosts agree on deals"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deal_offer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_hash", sa.Text(), nullable=False),
        sa.Column("hosts_wanted", sa.Integer(), nullable=False),
        sa.Column("hosts_found", sa.Integer(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("published_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("audience IN ('open', 'invited')", name=op.f("ck_deal_offer_audience_word")),
        sa.CheckConstraint("hosts_found BETWEEN 0 AND hosts_wanted", name=op.f("ck_deal_offer_hosts")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_deal_offer_brand_id")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_deal_offer_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_offer")),
    )
    with op.batch_alter_table("deal_offer", schema=None) as batch_op:
        batch_op.create_index("ix_deal_offer_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_deal_offer_ends_at_ms", ["ends_at_ms"], unique=False)

    op.create_table(
        "deal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("applied_by", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("turn", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signed_version", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'ended') = (ended_at_ms IS NOT NULL)", name=op.f("ck_deal_ended")),
        sa.CheckConstraint("state IN ('open', 'signed', 'declined', 'ended')", name=op.f("ck_deal_state_word")),
        sa.CheckConstraint("turn IN ('brand', 'host', 'nobody')", name=op.f("ck_deal_turn_word")),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_deal_taken")),
        sa.ForeignKeyConstraint(["applied_by"], ["organisation.id"], name=op.f("fk_deal_applied_by")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_deal_brand_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_deal_ended_by")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_deal_host_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["deal_offer.id"], name=op.f("fk_deal_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
        sa.UniqueConstraint("offer_id", "host_id", name=op.f("uq_deal_offer_id_host_id")),
    )
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.create_index("ix_deal_brand_id", ["brand_id"], unique=False)
        batch_op.create_index("ix_deal_host_id", ["host_id"], unique=False)

    op.create_table(
        "deal_line",
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("commission_bp", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("is_exclusive", sa.Integer(), nullable=False),
        sa.Column("starts_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("commission_bp BETWEEN 100 AND 8000", name=op.f("ck_deal_line_range")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_line_deal_id")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_deal_line_host_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_deal_line_product_id")),
        sa.PrimaryKeyConstraint("deal_id", "version", "product_id", name=op.f("pk_deal_line")),
    )
    with op.batch_alter_table("deal_line", schema=None) as batch_op:
        batch_op.create_index("ix_deal_line_host_id", ["host_id"], unique=False)
        batch_op.create_index("ix_deal_line_product_id", ["product_id"], unique=False)

    op.create_table(
        "deal_milestone",
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("delivered_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("settled_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(settled_at_ms IS NOT NULL) = (state IN ('paid', 'returned'))", name=op.f("ck_deal_milestone_settled")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'missed', 'delivered', 'paid', 'returned')", name=op.f("ck_deal_milestone_state_word")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_deal_milestone_amount")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_milestone_deal_id")),
        sa.PrimaryKeyConstraint("deal_id", "version", "position", name=op.f("pk_deal_milestone")),
    )
    op.create_table(
        "deal_use",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("commission_bp", sa.Integer(), nullable=False),
        sa.Column("unit_minor", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("given_back_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_deal_use_pieces")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_use_deal_id")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_deal_use")),
    )
    with op.batch_alter_table("deal_use", schema=None) as batch_op:
        batch_op.create_index("ix_deal_use_deal_id", ["deal_id"], unique=False)

    op.create_table(
        "deal_version",
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_hash", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("brand_signed_by", sa.Text(), nullable=True),
        sa.Column("brand_signed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("host_signed_by", sa.Text(), nullable=True),
        sa.Column("host_signed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("proposed_by IN ('brand', 'host')", name=op.f("ck_deal_version_proposed_by_word")),
        sa.ForeignKeyConstraint(["brand_signed_by"], ["person.id"], name=op.f("fk_deal_version_brand_signed_by")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_version_deal_id")),
        sa.ForeignKeyConstraint(["host_signed_by"], ["person.id"], name=op.f("fk_deal_version_host_signed_by")),
        sa.PrimaryKeyConstraint("deal_id", "number", name=op.f("pk_deal_version")),
    )
    op.create_table(
        "deal_price",
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price_minor > 0", name=op.f("ck_deal_price_price")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_price_deal_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_deal_price_sku_id")),
        sa.PrimaryKeyConstraint("deal_id", "version", "sku_id", name=op.f("pk_deal_price")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
