"""When brands' story cards were shown on air."""

from sqlalchemy import Column, Index, Table, Text

from livefair.kernel import at_column, id_column, metadata
from livefair.live.models import person_column, room_id_column, show_id_column

STORY_SHOWN = Table(
    "live_story_shown",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    Column("story_id", Text, nullable=False),
    person_column("shown_by"),
    at_column("shown_at_ms"),
    Index("ix_live_story_shown_show_id", "show_id", "shown_at_ms"),
    Index("ix_live_story_shown_story_id", "story_id"),
)
