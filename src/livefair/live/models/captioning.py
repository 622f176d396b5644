"""What a host says, in writing, for those who cannot hear it."""

from sqlalchemy import Column, Index, Table, Text

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import person_column, room_id_column, show_id_column
from livefair.live.rules.captions import LANGUAGES, SOURCES

# `at_ms` is when it was said, `kept_at_ms` when it was written down here.
CAPTION = Table(
    "live_caption",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    one_of("lang", *LANGUAGES),
    one_of("source", *SOURCES),
    Column("text", Text, nullable=False),
    person_column("said_by"),
    at_column("at_ms"),
    at_column("kept_at_ms"),
    Index("ix_live_caption_show_id_at_ms", "show_id", "at_ms"),
)
