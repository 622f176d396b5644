from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from livefair.kernel import at_column, id_column, metadata, one_of

ROLES = ("customer", "host", "mcn", "brand", "operator", "moderator", "researcher")
BADGES = ("fan", "helper", "author", "reviewer", "challenger", "creator")

PERSON = Table(
    "person",
    metadata,
    id_column(),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    one_of("locale", "zh", "en", nullable=True),
    Column("avatar_key", Text),
    Column("about", Text, nullable=False),
    at_column("joined_at_ms"),
    at_column("closed_at_ms", nullable=True),
    # The case by which moderators removed this person, in the words of the floor above: nothing is looked up by it.
    Column("hidden_case_id", Text),
)
Index(
    "ix_person_removed",
    PERSON.c.id,
    sqlite_where=PERSON.c.hidden_case_id.is_not(None),
    postgresql_where=PERSON.c.hidden_case_id.is_not(None),
)

# Somebody who buys without an account; the person row beside it has an address to which nobody can write.
GUEST_BUYER = Table(
    "guest_buyer",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("email", Text, nullable=False),
    at_column("came_at_ms"),
    Column("claimed_by", Text, ForeignKey("person.id"), nullable=True),
    at_column("claimed_at_ms", nullable=True),
    CheckConstraint("(claimed_by IS NULL) = (claimed_at_ms IS NULL)", name="claimed"),
)

PERSON_ROLE = Table(
    "person_role",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    one_of("role", *ROLES),
    Column("given_by", Text, nullable=False),
    at_column("given_at_ms"),
    PrimaryKeyConstraint("person_id", "role"),
)

ORGANISATION = Table(
    "organisation",
    metadata,
    id_column(),
    one_of("kind", "brand", "mcn"),
    Column("name", Text, nullable=False, unique=True),
    Column("about", Text, nullable=False),
    Column("logo_key", Text),
    at_column("founded_at_ms"),
)

MEMBERSHIP = Table(
    "membership",
    metadata,
    Column("organisation_id", Text, ForeignKey("organisation.id"), primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    one_of("rank", "owner", "member"),
    at_column("joined_at_ms"),
    Index("ix_membership_person_id", "person_id"),
)

# An MCN's part of what its host earns, in basis points of the host's commission, while the contract runs.
ROSTER = Table(
    "roster",
    metadata,
    id_column(),
    Column("mcn_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("host_id", Text, ForeignKey("person.id"), nullable=False),
    Column("share_bp", Integer, CheckConstraint("share_bp BETWEEN 0 AND 10000", name="share"), nullable=False),
    at_column("offered_at_ms"),
    at_column("accepted_at_ms", nullable=True),
    at_column("ends_at_ms"),
    Index("ix_roster_host_id", "host_id"),
    Index("ix_roster_mcn_id", "mcn_id"),
)

SESSION = Table(
    "session",
    metadata,
    id_column(),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("agent", Text, nullable=False),
    Column("address", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("seen_at_ms"),
    at_column("expires_at_ms"),
    at_column("ended_at_ms", nullable=True),
    Index("ix_session_person_id", "person_id"),
)

# A browser that is told of things while nobody looks: gone with the session in which that was asked for.
DEVICE = Table(
    "device",
    metadata,
    Column("session_id", Text, ForeignKey("session.id"), primary_key=True),
    Column("endpoint", Text, nullable=False, unique=True),
    Column("p256dh", Text, nullable=False),
    Column("auth", Text, nullable=False),
    Column("locale", Text, nullable=False),
    at_column("asked_at_ms"),
)

ACCESS_TOKEN = Table(
    "access_token",
    metadata,
    id_column(),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("name", Text, nullable=False),
    # What its bearer may do, as words with blanks; "all": whatever its person may.
    Column("scopes", Text, nullable=False, server_default="all"),
    at_column("made_at_ms"),
    at_column("expires_at_ms"),
    at_column("revoked_at_ms", nullable=True),
    Index("ix_access_token_person_id", "person_id"),
)

FOLLOW = Table(
    "follow",
    metadata,
    Column("follower_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("followed_id", Text, ForeignKey("person.id"), primary_key=True),
    at_column("at_ms"),
    Index("ix_follow_followed_id", "followed_id"),
)

BLOCK = Table(
    "block",
    metadata,
    Column("blocker_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("blocked_id", Text, ForeignKey("person.id"), primary_key=True),
    at_column("at_ms"),
    Index("ix_block_blocked_id", "blocked_id"),
)

CONSENT = Table(
    "consent",
    metadata,
    id_column(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    one_of("purpose", "terms", "personal_feed", "research", "leaderboard", "surveys"),
    Column("text_version", Text, nullable=False),
    at_column("given_at_ms"),
    at_column("withdrawn_at_ms", nullable=True),
    Index("ix_consent_person_id", "person_id"),
)

# On which day somebody says they were born; an operator may know better.
PERSON_AGE = Table(
    "person_age",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("born_on", Text, nullable=False),
    at_column("confirmed_at_ms"),
    Column("corrected_by", Text),
    at_column("corrected_at_ms", nullable=True),
    CheckConstraint("(corrected_by IS NULL) = (corrected_at_ms IS NULL)", name="corrected"),
)

# What somebody has earned: in the whole fair (`about` is blank), or with one host (`about` is that person's id).
BADGE = Table(
    "badge",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    one_of("kind", *BADGES),
    Column("about", Text, nullable=False),
    Column("level", Integer, CheckConstraint("level > 0", name="level"), nullable=False),
    Column("name", Text, nullable=False),
    at_column("given_at_ms"),
    PrimaryKeyConstraint("person_id", "kind", "about"),
    Index("ix_badge_about", "about", "kind"),
)

# Tries at something that must not be guessed, counted per window and per key (an account, an address).
ATTEMPT = Table(
    "attempt",
    metadata,
    Column("key", Text, primary_key=True),
    at_column("window_started_at_ms"),
    Column("count", Integer, nullable=False),
)

# What somebody is told on the site, in words by their code; read by whoever it is for.
NOTE = Table(
    "note",
    metadata,
    id_column(),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("href", Text, nullable=False),
    Column("about", Text, nullable=False),
    at_column("given_at_ms"),
    at_column("read_at_ms", nullable=True),
    UniqueConstraint("person_id", "about", "code"),
    Index("ix_note_person_id_id", "person_id", "id"),
)
