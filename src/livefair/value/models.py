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
from livefair.value.rules.payouts import STATES as PAYOUT_STATES
from livefair.value.rules.share_plan import KINDS, ROLES
from livefair.value.rules.surveys import OCCASIONS, PANELS

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

# A study is written when it is asked for; its answer is written once and never changed. `salt` makes its pseudonyms.
STUDY = Table(
    "value_study",
    metadata,
    id_column(),
    one_of("kind", "paths", "perceptions", "attribution", "retention"),
    Column("version", Integer, nullable=False),
    at_column("to_at_ms"),
    Column("seed", Integer, nullable=False),
    Column("draws", Integer, nullable=False),
    Column("salt", Text, nullable=False),
    at_column("asked_at_ms"),
    Column("asked_by", Text, nullable=False),
    at_column("finished_at_ms", nullable=True),
    Column("row_count", Integer),
    Column("people_count", Integer),
    Column("seen", Text),
    Column("result", Text),
    Column("why", Text),
    CheckConstraint("finished_at_ms IS NULL OR (result IS NULL) <> (why IS NULL)", name="one_answer"),
    Index("ix_value_study_kind_asked_at_ms", "kind", "asked_at_ms"),
)

# A design of a micro-survey. `seed` makes the chance of who is asked what; `running_for` is its panel while it runs.
SURVEY = Table(
    "value_survey",
    metadata,
    id_column(),
    one_of("panel", *PANELS),
    Column("bank_version", Integer, nullable=False),
    Column("items", Text, nullable=False),
    Column("at_once", Integer, nullable=False),
    Column("chance_bp", Integer, nullable=False),
    Column("seed", Text, nullable=False),
    Column("running_for", Text, unique=True),
    Column("opened_by", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("closes_at_ms"),
    at_column("closed_at_ms", nullable=True),
    CheckConstraint("chance_bp BETWEEN 1 AND 10000", name="chance"),
    CheckConstraint("(running_for IS NULL) = (closed_at_ms IS NOT NULL)", name="closed"),
    Index("ix_value_survey_panel_opened_at_ms", "panel", "opened_at_ms"),
)

# When somebody was asked last, by any survey: nobody is asked twice in a week.
SURVEY_MEMBER = Table(
    "value_survey_member",
    metadata,
    Column("person_id", Text, primary_key=True),
    at_column("asked_at_ms"),
)

SURVEY_INVITATION = Table(
    "value_survey_invitation",
    metadata,
    id_column(),
    Column("survey_id", Text, ForeignKey("value_survey.id"), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("items", Text, nullable=False),
    one_of("occasion", *OCCASIONS),
    at_column("invited_at_ms"),
    at_column("until_ms"),
    at_column("seen_at_ms", nullable=True),
    at_column("answered_at_ms", nullable=True),
    at_column("skipped_at_ms", nullable=True),
    CheckConstraint("answered_at_ms IS NULL OR skipped_at_ms IS NULL", name="one_end"),
    Index("ix_value_survey_invitation_person_id_until_ms", "person_id", "until_ms"),
    Index("ix_value_survey_invitation_survey_id", "survey_id"),
)

# Deleted for good when the person wants that: an answer stands in no fact.
SURVEY_ANSWER = Table(
    "value_survey_answer",
    metadata,
    Column("invitation_id", Text, ForeignKey("value_survey_invitation.id"), nullable=False),
    Column("item_id", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("value", Integer, nullable=False),
    Column("locale", Text, nullable=False),
    at_column("answered_at_ms"),
    PrimaryKeyConstraint("invitation_id", "item_id"),
    CheckConstraint("value BETWEEN 1 AND 7", name="value"),
    Index("ix_value_survey_answer_person_id", "person_id"),
    Index("ix_value_survey_answer_answered_at_ms", "answered_at_ms"),
)
