"""Gifts (打赏) in rooms, who gave in which show, and the limits that people set themselves."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of
from livefair.live.models import person_column, room_id_column, show_id_column
from livefair.live.rules.gifts import QUANTITY_MAX, REFUND_REASONS

GIFT = Table(
    "live_gift",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    person_column("giver_id"),
    person_column("host_id"),
    Column("key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column(
        "quantity", Integer, CheckConstraint(f"quantity BETWEEN 1 AND {QUANTITY_MAX}", name="quantity"), nullable=False
    ),
    minor_column("unit_minor"),
    minor_column("amount_minor"),
    Column("currency", Text, nullable=False),
    # The agency with its part at that moment, and the limits of the house that held.
    Column("mcn_id", Text),
    Column("mcn_share_bp", Integer, nullable=False),
    Column("policy_version", Integer, nullable=False),
    at_column("sent_at_ms"),
    at_column("take_back_until_ms"),
    at_column("release_at_ms"),
    at_column("refunded_at_ms", nullable=True),
    Column("refunded_by", Text),
    one_of("refund_reason", "taken_back", *REFUND_REASONS, nullable=True),
    Column("refund_note", Text),
    UniqueConstraint("giver_id", "key"),
    CheckConstraint("amount_minor = unit_minor * quantity AND amount_minor > 0", name="amount"),
    CheckConstraint("take_back_until_ms <= release_at_ms", name="times"),
    CheckConstraint("(refunded_at_ms IS NULL) = (refund_reason IS NULL)", name="refunded"),
    Index("ix_live_gift_show_id", "show_id", "id"),
    Index("ix_live_gift_giver_id_sent_at_ms", "giver_id", "sent_at_ms"),
)

# What somebody gave in a show: running sums, without what went back.
GIVER = Table(
    "live_giver",
    metadata,
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    Column("giver_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("gifts", Integer, CheckConstraint("gifts >= 0", name="gifts"), nullable=False),
    minor_column("amount_minor"),
    at_column("last_at_ms"),
    CheckConstraint("amount_minor >= 0", name="amount"),
)

# A version of somebody's own limits; the newest that is in force holds.
GIVING_LIMIT = Table(
    "live_giving_limit",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("version", Integer, CheckConstraint("version > 0", name="version"), primary_key=True),
    minor_column("day_minor", nullable=True),
    minor_column("month_minor", nullable=True),
    at_column("set_at_ms"),
    at_column("holds_from_at_ms"),
    CheckConstraint("day_minor >= 0", name="day"),
    CheckConstraint("month_minor >= 0", name="month"),
)
