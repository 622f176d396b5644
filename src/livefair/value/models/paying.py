"""What is paid out of what parties have: to which accounts, in which batches."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of
from livefair.value.rules.payouts import STATES as PAYOUT_STATES

# Where a payee's money goes. `number` is kept only while something may still be sent to it.
PAYOUT_ACCOUNT = Table(
    "value_payout_account",
    metadata,
    id_column(),
    Column("party", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("last4", Text, nullable=False),
    # Whose account it is now; None once another took its place, so that each payee has one.
    Column("current_of", Text, unique=True),
    Column("added_by", Text, nullable=False),
    at_column("added_at_ms"),
    at_column("replaced_at_ms", nullable=True),
    CheckConstraint("(current_of IS NULL) = (replaced_at_ms IS NOT NULL)", name="replaced"),
    Index("ix_value_payout_account_party", "party"),
)

# One run of the settlement calendar, named after its day.
PAYOUT_BATCH = Table(
    "value_payout_batch",
    metadata,
    Column("day", Text, primary_key=True),
    at_column("begun_at_ms"),
    at_column("ended_at_ms", nullable=True),
)

PAYOUT = Table(
    "value_payout",
    metadata,
    id_column(),
    Column("party", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("batch", Text, ForeignKey("value_payout_batch.day")),
    Column("account_id", Text, ForeignKey("value_payout_account.id"), nullable=False),
    Column("currency", Text, nullable=False),
    minor_column("amount_minor"),
    one_of("state", *PAYOUT_STATES),
    Column("hold_id", Text, nullable=False, unique=True),
    # It pays the entries of the payee's account after the one and up to the other.
    Column("after_seq", BigInteger, nullable=False),
    Column("until_seq", BigInteger, nullable=False),
    # Unique while it is on its way: a payee has at most one payout under way in each currency.
    Column("under_way", Text, unique=True),
    Column("asked_by", Text, nullable=False),
    at_column("asked_at_ms"),
    at_column("sent_at_ms", nullable=True),
    at_column("ended_at_ms", nullable=True),
    Column("reference", Text, nullable=False),
    Column("failure", Text, nullable=False),
    CheckConstraint("amount_minor > 0", name="amount"),
    CheckConstraint("after_seq < until_seq", name="span"),
    CheckConstraint("(state = 'sending') = (ended_at_ms IS NULL)", name="ended"),
    CheckConstraint("(state = 'sending') = (under_way IS NOT NULL)", name="under_way"),
    UniqueConstraint("party", "key"),
    Index("ix_value_payout_state_asked_at_ms", "state", "asked_at_ms"),
)

# Why a payee is not paid for now, by an operator.
PAYOUT_STOP = Table(
    "value_payout_stop",
    metadata,
    id_column(),
    Column("party", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("in_force_for", Text, unique=True),
    Column("stopped_by", Text, nullable=False),
    at_column("stopped_at_ms"),
    Column("lifted_by", Text),
    at_column("lifted_at_ms", nullable=True),
    CheckConstraint("(in_force_for IS NULL) = (lifted_at_ms IS NOT NULL)", name="lifted"),
)

PAYOUT_NOTICE = Table(
    "value_payout_notice",
    metadata,
    Column("payout_id", Text, ForeignKey("value_payout.id"), nullable=False),
    Column("person_id", Text, nullable=False),
    one_of("kind", *PAYOUT_STATES),
    at_column("given_at_ms"),
    at_column("read_at_ms", nullable=True),
    PrimaryKeyConstraint("payout_id", "person_id", "kind"),
    Index("ix_value_payout_notice_person_id_given_at_ms", "person_id", "given_at_ms"),
)

# The local payout provider's own book: what it was asked to transfer.
LOCAL_TRANSFER = Table(
    "value_local_transfer",
    metadata,
    Column("payout_id", Text, primary_key=True),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    Column("behaviour", Text, nullable=False),
    at_column("at_ms"),
)
