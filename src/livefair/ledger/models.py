"""The book: transfers and their entries are only ever added; balances are what the entries add up to."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of, sequence_column

TRANSFER = Table(
    "ledger_transfer",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("body_hash", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("why", Text, nullable=False),
    one_of("phase", "posted", "pending", "settled", "voided", "expired"),
    Column("currency", Text, nullable=False),
    # Unique, so that the database itself lets each pending transfer be resolved once.
    Column("pending_id", Text, ForeignKey("ledger_transfer.id"), unique=True),
    at_column("at_ms"),
    CheckConstraint(
        "(phase IN ('settled', 'voided', 'expired')) = (pending_id IS NOT NULL)", name="resolution_names_its_pending"
    ),
)

ENTRY = Table(
    "ledger_entry",
    metadata,
    sequence_column(),
    Column("transfer_id", Text, ForeignKey("ledger_transfer.id"), nullable=False, index=True),
    Column("account", Text, nullable=False),
    Column("currency", Text, nullable=False),
    minor_column("minor"),
    Column("why", Text),
    CheckConstraint("minor <> 0", name="minor_moves"),
    Index("ix_ledger_entry_account_seq", "account", "seq"),
)

HOLD = Table(
    "ledger_hold",
    metadata,
    Column("transfer_id", Text, ForeignKey("ledger_transfer.id"), primary_key=True),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("currency", Text, nullable=False),
    minor_column("minor"),
    at_column("expires_at_ms", nullable=True, index=True),
    CheckConstraint("minor > 0", name="minor_positive"),
)

# One row per account that has a bound. An account without one has no row: nothing has to be decided about it, and
# lanes that all post to it (a clearing account) never wait for each other.
BALANCE = Table(
    "ledger_balance",
    metadata,
    Column("account", Text, nullable=False),
    Column("currency", Text, nullable=False),
    minor_column("balance_minor"),
    minor_column("held_minor"),
    minor_column("floor_minor", nullable=True),
    minor_column("ceiling_minor", nullable=True),
    PrimaryKeyConstraint("account", "currency"),
    CheckConstraint("held_minor >= 0", name="held"),
    CheckConstraint("floor_minor IS NULL OR balance_minor - held_minor >= floor_minor", name="floor"),
    CheckConstraint("ceiling_minor IS NULL OR balance_minor <= ceiling_minor", name="ceiling"),
)
