"""What partners lend each other, and who has booked it when."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of
from livefair.supply.rules.resources import KINDS, STATES

RESOURCE = Table(
    "resource",
    metadata,
    id_column(),
    Column("owner_id", Text, ForeignKey("organisation.id"), nullable=False),
    one_of("kind", *KINDS),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    minor_column("slot_minor"),
    Column("currency", Text, nullable=False),
    at_column("offered_at_ms"),
    at_column("withdrawn_at_ms", nullable=True),
    CheckConstraint("slot_minor >= 0", name="slot_minor"),
    Index("ix_resource_owner_id", "owner_id"),
)

# `payer`: whose money pays it: the host's own, or the agency's that booked for its host.
BOOKING = Table(
    "booking",
    metadata,
    id_column(),
    Column("resource_id", Text, ForeignKey("resource.id"), nullable=False),
    Column("host_id", Text, ForeignKey("person.id"), nullable=False),
    Column("booked_by", Text, ForeignKey("person.id"), nullable=False),
    Column("payer", Text, nullable=False),
    Column("key", Text, nullable=False),
    at_column("from_ms"),
    at_column("until_ms"),
    minor_column("fee_minor"),
    Column("currency", Text, nullable=False),
    one_of("state", *STATES),
    at_column("booked_at_ms"),
    at_column("ended_at_ms", nullable=True),
    UniqueConstraint("booked_by", "key"),
    CheckConstraint("until_ms > from_ms", name="length"),
    CheckConstraint("(state = 'booked') = (ended_at_ms IS NULL)", name="ended"),
    Index("ix_booking_resource_id_from_ms", "resource_id", "from_ms"),
    Index("ix_booking_host_id_from_ms", "host_id", "from_ms"),
    Index("ix_booking_booked_by", "booked_by"),
)

# Each half hour of a resource belongs to one booking: the key makes a double booking impossible.
BOOKED_SLOT = Table(
    "booked_slot",
    metadata,
    Column("resource_id", Text, ForeignKey("resource.id"), primary_key=True),
    Column("slot", Integer, primary_key=True),
    Column("booking_id", Text, ForeignKey("booking.id"), nullable=False),
    Index("ix_booked_slot_booking_id", "booking_id"),
)
