"""What agencies ask of their hosts: briefs with goods, and quizzes to pass."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata

BRIEF = Table(
    "live_brief",
    metadata,
    id_column(),
    Column("mcn_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("host_id", Text, ForeignKey("person.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    at_column("due_at_ms"),
    Column("key", Text, nullable=False),
    Column("assigned_by", Text, nullable=False),
    at_column("assigned_at_ms"),
    # What the host says came of it; sent again after it was sent back.
    Column("delivered", Text),
    at_column("delivered_at_ms", nullable=True),
    Column("answer", Text),
    at_column("accepted_at_ms", nullable=True),
    Column("accepted_by", Text),
    at_column("withdrawn_at_ms", nullable=True),
    Column("withdrawn_by", Text),
    UniqueConstraint("mcn_id", "key"),
    CheckConstraint("accepted_at_ms IS NULL OR delivered_at_ms IS NOT NULL", name="accepted"),
    CheckConstraint("accepted_at_ms IS NULL OR withdrawn_at_ms IS NULL", name="one_end"),
    CheckConstraint("(accepted_at_ms IS NULL) = (accepted_by IS NULL)", name="accepted_by"),
    CheckConstraint("(withdrawn_at_ms IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by"),
    Index("ix_live_brief_mcn_id", "mcn_id"),
    Index("ix_live_brief_host_id", "host_id"),
)
BRIEF_GOODS = Table(
    "live_brief_goods",
    metadata,
    Column("brief_id", Text, ForeignKey("live_brief.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    PrimaryKeyConstraint("brief_id", "product_id"),
)
# A quiz that an agency wants a host to pass; whether it is passed is the quiz's own record.
TRAINING = Table(
    "live_training",
    metadata,
    Column("mcn_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("host_id", Text, ForeignKey("person.id"), nullable=False),
    Column("category", Text, nullable=False),
    at_column("due_at_ms"),
    Column("set_by", Text, nullable=False),
    at_column("set_at_ms"),
    PrimaryKeyConstraint("mcn_id", "host_id", "category"),
    Index("ix_live_training_host_id", "host_id"),
)
