"""What hosts write to their members, what members write to each other, and whom a host has thanked."""

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata


def _club() -> Column[str]:
    return Column("club_id", Text, ForeignKey("fan_club.id"), nullable=False)


FAN_MESSAGE = Table(
    "fan_message",
    metadata,
    id_column(),
    _club(),
    Column("text", Text, nullable=False),
    Column("key", Text, nullable=False),
    at_column("sent_at_ms"),
    # How many members it has reached so far.
    Column("told", Integer, nullable=False),
    Column("hidden_case_id", Text, ForeignKey("moderation_case.id")),
    UniqueConstraint("club_id", "key"),
    Index("ix_fan_message_club_id_sent_at_ms", "club_id", "sent_at_ms"),
)

FAN_LINE = Table(
    "fan_line",
    metadata,
    id_column(),
    _club(),
    Column("author_id", Text, ForeignKey("person.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("key", Text, nullable=False),
    at_column("at_ms"),
    at_column("hidden_at_ms", nullable=True),
    Column("hidden_by", Text),
    Column("hidden_case_id", Text, ForeignKey("moderation_case.id")),
    UniqueConstraint("author_id", "key"),
    Index("ix_fan_line_club_id_id", "club_id", "id"),
    Index("ix_fan_line_author_id_at_ms", "author_id", "at_ms"),
)

FAN_THANKS = Table(
    "fan_thanks",
    metadata,
    _club(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("day", Integer, nullable=False),
    at_column("at_ms"),
    PrimaryKeyConstraint("club_id", "person_id", "day"),
)
