"""Questions that a host has passed on to the brand whose product they are about."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from livefair.kernel import at_column, metadata
from livefair.live.models import person_column, room_id_column, show_id_column

PASSED_ON = Table(
    "live_passed_on",
    metadata,
    Column("question_id", Text, ForeignKey("live_question.id"), primary_key=True),
    room_id_column(),
    show_id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    person_column("passed_by"),
    at_column("passed_at_ms"),
    at_column("due_at_ms"),
    # The brand's own answer; a host who answers first leaves this empty.
    person_column("answered_by", nullable=True),
    at_column("answered_at_ms", nullable=True),
    # Its time was over and nobody had answered.
    at_column("missed_at_ms", nullable=True),
    Index("ix_live_passed_on_brand_id", "brand_id", "passed_at_ms"),
    Index("ix_live_passed_on_show_id", "show_id"),
)
