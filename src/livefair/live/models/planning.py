"""What is prepared before a show: its plan, who wants to be reminded, and the run of show."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, and_

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import person_column, show_id_column

EVERY = ("daily", "weekly")
BLOCKS = ("greeting", "product", "poll", "draw", "questions", "break", "closing")

# What belongs to a show only while it is to come; a show without a plan simply starts.
PLAN = Table(
    "live_plan",
    metadata,
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    Column("teaser_video_id", Text),
    # Shows of one series share this id.
    Column("series_id", Text),
    one_of("every", *EVERY, nullable=True),
    # Set: blocks give way to the next one when their time is over. Empty: the host taps.
    at_column("clocked_at_ms", nullable=True),
    Column("clocked_by", Text),
    CheckConstraint("(series_id IS NULL) = (every IS NULL)", name="series"),
    Index("ix_live_plan_series_id", "series_id"),
)

REMINDER = Table(
    "live_reminder",
    metadata,
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    at_column("asked_at_ms"),
    at_column("given_at_ms", nullable=True),
    at_column("read_at_ms", nullable=True),
    CheckConstraint("read_at_ms IS NULL OR given_at_ms IS NOT NULL", name="order"),
    Index("ix_live_reminder_person_id_given_at_ms", "person_id", "given_at_ms"),
)

# The run of show (流程单): blocks in order, of which at most one is going on.
BLOCK = Table(
    "live_block",
    metadata,
    id_column(),
    show_id_column(),
    Column("position", Integer, nullable=False),
    one_of("kind", *BLOCKS),
    Column("title", Text, nullable=False),
    Column("lasts_ms", Integer, CheckConstraint("lasts_ms > 0", name="lasts_ms"), nullable=False),
    Column("product_id", Text),
    Column("script", Text, nullable=False),
    # How the room is arranged while it goes on; nothing: as it is.
    Column("layout", Text),
    person_column("made_by"),
    at_column("made_at_ms"),
    at_column("began_at_ms", nullable=True),
    at_column("over_at_ms", nullable=True),
    CheckConstraint("(kind = 'product') = (product_id IS NOT NULL)", name="product"),
    CheckConstraint("over_at_ms IS NULL OR began_at_ms IS NOT NULL", name="order"),
    Index("ix_live_block_show_id_position", "show_id", "position"),
)
_going_on = and_(BLOCK.c.began_at_ms.is_not(None), BLOCK.c.over_at_ms.is_(None))
Index("uq_live_block_going_on", BLOCK.c.show_id, unique=True, sqlite_where=_going_on, postgresql_where=_going_on)
