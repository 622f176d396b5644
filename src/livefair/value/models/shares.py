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
    UniqueConstraint,
)

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of
from livefair.value.rules.contests import OUTCOMES as CONTEST_OUTCOMES
from livefair.value.rules.share_plan import KINDS, ROLES

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
    # An order line, or a gift in a room: then line and order are the gift's id, and `product_id` says what it was.
    one_of("kind", *KINDS),
    # Where the money of a refund goes: to the payment provider, or into the wallet that it came from.
    Column("back_to", Text, nullable=False),
    minor_column("amount_minor"),
    minor_column("refunded_minor"),
    # What of the amount the house has paid for its coupon, and what of the refunded has gone back to it.
    Column("house_minor", BigInteger, nullable=False, server_default="0"),
    Column("house_back_minor", BigInteger, nullable=False, server_default="0"),
    at_column("planned_at_ms"),
    at_column("due_at_ms", nullable=True),
    at_column("released_at_ms", nullable=True),
    CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name="refunded"),
    CheckConstraint("house_back_minor BETWEEN 0 AND house_minor AND house_minor <= amount_minor", name="house"),
    Index("ix_value_line_order_id", "order_id"),
    Index("ix_value_line_planned_at_ms", "planned_at_ms"),
    Index("ix_value_line_released_at_ms", "released_at_ms"),
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

# What a party says against its share of a line. `counterpart` is whose share it would come out of, none the house's.
CONTEST = Table(
    "value_contest",
    metadata,
    id_column(),
    Column("line_id", Text, ForeignKey("value_line.line_id"), nullable=False),
    Column("order_id", Text, nullable=False),
    Column("party", Text, nullable=False),
    Column("counterpart", Text),
    Column("currency", Text, nullable=False),
    minor_column("asked_minor"),
    Column("words", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("due_at_ms"),
    # From then on nothing is set apart for it any more: it was answered, or its time was over.
    at_column("let_go_at_ms", nullable=True),
    Column("reply", Text),
    Column("replied_by", Text),
    at_column("replied_at_ms", nullable=True),
    one_of("outcome", *CONTEST_OUTCOMES, nullable=True),
    minor_column("granted_minor"),
    # With a refund, its part of what was granted goes back to whom it was taken from.
    minor_column("taken_back_minor"),
    Column("answer", Text),
    Column("answered_by", Text),
    at_column("ended_at_ms", nullable=True),
    CheckConstraint("asked_minor > 0", name="asked"),
    CheckConstraint("granted_minor BETWEEN 0 AND asked_minor", name="granted"),
    CheckConstraint("taken_back_minor BETWEEN 0 AND granted_minor", name="taken_back"),
    CheckConstraint("(outcome = 'mended') = (granted_minor > 0) OR outcome IS NULL", name="mended"),
    CheckConstraint("(outcome IS NULL) = (ended_at_ms IS NULL)", name="ended"),
    CheckConstraint("ended_at_ms IS NULL OR let_go_at_ms IS NOT NULL", name="let_go"),
    CheckConstraint("(reply IS NULL) = (replied_at_ms IS NULL)", name="replied"),
    UniqueConstraint("party", "line_id"),
    Index("ix_value_contest_line_id", "line_id"),
    Index("ix_value_contest_counterpart", "counterpart"),
    Index("ix_value_contest_ended_at_ms", "ended_at_ms"),
)
