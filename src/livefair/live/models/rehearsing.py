"""Rehearsals: private runs of a planned show before a simulated crowd. No room, order or measure knows of them."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import person_column, show_id_column

DEEDS = ("block", "point", "answer")

REHEARSAL = Table(
    "live_rehearsal",
    metadata,
    id_column(),
    show_id_column(),
    person_column("host_id"),
    Column("seed", BigInteger, nullable=False),
    # What the crowd does and when, as JSON: it must not change while the host's history does.
    Column("cues", Text, nullable=False),
    at_column("began_at_ms"),
    at_column("ended_at_ms", nullable=True),
    # The grade as JSON, as it was given.
    Column("grade", Text),
    CheckConstraint("(ended_at_ms IS NULL) = (grade IS NULL)", name="end"),
    Index("ix_live_rehearsal_show_id", "show_id"),
    Index("ix_live_rehearsal_host_id", "host_id"),
)

REHEARSAL_DEED = Table(
    "live_rehearsal_deed",
    metadata,
    Column("rehearsal_id", Text, ForeignKey("live_rehearsal.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    one_of("kind", *DEEDS),
    Column("subject", Text, nullable=False),
    # From the rehearsal's beginning.
    Column("at_ms", Integer, nullable=False),
)

REHEARSAL_MEASURE = Table(
    "live_rehearsal_measure",
    metadata,
    Column("rehearsal_id", Text, ForeignKey("live_rehearsal.id"), primary_key=True),
    Column("at_ms", Integer, primary_key=True),
    Column("luma", Integer),
    Column("loudness_db", Integer),
    Column("peak_db", Integer),
    Column("change", Integer),
)
