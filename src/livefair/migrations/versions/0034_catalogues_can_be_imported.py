"""catalogues can be imported"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalog_import",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_wrong", sa.Integer(), nullable=False),
        sa.Column("changes_kept", sa.Integer(), nullable=False),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("mode IN ('dry', 'real')", name=op.f("ck_catalog_import_mode_word")),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'undoing', 'undone')",
            name=op.f("ck_catalog_import_state_word"),
        ),
        sa.CheckConstraint("rows_done BETWEEN 0 AND rows_total", name=op.f("ck_catalog_import_rows")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_catalog_import_brand_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_catalog_import_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_import")),
        sa.UniqueConstraint("brand_id", "key", name=op.f("uq_catalog_import_brand_id_key")),
    )
    with op.batch_alter_table("catalog_import", schema=None) as batch_op:
        batch_op.create_index("ix_catalog_import_brand_id", ["brand_id"], unique=False)

    op.create_table(
        "import_change",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('product', 'words', 'sku', 'price', 'stock', 'fact')", name=op.f("ck_import_change_kind_word")
        ),
        sa.CheckConstraint("outcome IN ('undone', 'kept')", name=op.f("ck_import_change_outcome_word")),
        sa.ForeignKeyConstraint(["import_id"], ["catalog_import.id"], name=op.f("fk_import_change_import_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_import_change")),
    )
    with op.batch_alter_table("import_change", schema=None) as batch_op:
        batch_op.create_index("ix_import_change_import_id", ["import_id"], unique=False)

    op.create_table(
        "import_error",
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["catalog_import.id"], name=op.f("fk_import_error_import_id")),
        sa.PrimaryKeyConstraint("import_id", "row", "column", name=op.f("pk_import_error")),
    )
    op.create_table(
        "product_code",
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_product_code_brand_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_code_product_id")),
        sa.PrimaryKeyConstraint("brand_id", "code", name=op.f("pk_product_code")),
    )
    with op.batch_alter_table("product_code", schema=None) as batch_op:
        batch_op.create_index("ix_product_code_product_id", ["product_id"], unique=False)

    op.create_table(
        "sku_code",
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_sku_code_brand_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_sku_code_sku_id")),
        sa.PrimaryKeyConstraint("brand_id", "code", name=op.f("pk_sku_code")),
    )
    with op.batch_alter_table("sku_code", schema=None) as batch_op:
        batch_op.create_index("ix_sku_code_sku_id", ["sku_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
