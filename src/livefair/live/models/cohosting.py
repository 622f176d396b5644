"""Co-hosts' seats, and what host and guest agreed on for each: every version of it, dated."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, and_

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import person_column, room_id_column, show_id_column
from livefair.live.rules.cohosting import ENDS, SEATS_MAX, SIDES, WHOLE_BP

# 连麦: asked for or offered, taken (then it has a place), over; each a moment.
SEAT = Table(
    "live_seat",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    person_column("guest_id"),
    one_of("begun_by", *SIDES),
    at_column("opened_at_ms"),
    Column("place", Integer, CheckConstraint(f"place BETWEEN 1 AND {SEATS_MAX}", name="place")),
    at_column("seated_at_ms", nullable=True),
    # Since when pictures come from it; nothing: none come now.
    at_column("pictures_at_ms", nullable=True),
    at_column("ended_at_ms", nullable=True),
    Column("ended_by", Text),
    one_of("why_ended", *ENDS, nullable=True),
    CheckConstraint("(place IS NULL) = (seated_at_ms IS NULL)", name="seated"),
    CheckConstraint("(ended_at_ms IS NULL) = (why_ended IS NULL)", name="ended"),
    Index("ix_live_seat_room_id", "room_id", "seated_at_ms"),
    Index("ix_live_seat_show_id", "show_id"),
    Index("ix_live_seat_guest_id", "guest_id"),
)
_open = SEAT.c.ended_at_ms.is_(None)
_taken = and_(_open, SEAT.c.seated_at_ms.is_not(None))
Index("uq_live_seat_open", SEAT.c.show_id, SEAT.c.guest_id, unique=True, sqlite_where=_open, postgresql_where=_open)
Index("uq_live_seat_place", SEAT.c.show_id, SEAT.c.place, unique=True, sqlite_where=_taken, postgresql_where=_taken)
Index("uq_live_seat_guest", SEAT.c.guest_id, unique=True, sqlite_where=_taken, postgresql_where=_taken)

# A version that both sides want has `accepted_at_ms`; the newest of those holds, as long as the seat is taken.
SEAT_TERMS = Table(
    "live_seat_terms",
    metadata,
    Column("seat_id", Text, ForeignKey("live_seat.id"), primary_key=True),
    Column("version", Integer, CheckConstraint("version > 0", name="version"), primary_key=True),
    Column("share_bp", Integer, CheckConstraint(f"share_bp BETWEEN 0 AND {WHOLE_BP}", name="share_bp"), nullable=False),
    one_of("side", *SIDES),
    Column("proposed_by", Text, nullable=False),
    at_column("proposed_at_ms"),
    Column("accepted_by", Text),
    at_column("accepted_at_ms", nullable=True),
    CheckConstraint("(accepted_by IS NULL) = (accepted_at_ms IS NULL)", name="accepted"),
)
