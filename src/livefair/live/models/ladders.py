"""Rooms whose picture is offered smaller as well, by an operator's word."""

from sqlalchemy import Column, ForeignKey, Table, Text

from livefair.kernel import at_column, metadata
from livefair.live.models import person_column

LADDER = Table(
    "live_ladder",
    metadata,
    Column("room_id", Text, ForeignKey("live_room.id"), primary_key=True),
    person_column("chosen_by"),
    at_column("chosen_at_ms"),
    # Since when its media worker has no place for it, while it is on air.
    at_column("left_out_at_ms", nullable=True),
)
