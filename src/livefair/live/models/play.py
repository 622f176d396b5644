"""What rooms do together: lucky draws, polls and quizzes, pulses."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import PULSES, person_column, room_id_column, show_id_column

ELIGIBILITIES = ("everybody", "followers", "phrase")
SPEAKERS = ("everybody", "followers")
POLL_KINDS = ("poll", "quiz", "next_item")

# 福袋: opened with a commitment, closed when its time is over, drawn when its seed is shown. Each a moment.
DRAW = Table(
    "live_draw",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    Column("prize", Text, nullable=False),
    Column("winners", Integer, CheckConstraint("winners > 0", name="winners"), nullable=False),
    one_of("eligibility", *ELIGIBILITIES),
    Column("phrase", Text, nullable=False),
    # The rules as they were committed to, letter by letter; the seed is nobody's to see until it is drawn.
    Column("rules", Text, nullable=False),
    Column("seed", Text, nullable=False),
    Column("commitment", Text, nullable=False),
    Column("entry_count", Integer, CheckConstraint("entry_count >= 0", name="entry_count"), nullable=False),
    # The running hash after the last entry.
    Column("entries_root", Text, nullable=False),
    at_column("last_entry_at_ms"),
    Column("opened_by", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("closes_at_ms"),
    at_column("closed_at_ms", nullable=True),
    at_column("drawn_at_ms", nullable=True),
    CheckConstraint("closes_at_ms > opened_at_ms", name="time"),
    CheckConstraint("drawn_at_ms IS NULL OR closed_at_ms IS NOT NULL", name="order"),
    Index("ix_live_draw_show_id", "show_id", "opened_at_ms"),
    Index("ix_live_draw_room_id", "room_id"),
)
_open_draw = DRAW.c.closed_at_ms.is_(None)
Index("uq_live_draw_open", DRAW.c.show_id, unique=True, sqlite_where=_open_draw, postgresql_where=_open_draw)

DRAW_ENTRY = Table(
    "live_draw_entry",
    metadata,
    Column("draw_id", Text, ForeignKey("live_draw.id"), primary_key=True),
    Column("position", Integer, CheckConstraint("position > 0", name="position"), primary_key=True),
    person_column("person_id"),
    # What everybody sees in place of the person: random, and told to its owner alone.
    Column("ticket", Text, nullable=False),
    Column("running_hash", Text, nullable=False),
    at_column("at_ms"),
    Index("uq_live_draw_entry_person", "draw_id", "person_id", unique=True),
    Index("ix_live_draw_entry_person_id", "person_id"),
)

DRAW_WINNER = Table(
    "live_draw_winner",
    metadata,
    Column("draw_id", Text, ForeignKey("live_draw.id"), primary_key=True),
    Column("place", Integer, CheckConstraint("place > 0", name="place"), primary_key=True),
    Column("position", Integer, nullable=False),
    person_column("person_id"),
    at_column("handed_over_at_ms", nullable=True),
    Column("handed_over_by", Text),
    Index("uq_live_draw_winner_position", "draw_id", "position", unique=True),
    Index("ix_live_draw_winner_person_id", "person_id"),
)

POLL = Table(
    "live_poll",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    one_of("kind", *POLL_KINDS),
    Column("question", Text, nullable=False),
    one_of("votes_are", "changeable", "final"),
    # Of a quiz: the option that is right, shown when it is closed.
    Column("right_option", Integer),
    Column("voters", Integer, CheckConstraint("voters >= 0", name="voters"), nullable=False),
    Column("opened_by", Text, nullable=False),
    at_column("opened_at_ms"),
    # Nothing: until the host closes it.
    at_column("closes_at_ms", nullable=True),
    at_column("closed_at_ms", nullable=True),
    Column("closed_by", Text),
    # `pin`: what wins is shown as soon as it is closed.
    Column("afterwards", Text),
    CheckConstraint("afterwards IS NULL OR (afterwards = 'pin' AND kind = 'next_item')", name="afterwards"),
    CheckConstraint("(kind = 'quiz') = (right_option IS NOT NULL)", name="quiz"),
    Index("ix_live_poll_show_id", "show_id", "opened_at_ms"),
    Index("ix_live_poll_room_id", "room_id"),
)
_open_poll = POLL.c.closed_at_ms.is_(None)
Index("uq_live_poll_open", POLL.c.show_id, unique=True, sqlite_where=_open_poll, postgresql_where=_open_poll)

POLL_OPTION = Table(
    "live_poll_option",
    metadata,
    Column("poll_id", Text, ForeignKey("live_poll.id"), primary_key=True),
    Column("option", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("product_id", Text),
    Column("votes", Integer, CheckConstraint("votes >= 0", name="votes"), nullable=False),
)

POLL_VOTE = Table(
    "live_poll_vote",
    metadata,
    Column("poll_id", Text, ForeignKey("live_poll.id"), primary_key=True),
    Column("voter_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("option", Integer, nullable=False),
    at_column("at_ms"),
)

# The host has noticed what was tapped until then.
PULSE_ANSWER = Table(
    "live_pulse_answer",
    metadata,
    id_column(),
    show_id_column(),
    one_of("pulse", *PULSES),
    Column("answered_by", Text, nullable=False),
    at_column("at_ms"),
    Index("ix_live_pulse_answer_show_id", "show_id", "pulse", "at_ms"),
)

# How people speak in a room, where its moderators have said so; otherwise everybody may, as fast as they can type.
MANNERS = Table(
    "live_manners",
    metadata,
    Column("room_id", Text, ForeignKey("live_room.id"), primary_key=True),
    Column("slow_ms", Integer, CheckConstraint("slow_ms >= 0", name="slow_ms"), nullable=False),
    one_of("speakers", *SPEAKERS),
    Column("set_by", Text, nullable=False),
    at_column("set_at_ms"),
)
