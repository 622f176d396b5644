"""Rule sets, reports, the cases that collect them, decisions with their appeals, and notices of all this."""

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, Text, UniqueConstraint

from livefair.governance.rules import APPEAL_OUTCOMES, CASE_STATES, NOTICE_KINDS, OUTCOMES, REASONS
from livefair.kernel import at_column, id_column, metadata, one_of

RULE_SET = Table(
    "rule_set",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    at_column("effective_at_ms", index=True),
    at_column("published_at_ms"),
    Column("published_by", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

RULE = Table(
    "rule",
    metadata,
    Column("version", Integer, ForeignKey("rule_set.version"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("text_zh", Text, nullable=False),
    Column("text_en", Text, nullable=False),
)


def _policy_table(name: str) -> Table:
    """Knobs as JSON, a row for each time they were set."""
    return Table(
        name,
        metadata,
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("knobs", Text, nullable=False),
        at_column("set_at_ms"),
        Column("set_by", Text, nullable=False),
    )


FEED_POLICY = _policy_table("feed_policy")
GIFT_POLICY = _policy_table("gift_policy")
IDEA_POLICY = _policy_table("idea_policy")
FAN_POLICY = _policy_table("fan_policy")
PERMIT_POLICY = _policy_table("permit_policy")
TIER_POLICY = _policy_table("tier_policy")

CASE = Table(
    "moderation_case",
    metadata,
    id_column(),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("author_id", Text, ForeignKey("person.id"), index=True),
    one_of("state", *CASE_STATES),
    Column("report_count", Integer, nullable=False),
    at_column("opened_at_ms"),
    at_column("due_at_ms"),
    Index("ix_moderation_case_state_due", "state", "due_at_ms", "id"),
    Index("ix_moderation_case_subject", "subject_kind", "subject_id"),
)
# Reports on one subject collect in one case while nobody has decided it.
Index(
    "uq_moderation_case_open_subject",
    CASE.c.subject_kind,
    CASE.c.subject_id,
    unique=True,
    sqlite_where=CASE.c.state == "open",
    postgresql_where=CASE.c.state == "open",
)

REPORT = Table(
    "report",
    metadata,
    id_column(),
    Column("case_id", Text, ForeignKey("moderation_case.id"), nullable=False),
    Column("reporter_id", Text, ForeignKey("person.id"), nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    one_of("reason", *REASONS),
    Column("note", Text, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("key", Text, nullable=False),
    at_column("filed_at_ms"),
    at_column("answered_at_ms", nullable=True),
    UniqueConstraint("reporter_id", "key"),
    Index("ix_report_case_id_id", "case_id", "id"),
    Index("ix_report_reporter_id_filed_at_ms", "reporter_id", "filed_at_ms"),
)
Index(
    "uq_report_open",
    REPORT.c.reporter_id,
    REPORT.c.subject_kind,
    REPORT.c.subject_id,
    unique=True,
    sqlite_where=REPORT.c.answered_at_ms.is_(None),
    postgresql_where=REPORT.c.answered_at_ms.is_(None),
)

DECISION = Table(
    "decision",
    metadata,
    Column("case_id", Text, ForeignKey("moderation_case.id"), primary_key=True),
    Column("decided_by", Text, ForeignKey("person.id"), nullable=False),
    at_column("decided_at_ms"),
    one_of("outcome", *OUTCOMES),
    Column("rule_version", Integer, ForeignKey("rule_set.version"), nullable=False),
    Column("rule_code", Text),
    Column("reason", Text, nullable=False),
    at_column("appeal_until_ms", nullable=True),
    ForeignKeyConstraint(["rule_version", "rule_code"], ["rule.version", "rule.code"], name="fk_decision_rule"),
)

APPEAL = Table(
    "appeal",
    metadata,
    id_column(),
    Column("case_id", Text, ForeignKey("moderation_case.id"), nullable=False, unique=True),
    Column("appealed_by", Text, ForeignKey("person.id"), nullable=False),
    at_column("appealed_at_ms"),
    Column("text", Text, nullable=False),
    one_of("outcome", *APPEAL_OUTCOMES, nullable=True),
    Column("decided_by", Text, ForeignKey("person.id")),
    at_column("decided_at_ms", nullable=True),
    Column("reason", Text),
)

NOTICE = Table(
    "notice",
    metadata,
    id_column(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    one_of("kind", *NOTICE_KINDS),
    Column("case_id", Text, ForeignKey("moderation_case.id"), nullable=False),
    at_column("given_at_ms"),
    at_column("read_at_ms", nullable=True),
    UniqueConstraint("person_id", "case_id", "kind"),
    Index("ix_notice_person_id_id", "person_id", "id"),
)
