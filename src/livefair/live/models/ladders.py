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
)
