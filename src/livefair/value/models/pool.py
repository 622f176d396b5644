"""The co-creation pool, and versions of the share rules that are thought of."""

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

# A period of the co-creation pool, once it is closed. `own_minor` was gathered in it, `collected_minor` has also what
# earlier periods left; of that `carried_minor` went to nobody, of which refunds took `carried_back_minor`.
POOL_PERIOD = Table(
    "value_pool_period",
    metadata,
    id_column(),
    Column("number", Integer, nullable=False),
    at_column("from_at_ms"),
    Column("currency", Text, nullable=False),
    Column("rule_version", Integer, ForeignKey("value_share_rules.version"), nullable=False),
    Column("cap_bp", Integer, nullable=False),
    Column("buyers_min", Integer, nullable=False),
    minor_column("own_minor"),
    minor_column("collected_minor"),
    minor_column("carried_minor"),
    minor_column("carried_back_minor"),
    Column("kept", Integer, nullable=False),
    Column("lost", Integer, nullable=False),
    at_column("closed_at_ms"),
    at_column("payable_at_ms"),
    at_column("paid_at_ms", nullable=True),
    CheckConstraint(
        "carried_minor BETWEEN 0 AND collected_minor AND own_minor BETWEEN 0 AND collected_minor", name="carried"
    ),
    CheckConstraint("carried_back_minor BETWEEN 0 AND carried_minor", name="carried_back"),
    CheckConstraint("paid_at_ms IS NULL OR paid_at_ms >= payable_at_ms", name="paid"),
    UniqueConstraint("currency", "number"),
)

# What a party gets of it in one role, and the evidence for it. Of it only `refunded_minor` ever changes.
POOL_PART = Table(
    "value_pool_part",
    metadata,
    Column("period_id", Text, ForeignKey("value_pool_period.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("party", Text, nullable=False),
    minor_column("planned_minor"),
    minor_column("refunded_minor"),
    Column("kept", Integer, nullable=False),
    Column("lost", Integer, nullable=False),
    Column("buyers", Integer, nullable=False),
    minor_column("credit_minor"),
    Column("lift_ppm", Integer, nullable=False),
    Column("merged", Integer, nullable=False),
    Column("was_capped", Integer, nullable=False),
    PrimaryKeyConstraint("period_id", "position"),
    CheckConstraint("planned_minor > 0", name="planned"),
    CheckConstraint("refunded_minor BETWEEN 0 AND planned_minor", name="refunded"),
    CheckConstraint("was_capped IN (0, 1)", name="was_capped"),
    Index("ix_value_pool_part_party", "party"),
)

POOL_APPEAL = Table(
    "value_pool_appeal",
    metadata,
    id_column(),
    Column("period_id", Text, ForeignKey("value_pool_period.id"), nullable=False),
    Column("party", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    at_column("opened_at_ms"),
    one_of("outcome", "mended", "stands", nullable=True),
    minor_column("granted_minor"),
    Column("answer", Text),
    Column("answered_by", Text),
    at_column("ended_at_ms", nullable=True),
    CheckConstraint("(outcome IS NULL) = (ended_at_ms IS NULL)", name="ended"),
    CheckConstraint("granted_minor >= 0 AND (granted_minor = 0 OR outcome = 'mended')", name="granted"),
    UniqueConstraint("period_id", "party"),
)

# A version of the share rules that is thought of: it is simulated on past orders first, then published or not.
PLAN_DRAFT = Table(
    "value_plan_draft",
    metadata,
    id_column(),
    Column("body", Text, nullable=False),
    Column("drafted_by", Text, nullable=False),
    at_column("drafted_at_ms"),
    Column("result", Text),
    at_column("simulated_at_ms", nullable=True),
    Column("published_version", Integer, ForeignKey("value_share_rules.version"), unique=True),
    Column("published_by", Text),
    CheckConstraint("(result IS NULL) = (simulated_at_ms IS NULL)", name="simulated"),
    CheckConstraint("published_version IS NULL OR (result IS NOT NULL AND published_by IS NOT NULL)", name="published"),
)
