from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from livefair.kernel import at_column, id_column, metadata, one_of, sequence_column

# A file of goods that a brand brings in, and how far it has come. A dry run changes nothing but this row.
CATALOG_IMPORT = Table(
    "catalog_import",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("made_by", Text, ForeignKey("person.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_key", Text, nullable=False),
    one_of("mode", "dry", "real"),
    one_of("state", "waiting", "running", "done", "failed", "undoing", "undone"),
    Column("rows_total", Integer, nullable=False),
    Column("rows_done", Integer, nullable=False),
    Column("rows_wrong", Integer, nullable=False),
    # Of what was undone, so many changes could not be: goods were sold or changed since.
    Column("changes_kept", Integer, nullable=False),
    Column("failure_code", Text, nullable=True),
    at_column("made_at_ms"),
    at_column("ended_at_ms", nullable=True),
    Column("undone_by", Text, nullable=True),
    at_column("undone_at_ms", nullable=True),
    UniqueConstraint("brand_id", "key"),
    CheckConstraint("rows_done BETWEEN 0 AND rows_total", name="rows"),
    Index("ix_catalog_import_brand_id", "brand_id"),
)

# What is wrong with a row: the column, a refusal's code with its parameters as JSON, and what stood there.
IMPORT_ERROR = Table(
    "import_error",
    metadata,
    Column("import_id", Text, ForeignKey("catalog_import.id"), nullable=False),
    Column("row", Integer, nullable=False),
    Column("column", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("found", Text, nullable=False),
    PrimaryKeyConstraint("import_id", "row", "column"),
)

# What an import has changed, so that it can be taken back in the opposite order.
IMPORT_CHANGE = Table(
    "import_change",
    metadata,
    sequence_column(),
    Column("import_id", Text, ForeignKey("catalog_import.id"), nullable=False),
    Column("row", Integer, nullable=False),
    one_of("kind", "product", "words", "sku", "price", "stock", "fact"),
    Column("subject_id", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    one_of("outcome", "undone", "kept", nullable=True),
    Index("ix_import_change_import_id", "import_id"),
)

# The brand's own names for its goods: the same code in the next file is the same thing.
PRODUCT_CODE = Table(
    "product_code",
    metadata,
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    PrimaryKeyConstraint("brand_id", "code"),
    Index("ix_product_code_product_id", "product_id"),
)

SKU_CODE = Table(
    "sku_code",
    metadata,
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    PrimaryKeyConstraint("brand_id", "code"),
    Index("ix_sku_code_sku_id", "sku_id"),
)
