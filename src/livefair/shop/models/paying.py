"""What providers outside keep for us: their pages, money that went back, disputes, and our book beside theirs."""

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

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of

# One provider's page on which a payment can be paid: a link, or a code to scan. A payment may have several.
PAYMENT_PAGE = Table(
    "payment_page",
    metadata,
    id_column(),
    Column("payment_id", Text, ForeignKey("payment.id"), nullable=False),
    Column("provider", Text, nullable=False),
    one_of("way", "page", "phone", "code"),
    # `odd`: the provider took another amount than we asked for; nothing is booked before somebody has looked.
    one_of("state", "asked", "open", "paid", "refused", "closed", "odd"),
    # The provider's name for the page, and for the money that came by it.
    Column("reference", Text, nullable=False),
    Column("charge", Text, nullable=False),
    # Where the payer is sent, or what the code to scan says.
    Column("url", Text, nullable=False),
    # Where the payer is, which WeChat Pay wants to know of phones; forgotten as soon as the page is open.
    Column("payer_address", Text, nullable=False),
    # What the provider said it took, where that was not what we asked for.
    minor_column("odd_minor", nullable=True),
    Column("odd_currency", Text),
    at_column("asked_at_ms"),
    at_column("ended_at_ms", nullable=True),
    CheckConstraint("(state = 'odd') = (odd_minor IS NOT NULL AND odd_currency IS NOT NULL)", name="odd"),
    UniqueConstraint("payment_id", "provider", "way"),
    Index("ix_payment_page_charge", "charge"),
    Index("ix_payment_page_state", "state"),
)

# Money that came too late, twice, or in another amount: held, then sent back the way it came.
MONEY_TO_RETURN = Table(
    "money_to_return",
    metadata,
    Column("key", Text, primary_key=True),
    Column("payment_id", Text, ForeignKey("payment.id"), nullable=False),
    Column("page_id", Text, ForeignKey("payment_page.id")),
    Column("provider", Text, nullable=False),
    one_of("why", "late", "twice", "odd"),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    at_column("came_at_ms"),
    at_column("sent_at_ms", nullable=True),
    CheckConstraint("amount_minor > 0", name="amount"),
    Index("ix_money_to_return_payment_id", "payment_id"),
    Index("ix_money_to_return_sent_at_ms", "sent_at_ms"),
)

# Money that the provider had sent to a buyer and that came back to it: an operator finds another way.
FAILED_REFUND = Table(
    "failed_refund",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("page_id", Text, ForeignKey("payment_page.id"), nullable=False),
    Column("payment_id", Text, ForeignKey("payment.id"), nullable=False),
    Column("provider", Text, nullable=False),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    at_column("failed_at_ms"),
    one_of("state", "failed", "sending", "sent", "paid_otherwise"),
    Column("decided_by", Text),
    Column("decided_why", Text),
    at_column("ended_at_ms", nullable=True),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("(state IN ('sent', 'paid_otherwise')) = (ended_at_ms IS NOT NULL)", name="ended"),
    Index("ix_failed_refund_state", "state"),
)

# A cardholder's bank takes money back (拒付). The provider's word says how it stands; it never opens again.
DISPUTE = Table(
    "dispute",
    metadata,
    id_column(),
    Column("provider", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("page_id", Text, ForeignKey("payment_page.id"), nullable=False),
    Column("payment_id", Text, ForeignKey("payment.id"), nullable=False),
    Column("buyer_id", Text, ForeignKey("person.id"), nullable=False),
    one_of("state", "open", "won", "lost"),
    Column("reason", Text, nullable=False),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    at_column("due_at_ms", nullable=True),
    at_column("opened_at_ms"),
    at_column("ended_at_ms", nullable=True),
    # Of a wallet that was filled by this payment: what is held while it is open, and what was taken out in the end.
    Column("hold_id", Text, unique=True),
    minor_column("from_wallet_minor"),
    Column("answered_by", Text),
    at_column("answered_at_ms", nullable=True),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("from_wallet_minor BETWEEN 0 AND amount_minor", name="from_wallet"),
    CheckConstraint("(state = 'open') = (ended_at_ms IS NULL)", name="ended"),
    CheckConstraint("(answered_by IS NULL) = (answered_at_ms IS NULL)", name="answered"),
    UniqueConstraint("provider", "reference"),
    Index("ix_dispute_payment_id", "payment_id"),
    Index("ix_dispute_state_due_at_ms", "state", "due_at_ms"),
)

# What the provider has moved on our account because of a dispute, each movement once.
DISPUTE_MOVEMENT = Table(
    "dispute_movement",
    metadata,
    Column("dispute_id", Text, ForeignKey("dispute.id"), nullable=False),
    Column("reference", Text, nullable=False),
    minor_column("minor"),
    minor_column("fee_minor"),
    at_column("at_ms"),
    PrimaryKeyConstraint("dispute_id", "reference"),
)

# Our book beside a provider's report for a stretch of days: by its interface, or by a file that an operator brought.
RECONCILIATION = Table(
    "reconciliation",
    metadata,
    id_column(),
    Column("provider", Text, nullable=False),
    one_of("source", "asked", "file"),
    at_column("since_ms"),
    at_column("until_ms"),
    Column("asked_by", Text, nullable=False),
    at_column("asked_at_ms"),
    at_column("ended_at_ms", nullable=True),
    Column("matched", Integer, nullable=False),
    Column("found", Integer, nullable=False),
    CheckConstraint("since_ms < until_ms", name="span"),
)

DIFFERENCE = Table(
    "reconciliation_difference",
    metadata,
    id_column(),
    Column("run_id", Text, ForeignKey("reconciliation.id"), nullable=False),
    one_of("kind", "missing_there", "unknown_here", "double_there", "wrong_amount", "wrong_currency"),
    one_of("subject", "charge", "refund", "dispute"),
    Column("key", Text, nullable=False),
    Column("reference", Text, nullable=False),
    minor_column("ours_minor", nullable=True),
    minor_column("theirs_minor", nullable=True),
    Column("currency", Text, nullable=False),
    at_column("at_ms"),
    Column("settled_by", Text),
    Column("settled_why", Text),
    at_column("settled_at_ms", nullable=True),
    CheckConstraint("(settled_by IS NULL) = (settled_at_ms IS NULL)", name="settled"),
    Index("ix_reconciliation_difference_run_id", "run_id"),
)
