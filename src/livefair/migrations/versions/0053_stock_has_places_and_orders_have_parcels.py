"""stock has places and orders have parcels"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


# Until now an order left as one parcel, with all that was promised to its lines.
PARCELS_UNTIL_NOW = """
INSERT INTO shipment_line (shipment_id, line, pieces)
SELECT shipment.id, order_line.id, reservation.quantity
FROM shipment
JOIN order_line ON order_line.order_id = shipment.reference
JOIN reservation ON reservation.reference = order_line.id AND reservation.state = 'shipped'
"""


def upgrade() -> None:
    op.create_table(
        "stock_location",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('warehouse', 'shop', 'studio')", name=op.f("ck_stock_location_kind_word")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_stock_location_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_location")),
        sa.UniqueConstraint("brand_id", "name", name=op.f("uq_stock_location_brand_id_name")),
    )
    with op.batch_alter_table("shipment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("key", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("location_id", sa.Text(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_shipment_reference"), type_="unique")
        batch_op.create_index("ix_shipment_tracking", ["tracking"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_shipment_reference_key"), ["reference", "key"])
        batch_op.create_unique_constraint(batch_op.f("uq_shipment_reference_number"), ["reference", "number"])
        batch_op.create_foreign_key(batch_op.f("fk_shipment_location_id"), "stock_location", ["location_id"], ["id"])

    with op.batch_alter_table("stock", schema=None) as batch_op:
        batch_op.add_column(sa.Column("placed", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_check_constraint(op.f("ck_stock_placed"), "placed BETWEEN 0 AND on_hand")

    op.create_table(
        "shipment_tracking",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shipment_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("heard_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "code IN ('collected', 'in_transit', 'out_for_delivery', 'attempted', 'delivered')",
            name=op.f("ck_shipment_tracking_code_word"),
        ),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_tracking_shipment_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_shipment_tracking")),
        sa.UniqueConstraint("shipment_id", "key", name=op.f("uq_shipment_tracking_shipment_id_key")),
    )
    op.create_table(
        "stock_at",
        sa.Column("location_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces >= 0", name=op.f("ck_stock_at_pieces")),
        sa.ForeignKeyConstraint(["location_id"], ["stock_location.id"], name=op.f("fk_stock_at_location_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_at_sku_id")),
        sa.PrimaryKeyConstraint("location_id", "sku_id", name=op.f("pk_stock_at")),
    )
    with op.batch_alter_table("stock_at", schema=None) as batch_op:
        batch_op.create_index("ix_stock_at_sku_id", ["sku_id"], unique=False)

    op.create_table(
        "stock_location_move",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Text(), nullable=True),
        sa.Column("to_id", sa.Text(), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('moved', 'counted', 'packed', 'returned', 'taken')", name=op.f("ck_stock_location_move_kind_word")
        ),
        sa.CheckConstraint(
            "(from_id IS NOT NULL OR to_id IS NOT NULL) AND (from_id IS NULL OR from_id <> to_id)",
            name=op.f("ck_stock_location_move_way"),
        ),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_stock_location_move_pieces")),
        sa.ForeignKeyConstraint(["from_id"], ["stock_location.id"], name=op.f("fk_stock_location_move_from_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_location_move_sku_id")),
        sa.ForeignKeyConstraint(["to_id"], ["stock_location.id"], name=op.f("fk_stock_location_move_to_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_stock_location_move")),
        sa.UniqueConstraint("key", name=op.f("uq_stock_location_move_key")),
    )
    with op.batch_alter_table("stock_location_move", schema=None) as batch_op:
        batch_op.create_index("ix_stock_location_move_sku_id_at_ms", ["sku_id", "at_ms"], unique=False)

    op.create_table(
        "stock_returned",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Text(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "condition IN ('as_new', 'opened', 'damaged')", name=op.f("ck_stock_returned_condition_word")
        ),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_stock_returned_pieces")),
        sa.ForeignKeyConstraint(["location_id"], ["stock_location.id"], name=op.f("fk_stock_returned_location_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_returned_sku_id")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_stock_returned")),
    )
    with op.batch_alter_table("stock_returned", schema=None) as batch_op:
        batch_op.create_index("ix_stock_returned_sku_id", ["sku_id"], unique=False)

    op.create_table(
        "shipment_line",
        sa.Column("shipment_id", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_shipment_line_pieces")),
        sa.ForeignKeyConstraint(["line"], ["reservation.reference"], name=op.f("fk_shipment_line_line")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line_shipment_id")),
        sa.PrimaryKeyConstraint("shipment_id", "line", name=op.f("pk_shipment_line")),
    )
    with op.batch_alter_table("shipment_line", schema=None) as batch_op:
        batch_op.create_index("ix_shipment_line_line", ["line"], unique=False)
    op.execute(PARCELS_UNTIL_NOW)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
