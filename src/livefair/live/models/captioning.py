"""What a host says, in writing, for those who cannot hear it."""

from sqlalchemy import CheckConstraint, Column, Index, Table, Text

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import person_column, room_id_column, show_id_column
from livefair.live.rules.captions import LANGUAGES, SOURCES

# `at_ms` is when it was said, `kept_at_ms` when it was written down here. `text` are the words that are shown now,
# `first_text` those that were there before somebody corrected them; who took a line back is kept, and so are its words.
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
    Column("first_text", Text),
    at_column("corrected_at_ms", nullable=True),
    person_column("corrected_by", nullable=True),
    at_column("withdrawn_at_ms", nullable=True),
    person_column("withdrawn_by", nullable=True),
    CheckConstraint(
        "(first_text IS NULL) = (corrected_at_ms IS NULL) AND (corrected_by IS NULL) = (corrected_at_ms IS NULL)",
        name="corrected",
    ),
    CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at_ms IS NULL)", name="withdrawn"),
    Index("ix_live_caption_show_id_at_ms", "show_id", "at_ms"),
)
