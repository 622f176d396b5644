from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, one_of

# An address of somebody else's program. `kinds` are words with commas; the secrets are sealed.
WEBHOOK = Table(
    "webhook",
    metadata,
    id_column(),
    Column("organisation_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("sealed_secret", Text, nullable=False),
    # The secret before: what is sent is signed with both until then.
    Column("sealed_old_secret", Text),
    at_column("old_until_ms", nullable=True),
    Column("made_by", Text, ForeignKey("person.id"), nullable=False),
    at_column("made_at_ms"),
    at_column("paused_at_ms", nullable=True),
    one_of("paused_why", "owner", "failing", "gone", nullable=True),
    # How often in a row nobody answered there, and until when it is left in peace.
    Column("failures", Integer, nullable=False),
    at_column("rest_until_ms"),
    # Its next job and when that is due; empty: none is queued. Any other job there has been overtaken.
    Column("job_key", Text),
    at_column("job_due_ms", nullable=True),
    CheckConstraint("(paused_at_ms IS NULL) = (paused_why IS NULL)", name="paused"),
    CheckConstraint("(job_key IS NULL) = (job_due_ms IS NULL)", name="job"),
    Index("ix_webhook_organisation_id", "organisation_id"),
)

# What is to be told, as it will be sent. `sequence` grows with each message on one thing (an order, a SKU): it is the
# place of its fact in the log.
WEBHOOK_MESSAGE = Table(
    "webhook_message",
    metadata,
    id_column(),
    Column("webhook_id", Text, ForeignKey("webhook.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("sequence", BigInteger, CheckConstraint("sequence > 0", name="sequence"), nullable=False),
    Column("body", Text, nullable=False),
    one_of("state", "waiting", "delivered", "skipped"),
    at_column("made_at_ms"),
    Column("due_at_ms", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    at_column("delivered_at_ms", nullable=True),
    # Its owner wanted it sent once more: then it comes after what is later.
    at_column("replayed_at_ms", nullable=True),
    CheckConstraint("state <> 'delivered' OR delivered_at_ms IS NOT NULL", name="delivered"),
    UniqueConstraint("webhook_id", "object_id", "sequence"),
    Index("ix_webhook_message_webhook_id_state", "webhook_id", "state"),
    Index("ix_webhook_message_made_at_ms", "made_at_ms"),
)

# Each try: the status that was answered, or why there was none.
WEBHOOK_ATTEMPT = Table(
    "webhook_attempt",
    metadata,
    id_column(),
    Column("message_id", Text, ForeignKey("webhook_message.id"), nullable=False),
    at_column("at_ms"),
    Column("status", Integer),
    Column("took_ms", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Index("ix_webhook_attempt_message_id", "message_id"),
)
