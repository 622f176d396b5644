"""Films made of recordings: a whole show, an explanation, or what a short video is to be made from."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Table, Text

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import person_column, room_id_column, show_id_column

EXPORT_PURPOSES = ("film", "draft")
EXPORT_STATES = ("waiting", "working", "ready", "failed")

EXPORT = Table(
    "live_export",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    one_of("purpose", *EXPORT_PURPOSES),
    at_column("from_at_ms"),
    at_column("to_at_ms"),
    person_column("asked_by"),
    at_column("asked_at_ms"),
    # The work: how far it is, what came out of it, or why nothing did.
    one_of("state", *EXPORT_STATES),
    Column("progress_percent", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("file_key", Text),
    Column("byte_count", BigInteger),
    Column("lasts_ms", Integer),
    Column("failure_code", Text),
    at_column("settled_at_ms", nullable=True),
    CheckConstraint("to_at_ms > from_at_ms", name="span"),
    CheckConstraint("progress_percent BETWEEN 0 AND 100", name="progress"),
    CheckConstraint("(state = 'ready') = (file_key IS NOT NULL)", name="file"),
    CheckConstraint("(state = 'failed') = (failure_code IS NOT NULL)", name="failure"),
    Index("ix_live_export_show_id", "show_id", "asked_at_ms"),
)
_stands = EXPORT.c.state != "failed"
Index(
    "uq_live_export_stands",
    EXPORT.c.show_id,
    EXPORT.c.purpose,
    EXPORT.c.from_at_ms,
    EXPORT.c.to_at_ms,
    unique=True,
    sqlite_where=_stands,
    postgresql_where=_stands,
)
