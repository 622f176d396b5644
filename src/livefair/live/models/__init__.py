from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    and_,
)

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of
from livefair.live.rules import GOODS_ROLES

SCENES = ("studio", "shop", "warehouse", "origin", "home", "outdoors")
SOURCES = ("feed", "video", "profile", "share", "direct")
PULSES = ("too_fast", "price_unclear", "show_again", "size_please")
MUTE_REASONS = ("spam", "abuse", "advertising", "off_topic", "other")
PROTOCOLS = ("whip", "rtmp", "websocket")


def room_id_column() -> Column[str]:
    return Column("room_id", Text, ForeignKey("live_room.id"), nullable=False)


def show_id_column(*, nullable: bool = False) -> Column[str]:
    return Column("show_id", Text, ForeignKey("live_show.id"), nullable=nullable)


def person_column(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey("person.id"), nullable=nullable)


ROOM = Table(
    "live_room",
    metadata,
    id_column(),
    person_column("host_id"),
    Column("organisation_id", Text, ForeignKey("organisation.id")),
    Column("title", Text, nullable=False),
    Column("about", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("closed_at_ms", nullable=True),
    # Only the hash is kept: whoever reads the database cannot go on air.
    Column("stream_key_hash", Text, unique=True),
    at_column("stream_key_issued_at_ms", nullable=True),
    Index("ix_live_room_host_id", "host_id"),
    Index("ix_live_room_organisation_id", "organisation_id"),
)

MODERATOR = Table(
    "live_moderator",
    metadata,
    Column("room_id", Text, ForeignKey("live_room.id"), primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("named_by", Text, nullable=False),
    at_column("named_at_ms"),
)

# 场次: planned, on air, over; each a moment. Counts are exact sums of what was journalled.
SHOW = Table(
    "live_show",
    metadata,
    id_column(),
    room_id_column(),
    Column("title", Text, nullable=False),
    one_of("scene", *SCENES),
    Column("cover_key", Text),
    at_column("made_at_ms"),
    at_column("planned_at_ms", nullable=True),
    at_column("started_at_ms", nullable=True),
    at_column("ended_at_ms", nullable=True),
    at_column("cancelled_at_ms", nullable=True),
    Column("likes", BigInteger, CheckConstraint("likes >= 0", name="likes"), nullable=False),
    Column("lines", BigInteger, CheckConstraint("lines >= 0", name="lines"), nullable=False),
    Column("viewers_max", Integer, nullable=False),
    # The replay: what was recorded, from when, and whether it may be seen.
    Column("recording_key", Text),
    at_column("recorded_from_at_ms", nullable=True),
    Column("recorded_ms", BigInteger),
    at_column("replay_hidden_at_ms", nullable=True),
    Column("replay_hidden_by", Text),
    CheckConstraint("ended_at_ms IS NULL OR started_at_ms IS NOT NULL", name="order"),
    Index("ix_live_show_room_id_started_at_ms", "room_id", "started_at_ms"),
)
_on_air = and_(SHOW.c.started_at_ms.is_not(None), SHOW.c.ended_at_ms.is_(None))
Index("uq_live_show_on_air", SHOW.c.room_id, unique=True, sqlite_where=_on_air, postgresql_where=_on_air)

PUBLISHING = Table(
    "live_publishing",
    metadata,
    id_column(),
    room_id_column(),
    one_of("protocol", *PROTOCOLS),
    at_column("started_at_ms"),
    at_column("stopped_at_ms", nullable=True),
    # What is wrong with its picture and sound now: codes with blanks between them.
    Column("warnings", Text),
    Index("ix_live_publishing_room_id", "room_id", "started_at_ms"),
)

# The goods of a show in the order the host wants to talk about them (货盘).
ASSORTED = Table(
    "live_assorted",
    metadata,
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    Column("product_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("talking_points", Text, nullable=False),
    # What the product is in the show for: it brings viewers (引流款), earns (利润款), or stands for the host (形象款).
    one_of("role", *GOODS_ROLES, nullable=True),
    Column("added_by", Text, nullable=False),
    at_column("added_at_ms"),
)

PIN = Table(
    "live_pin",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    Column("product_id", Text, nullable=False),
    Column("offer_id", Text),
    # As it was shown at that moment: the product may change later, the replay does not.
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("picture_key", Text),
    minor_column("price_minor"),
    Column("currency", Text, nullable=False),
    Column("left", Integer),
    Column("pinned_by", Text, nullable=False),
    at_column("pinned_at_ms"),
    Column("unpinned_by", Text),
    at_column("unpinned_at_ms", nullable=True),
    Index("ix_live_pin_show_id", "show_id", "pinned_at_ms"),
    Index("ix_live_pin_product_id", "product_id"),
)
_pinned = PIN.c.unpinned_at_ms.is_(None)
Index("uq_live_pin_current", PIN.c.show_id, unique=True, sqlite_where=_pinned, postgresql_where=_pinned)

CHAT_LINE = Table(
    "live_chat_line",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    person_column("author_id"),
    Column("text", Text, nullable=False),
    Column("reply_to", Text),
    at_column("at_ms"),
    at_column("hidden_at_ms", nullable=True),
    Column("hidden_by", Text),
    Index("ix_live_chat_line_show_id_id", "show_id", "id"),
    Index("ix_live_chat_line_author_id", "author_id"),
)

# Taps of one viewer in one batch: likes and pulses. The key of the batch makes counting twice impossible.
TAP = Table(
    "live_tap",
    metadata,
    Column("batch_id", Text, primary_key=True),
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    Column("viewer", Text, primary_key=True),
    Column("kind", Text, CheckConstraint("kind = 'like' OR kind LIKE 'pulse:%'", name="kind"), primary_key=True),
    Column("count", Integer, CheckConstraint("count > 0", name="count"), nullable=False),
    at_column("at_ms"),
    Index("ix_live_tap_show_id_kind", "show_id", "kind"),
)

QUESTION = Table(
    "live_question",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    person_column("asker_id"),
    Column("product_id", Text),
    Column("text", Text, nullable=False),
    # The text without case, space and punctuation: the same question twice is a vote for the first.
    Column("gist", Text, nullable=False),
    Column("votes", Integer, CheckConstraint("votes >= 1", name="votes"), nullable=False),
    at_column("asked_at_ms"),
    Column("answer", Text),
    Column("answered_by", Text),
    at_column("answered_at_ms", nullable=True),
    Column("dismissed_by", Text),
    at_column("dismissed_at_ms", nullable=True),
    # Put aside because it asks the same as that one, which has its votes now.
    Column("merged_into", Text, ForeignKey("live_question.id")),
    at_column("hidden_at_ms", nullable=True),
    CheckConstraint("answered_at_ms IS NULL OR dismissed_at_ms IS NULL", name="one_end"),
    UniqueConstraint("show_id", "gist"),
    Index("ix_live_question_product_id", "product_id"),
    Index("ix_live_question_asker_id", "asker_id"),
)

QUESTION_VOTE = Table(
    "live_question_vote",
    metadata,
    Column("question_id", Text, ForeignKey("live_question.id"), primary_key=True),
    Column("voter_id", Text, ForeignKey("person.id"), primary_key=True),
    at_column("at_ms"),
    # Given to another question, which has become part of this one.
    Column("merged_from", Text, ForeignKey("live_question.id")),
)

MUTE = Table(
    "live_mute",
    metadata,
    id_column(),
    room_id_column(),
    person_column("person_id"),
    one_of("reason", *MUTE_REASONS),
    Column("note", Text, nullable=False),
    Column("muted_by", Text, nullable=False),
    at_column("muted_at_ms"),
    # Nothing: until somebody lifts it.
    at_column("until_at_ms", nullable=True),
    # Set: more than the voice is gone, this person takes no part in the room at all.
    at_column("barred_at_ms", nullable=True),
    Column("lifted_by", Text),
    at_column("lifted_at_ms", nullable=True),
    Index("ix_live_mute_person_id", "person_id"),
)
_unlifted = MUTE.c.lifted_at_ms.is_(None)
Index(
    "uq_live_mute_unlifted",
    MUTE.c.room_id,
    MUTE.c.person_id,
    unique=True,
    sqlite_where=_unlifted,
    postgresql_where=_unlifted,
)

# One stay of one connection. `viewer` is a person's id, or `guest:` and the browser's own random name.
STAY = Table(
    "live_stay",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(nullable=True),
    Column("viewer", Text, nullable=False),
    one_of("source", *SOURCES),
    Column("from_video_id", Text),
    at_column("joined_at_ms"),
    at_column("left_at_ms", nullable=True),
    CheckConstraint("left_at_ms IS NULL OR left_at_ms >= joined_at_ms", name="order"),
    Index("ix_live_stay_room_id_joined_at_ms", "room_id", "joined_at_ms"),
    Index("ix_live_stay_show_id_viewer", "show_id", "viewer"),
    Index("ix_live_stay_viewer", "viewer"),
)

# What was sold out of a room, as the shop said when it was paid.
SALE = Table(
    "live_sale",
    metadata,
    Column("line_id", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    room_id_column(),
    show_id_column(nullable=True),
    person_column("buyer_id"),
    Column("product_id", Text, nullable=False),
    Column("sku_id", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    minor_column("amount_minor"),
    minor_column("refunded_minor"),
    Column("currency", Text, nullable=False),
    at_column("paid_at_ms"),
    # From then on the money cannot go back by a return; empty until the parcel is there.
    at_column("settles_at_ms", nullable=True),
    Index("ix_live_sale_show_id", "show_id"),
)
