"""How people talk in rooms: the words that a room does not want, and what came of asking somebody to think again."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import person_column, room_id_column, show_id_column

NUDGE_CHOICES = ("sent", "rewritten", "dropped")
MUTE_APPEAL_OUTCOMES = ("lifted", "upheld")

# 屏蔽词: `fold` is how the word is compared, so that two ways of writing it are one word.
WORD = Table(
    "live_word",
    metadata,
    Column("room_id", Text, ForeignKey("live_room.id"), primary_key=True),
    Column("fold", Text, primary_key=True),
    Column("word", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    at_column("added_at_ms"),
)

# 文明提醒: what was typed is not kept, only that somebody was asked and what they chose.
NUDGE = Table(
    "live_nudge",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    person_column("person_id"),
    at_column("nudged_at_ms"),
    one_of("choice", *NUDGE_CHOICES, nullable=True),
    at_column("chosen_at_ms", nullable=True),
    # The line or question that was sent after all: sent again, it is not asked about again.
    Column("said", Text),
    CheckConstraint("(choice IS NULL) = (chosen_at_ms IS NULL)", name="choice_has_moment"),
    Index("ix_live_nudge_show_id", "show_id"),
    Index("ix_live_nudge_person_id", "person_id"),
)

# One for each mute: somebody else among those who moderate looks at it again; governance after that.
MUTE_APPEAL = Table(
    "live_mute_appeal",
    metadata,
    Column("mute_id", Text, ForeignKey("live_mute.id"), primary_key=True),
    room_id_column(),
    Column("text", Text, nullable=False),
    at_column("asked_at_ms"),
    one_of("outcome", *MUTE_APPEAL_OUTCOMES, nullable=True),
    Column("answer", Text),
    Column("decided_by", Text),
    at_column("decided_at_ms", nullable=True),
    CheckConstraint("(outcome IS NULL) = (decided_at_ms IS NULL)", name="outcome_has_moment"),
    Index("ix_live_mute_appeal_room_id", "room_id"),
)

# What one viewer answers another; the asker accepts one of them and thanks its author with it.
HELP = Table(
    "live_help",
    metadata,
    id_column(),
    Column("question_id", Text, ForeignKey("live_question.id"), nullable=False),
    person_column("author_id"),
    Column("text", Text, nullable=False),
    at_column("helped_at_ms"),
    at_column("accepted_at_ms", nullable=True),
    at_column("hidden_at_ms", nullable=True),
    Index("uq_live_help_author", "question_id", "author_id", unique=True),
    Index("ix_live_help_author_id", "author_id"),
)
_accepted = HELP.c.accepted_at_ms.is_not(None)
Index("uq_live_help_accepted", HELP.c.question_id, unique=True, sqlite_where=_accepted, postgresql_where=_accepted)
