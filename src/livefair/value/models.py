"""How the value of each order line is shared. Plans are kept with the version of the rules that made them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from livefair.kernel import at_column, metadata, minor_column, one_of
from livefair.value.rules.share_plan import ROLES

SHARE_RULES = Table(
    "value_share_rules",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("digest", Text, nullable=False),
    at_column("effective_at_ms", index=True),
    at_column("published_at_ms"),
    Column("published_by", Text, nullable=False),
)

SHARED_LINE = Table(
    "value_line",
    metadata,
    Column("line_id", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("product_id", Text, nullable=False),
    Column("rule_version", Integer, ForeignKey("value_share_rules.version"), nullable=False),
    Column("currency", Text, nullable=False),
    minor_column("amount_minor"),
    minor_column("refunded_minor"),
    at_column("planned_at_ms"),
    at_column("due_at_ms", nullable=True),
    at_column("released_at_ms", nullable=True),
    CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name="refunded"),
    Index("ix_value_line_order_id", "order_id"),
    Index("ix_value_line_planned_at_ms", "planned_at_ms"),
)

# Of a share only `refunded_minor` ever changes: new rules never alter what was planned.
SHARE = Table(
    "value_share",
    metadata,
    Column("line_id", Text, ForeignKey("value_line.line_id"), nullable=False),
    Column("position", Integer, nullable=False),
    one_of("role", *ROLES),
    Column("party", Text),
    Column("account", Text),
    Column("weight", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("basis_points", Integer, nullable=False),
    minor_column("base_minor"),
    minor_column("planned_minor"),
    minor_column("refunded_minor"),
    PrimaryKeyConstraint("line_id", "position"),
    CheckConstraint("refunded_minor BETWEEN 0 AND planned_minor", name="refunded"),
    CheckConstraint("(party IS NULL) <> (account IS NULL)", name="one_owner"),
    Index("ix_value_share_party_line_id", "party", "line_id"),
)

# Why the lines of an order may not be released yet: somebody has asked for their money back.
OPEN_CLAIM = Table(
    "value_open_claim",
    metadata,
    Column("claim_id", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("closed_at_ms", nullable=True),
    Index("ix_value_open_claim_order_id", "order_id"),
)
