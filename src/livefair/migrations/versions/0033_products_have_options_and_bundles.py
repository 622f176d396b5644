"""products have options and bundles"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "option_value",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("option_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("picture_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_option_value_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option_value")),
        sa.UniqueConstraint(
            "product_id",
            "option_position",
            "position",
            name=op.f("uq_option_value_product_id_option_position_position"),
        ),
    )
    op.create_table(
        "product_option",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_option_product_id")),
        sa.PrimaryKeyConstraint("product_id", "position", name=op.f("pk_product_option")),
    )
    op.create_table(
        "bundle_part",
        sa.Column("bundle_id", sa.Text(), nullable=False),
        sa.Column("part_id", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint("bundle_id <> part_id", name=op.f("ck_bundle_part_itself")),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_bundle_part_pieces")),
        sa.ForeignKeyConstraint(["bundle_id"], ["sku.id"], name=op.f("fk_bundle_part_bundle_id")),
        sa.ForeignKeyConstraint(["part_id"], ["sku.id"], name=op.f("fk_bundle_part_part_id")),
        sa.PrimaryKeyConstraint("bundle_id", "part_id", name=op.f("pk_bundle_part")),
    )
    with op.batch_alter_table("bundle_part", schema=None) as batch_op:
        batch_op.create_index("ix_bundle_part_part_id", ["part_id"], unique=False)

    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part_of", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_reservation_part_of",
            ["part_of"],
            unique=False,
            sqlite_where=sa.text("part_of IS NOT NULL"),
            postgresql_where=sa.text("part_of IS NOT NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_reservation_part_of"), "reservation", ["part_of"], ["reference"])

    with op.batch_alter_table("sku", schema=None) as batch_op:
        batch_op.add_column(sa.Column("combination", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_sku_combination",
            ["product_id", "combination"],
            unique=True,
            sqlite_where=sa.text("combination IS NOT NULL AND retired_at_ms IS NULL"),
            postgresql_where=sa.text("combination IS NOT NULL AND retired_at_ms IS NULL"),
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
