"""What a room does together for a promise of its host."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Table, Text

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import room_id_column, show_id_column
from livefair.live.rules.tasks import METRICS

# Likes, viewers' answers to each other, or votes, counted from the moment it began; reached, or over without it.
TASK = Table(
    "live_task",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    one_of("metric", *METRICS),
    Column("goal", BigInteger, CheckConstraint("goal > 0", name="goal"), nullable=False),
    # What had been counted before it began.
    Column("from_count", BigInteger, CheckConstraint("from_count >= 0", name="from_count"), nullable=False),
    Column("promise", Text, nullable=False),
    # Of a promise to show it: the product is pinned when the goal is reached.
    Column("product_id", Text),
    # The planned flash sale that begins then: reaching the goal unlocks its price.
    Column("sale_id", Text),
    Column("opened_by", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("closes_at_ms"),
    at_column("reached_at_ms", nullable=True),
    at_column("closed_at_ms", nullable=True),
    # How many it were in the end.
    Column("final_count", BigInteger),
    CheckConstraint("(closed_at_ms IS NULL) = (final_count IS NULL)", name="closed"),
    CheckConstraint("reached_at_ms IS NULL OR (closed_at_ms = reached_at_ms AND final_count >= goal)", name="reached"),
    Index("ix_live_task_show_id", "show_id", "opened_at_ms"),
)
_open = TASK.c.closed_at_ms.is_(None)
Index("uq_live_task_open", TASK.c.show_id, unique=True, sqlite_where=_open, postgresql_where=_open)
