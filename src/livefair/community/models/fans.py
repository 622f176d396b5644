"""Fan clubs: their members, what each has done, what hosts and members write to each other."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from livefair.community.rules.fan_clubs import DEEDS
from livefair.kernel import at_column, id_column, metadata, one_of

# 粉丝团: one for each host.
FAN_CLUB = Table(
    "fan_club",
    metadata,
    id_column(),
    Column("host_id", Text, ForeignKey("person.id"), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("promise", Text, nullable=False),
    Column("members", Integer, CheckConstraint("members >= 0", name="members"), nullable=False),
    at_column("opened_at_ms"),
    at_column("closed_at_ms", nullable=True),
)

# Who left is still there with their points, for when they come back, and is shown to nobody. The two consents stand by
# themselves: to be written to, and to be in the list that the host takes away.
FAN = Table(
    "fan",
    metadata,
    Column("club_id", Text, ForeignKey("fan_club.id"), nullable=False),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    at_column("joined_at_ms"),
    at_column("left_at_ms", nullable=True),
    Column("room_id", Text),
    Column("points", Integer, CheckConstraint("points >= 0", name="points"), nullable=False),
    at_column("messages_from_ms", nullable=True),
    at_column("contact_from_ms", nullable=True),
    at_column("seen_at_ms"),
    PrimaryKeyConstraint("club_id", "person_id"),
    CheckConstraint(
        "left_at_ms IS NULL OR (messages_from_ms IS NULL AND contact_from_ms IS NULL)", name="left_without_consent"
    ),
    Index("ix_fan_person_id", "person_id"),
    Index("ix_fan_club_id_points", "club_id", "points"),
)

# One deed, counted once: `about` is what it was. Undone when the goods went back or the work was taken away.
FAN_DEED = Table(
    "fan_deed",
    metadata,
    id_column(),
    Column("club_id", Text, ForeignKey("fan_club.id"), nullable=False),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    one_of("deed", *DEEDS),
    Column("about", Text, nullable=False),
    Column("day", Integer, nullable=False),
    Column("points", Integer, CheckConstraint("points >= 0", name="points"), nullable=False),
    Column("policy_version", Integer, nullable=False),
    at_column("done_at_ms"),
    at_column("undone_at_ms", nullable=True),
    Unique("club_id", "person_id", "deed", "about"),
    Index("ix_fan_deed_deed_about", "deed", "about"),
    Index("ix_fan_deed_club_id_person_id_day", "club_id", "person_id", "day"),
)
