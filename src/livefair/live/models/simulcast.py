"""Outside servers that a room is sent on to (同步推流), each with what became of it."""

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import person_column, room_id_column

TARGETS_MAX = 3
TARGET_STATES = ("waiting", "connecting", "live", "down")

TARGET = Table(
    "live_target",
    metadata,
    id_column(),
    room_id_column(),
    # One of three places: the database itself allows no fourth target.
    Column("place", Integer, CheckConstraint(f"place BETWEEN 1 AND {TARGETS_MAX}", name="place"), nullable=False),
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    # Sealed: whoever reads the database or its backup cannot publish with it.
    Column("sealed_key", Text, nullable=False),
    person_column("made_by"),
    at_column("made_at_ms"),
    # Since when the host wants it to run; empty: stopped.
    at_column("started_at_ms", nullable=True),
    one_of("state", *TARGET_STATES),
    Column("reason", Text, nullable=False),
    at_column("state_at_ms"),
    UniqueConstraint("room_id", "place"),
)
