"""What went against a rule during a show, as its host is told at once."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import person_column, room_id_column, show_id_column

VIOLATION_KINDS = ("claim", "decision")

VIOLATION = Table(
    "live_violation",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    # claim: the list of words found something; decision: a moderator removed or warned.
    one_of("kind", *VIOLATION_KINDS),
    # Where: title, script, chat, answer, or the kind of what was decided about.
    Column("place", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("rule_code", Text, nullable=False),
    Column("rule_version", Integer, nullable=False),
    Column("words_version", Integer, nullable=False),
    Column("offset_ms", Integer, nullable=False),
    at_column("noticed_at_ms"),
    Column("evidence", Text),
    at_column("cleared_at_ms", nullable=True),
    Column("correction", Text),
    at_column("corrected_at_ms", nullable=True),
    person_column("settled_by", nullable=True),
    CheckConstraint("(evidence IS NULL) = (cleared_at_ms IS NULL)", name="evidence"),
    CheckConstraint("(correction IS NULL) = (corrected_at_ms IS NULL)", name="correction"),
    UniqueConstraint("show_id", "kind", "place", "subject"),
    Index("ix_live_violation_show_id", "show_id", "noticed_at_ms"),
)
