"""Videos with their tags, what people do with them, and the cards of other domains that the feed carries."""

from sqlalchemy import (
    BigInteger,
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

from livefair.content.rules import (
    ADVERTISING,
    CARD_KINDS,
    GIVEN,
    IMPRESSION_REASONS,
    SOURCES,
    VIDEO_STATES,
    coauthors,
    creators,
)
from livefair.kernel import at_column, id_column, metadata, minor_column, one_of

VIDEO = Table(
    "video",
    metadata,
    id_column(),
    Column("author_id", Text, ForeignKey("person.id"), nullable=False),
    one_of("state", *VIDEO_STATES),
    Column("key", Text, nullable=False),
    Column("source_key", Text, nullable=False),
    Column("byte_count", BigInteger, nullable=False),
    at_column("opened_at_ms"),
    # Processing: how far it is, what came out of it, or why nothing did.
    Column("progress_percent", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failure_code", Text),
    Column("mp4_key", Text),
    Column("playlist_key", Text),
    Column("poster_key", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("duration_ms", Integer),
    # What its author says about it.
    Column("title", Text, nullable=False),
    Column("caption", Text, nullable=False),
    one_of("advertising", *ADVERTISING),
    # From when it shows itself once it is ready, 0: at once; NULL: it is a draft until its author says so.
    at_column("publish_at_ms", nullable=True),
    at_column("published_at_ms", nullable=True),
    at_column("removed_at_ms", nullable=True),
    # A moderator's removal; it ends when the case is overturned.
    Column("hidden_case_id", Text, ForeignKey("moderation_case.id")),
    CheckConstraint("progress_percent BETWEEN 0 AND 100", name="progress"),
    UniqueConstraint("author_id", "key"),
    Index("ix_video_state_published_at_ms", "state", "published_at_ms"),
    Index("ix_video_author_id_published_at_ms", "author_id", "published_at_ms"),
)

# Pieces of a file on its way; once all are there they become one file, and these rows go.
UPLOAD_PART = Table(
    "upload_part",
    metadata,
    Column("video_id", Text, ForeignKey("video.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("file_key", Text, nullable=False),
    Column("byte_count", BigInteger, nullable=False),
    PrimaryKeyConstraint("video_id", "number"),
    CheckConstraint("byte_count > 0", name="bytes"),
    Index("ix_upload_part_file_key", "file_key"),
)

VIDEO_PRODUCT = Table(
    "video_product",
    metadata,
    Column("video_id", Text, ForeignKey("video.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("video_id", "product_id"),
    Index("ix_video_product_product_id", "product_id"),
)

# Who made a video together with its author, and the part that both agreed on of what it earns its author.
VIDEO_COAUTHOR = Table(
    "video_coauthor",
    metadata,
    id_column(),
    Column("video_id", Text, ForeignKey("video.id"), nullable=False),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("share_bp", Integer, nullable=False),
    at_column("asked_at_ms"),
    at_column("accepted_at_ms", nullable=True),
    at_column("ended_at_ms", nullable=True),
    CheckConstraint(f"share_bp BETWEEN 0 AND {coauthors.SHARE_BP_MAX}", name="share"),
    Index("ix_video_coauthor_video_id", "video_id"),
    Index("ix_video_coauthor_person_id_asked_at_ms", "person_id", "asked_at_ms"),
)

# The sums of what people do with a video, so that a page of the feed need not count.
VIDEO_TALLY = Table(
    "video_tally",
    metadata,
    Column("video_id", Text, ForeignKey("video.id"), primary_key=True),
    Column("likes", Integer, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("saves", Integer, nullable=False),
    Column("shares", Integer, nullable=False),
    Column("share_visits", Integer, nullable=False),
    Column("viewers", Integer, nullable=False),
    Column("completions", Integer, nullable=False),
    Column("watch_ms", BigInteger, nullable=False),
    CheckConstraint("likes >= 0 AND comments >= 0 AND saves >= 0", name="counts"),
)

VIDEO_LIKE = Table(
    "video_like",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("video_id", Text, ForeignKey("video.id"), primary_key=True),
    at_column("at_ms"),
    Index("ix_video_like_video_id", "video_id"),
)

VIDEO_SAVE = Table(
    "video_save",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("video_id", Text, ForeignKey("video.id"), primary_key=True),
    at_column("at_ms"),
    Index("ix_video_save_video_id", "video_id"),
)

COMMENT = Table(
    "comment",
    metadata,
    id_column(),
    Column("video_id", Text, ForeignKey("video.id"), nullable=False),
    Column("author_id", Text, ForeignKey("person.id"), nullable=False),
    # The comment that opened the thread; the one answered may be a later one in it.
    Column("thread_id", Text, ForeignKey("comment.id")),
    Column("reply_to_id", Text, ForeignKey("comment.id")),
    Column("text", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("reply_count", Integer, nullable=False),
    at_column("written_at_ms"),
    at_column("removed_at_ms", nullable=True),
    Column("removed_by", Text, ForeignKey("person.id")),
    Column("hidden_case_id", Text, ForeignKey("moderation_case.id")),
    UniqueConstraint("author_id", "key"),
    Index("ix_comment_video_id_thread_id_id", "video_id", "thread_id", "id"),
    Index("ix_comment_author_id_written_at_ms", "author_id", "written_at_ms"),
)

SHARE = Table(
    "share",
    metadata,
    id_column(),
    Column("video_id", Text, ForeignKey("video.id"), nullable=False),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("visits", Integer, nullable=False),
    at_column("shared_at_ms"),
    UniqueConstraint("person_id", "video_id"),
    Index("ix_share_video_id", "video_id"),
)

# One row per viewer (a person, or a guest's session), video and day: whoever looks ten times is one viewer.
VIDEO_VIEW = Table(
    "video_view",
    metadata,
    Column("day", Integer, nullable=False),
    Column("video_id", Text, ForeignKey("video.id"), nullable=False),
    Column("viewer", Text, nullable=False),
    Column("person_id", Text, ForeignKey("person.id")),
    Column("plays", Integer, nullable=False),
    Column("completions", Integer, nullable=False),
    Column("watch_ms", BigInteger, nullable=False),
    at_column("first_at_ms"),
    at_column("last_at_ms"),
    PrimaryKeyConstraint("day", "video_id", "viewer"),
    Index("ix_video_view_person_id_first_at_ms", "person_id", "first_at_ms"),
    Index("ix_video_view_viewer_last_at_ms", "viewer", "last_at_ms"),
    Index("ix_video_view_last_at_ms", "last_at_ms"),
)

# What was shown, slot by slot: where, why, and how probable it was. `viewer` is blank where nobody may know who.
IMPRESSION = Table(
    "impression",
    metadata,
    Column("page", Text, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("viewer", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("creator_id", Text, ForeignKey("person.id"), nullable=False),
    one_of("source", *SOURCES),
    one_of("reason", *IMPRESSION_REASONS),
    one_of("given", *GIVEN),
    Column("is_small", Integer, nullable=False),
    Column("propensity_ppm", Integer, nullable=False),
    Column("policy_version", Integer, nullable=False),
    at_column("shown_at_ms"),
    PrimaryKeyConstraint("page", "slot"),
    CheckConstraint("propensity_ppm BETWEEN 1 AND 1000000", name="propensity"),
    CheckConstraint("(reason = 'asked') = (source NOT IN ('feed', 'declared'))", name="reason_of_source"),
    Index("ix_impression_creator_id_shown_at_ms", "creator_id", "shown_at_ms"),
    Index("ix_impression_shown_at_ms", "shown_at_ms"),
)

# The kept sums of the journal: a receipt need not count, and outlives it.
TRAFFIC = Table(
    "traffic",
    metadata,
    Column("day", Integer, nullable=False),
    Column("creator_id", Text, ForeignKey("person.id"), nullable=False),
    Column("kind", Text, nullable=False),
    one_of("source", *SOURCES),
    one_of("reason", *IMPRESSION_REASONS),
    one_of("given", *GIVEN),
    Column("policy_version", Integer, nullable=False),
    Column("impressions", Integer, nullable=False),
    Column("of_small", Integer, nullable=False),
    PrimaryKeyConstraint("creator_id", "day", "kind", "source", "reason", "given", "policy_version"),
    CheckConstraint("impressions > 0 AND of_small BETWEEN 0 AND impressions", name="counts"),
    Index("ix_traffic_day", "day"),
    Index("ix_traffic_policy_version", "policy_version"),
)

# What upper domains publish into the feed, in the feed's own words.
FEED_CARD = Table(
    "feed_card",
    metadata,
    one_of("kind", *CARD_KINDS),
    Column("id", Text, nullable=False),
    Column("author_id", Text, ForeignKey("person.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id")),
    Column("text", Text, nullable=False),
    Column("rating", Integer),
    Column("picture_key", Text),
    Column("disclosure", Text, nullable=False),
    Column("endorsements", Integer, nullable=False),
    at_column("published_at_ms"),
    at_column("withdrawn_at_ms", nullable=True),
    PrimaryKeyConstraint("kind", "id"),
    Index("ix_feed_card_published_at_ms", "published_at_ms"),
)

# What a video is about, in words of its author; the same words are the same topic.
TOPIC = Table(
    "topic",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("opened_by", Text, ForeignKey("person.id"), nullable=False),
    at_column("opened_at_ms"),
    # An operator puts it before everybody.
    at_column("seeded_at_ms", nullable=True),
    Column("seeded_by", Text, ForeignKey("person.id")),
    Column("hidden_case_id", Text, ForeignKey("moderation_case.id")),
    # The trend as it was last counted, in thousandths; 0: none.
    Column("heat_milli", BigInteger, nullable=False),
    Column("accounts", Integer, nullable=False),
    at_column("ranked_at_ms"),
    CheckConstraint("heat_milli >= 0 AND accounts >= 0", name="heat"),
    CheckConstraint("(seeded_at_ms IS NULL) = (seeded_by IS NULL)", name="seeded"),
    Index("ix_topic_heat_milli", "heat_milli"),
    Index("ix_topic_opened_by_opened_at_ms", "opened_by", "opened_at_ms"),
)

VIDEO_TOPIC = Table(
    "video_topic",
    metadata,
    Column("video_id", Text, ForeignKey("video.id"), nullable=False),
    Column("topic_id", Text, ForeignKey("topic.id"), nullable=False),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("video_id", "topic_id"),
    Index("ix_video_topic_topic_id_video_id", "topic_id", "video_id"),
)

# A topic with dates, a rule, and perhaps a prize out of what its opener has set apart.
CHALLENGE = Table(
    "challenge",
    metadata,
    Column("topic_id", Text, ForeignKey("topic.id"), primary_key=True),
    Column("opener_id", Text, ForeignKey("person.id"), nullable=False),
    Column("party_id", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("rule_text", Text, nullable=False),
    at_column("starts_at_ms"),
    at_column("ends_at_ms"),
    minor_column("prize_minor"),
    Column("currency", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("judged_at_ms", nullable=True),
    at_column("lapsed_at_ms", nullable=True),
    UniqueConstraint("opener_id", "key"),
    CheckConstraint("ends_at_ms > starts_at_ms", name="dates"),
    CheckConstraint("prize_minor >= 0", name="prize"),
    CheckConstraint("judged_at_ms IS NULL OR lapsed_at_ms IS NULL", name="end"),
    Index("ix_challenge_ends_at_ms", "ends_at_ms"),
)

CHALLENGE_WINNER = Table(
    "challenge_winner",
    metadata,
    Column("topic_id", Text, ForeignKey("challenge.topic_id"), nullable=False),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("video_id", Text, ForeignKey("video.id"), nullable=False),
    Column("position", Integer, nullable=False),
    minor_column("prize_minor"),
    PrimaryKeyConstraint("topic_id", "person_id"),
    Index("ix_challenge_winner_person_id", "person_id"),
)

# A host's tier since a moment, with the numbers that it rests on; the newest row holds.
CREATOR_TIER = Table(
    "creator_tier",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    at_column("since_ms"),
    Column("tier", Integer, nullable=False),
    Column("was", Integer, nullable=False),
    Column("followers", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    minor_column("sold_minor"),
    Column("returned_bp", Integer, nullable=False),
    PrimaryKeyConstraint("person_id", "since_ms"),
    CheckConstraint("tier > 0 AND tier != was", name="tier"),
)

# Support for creators, of whom some are held out by lot so that what it adds can be measured.
PROGRAMME = Table(
    "programme",
    metadata,
    id_column(),
    Column("key", Text, nullable=False),
    Column("opened_by", Text, ForeignKey("person.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("about", Text, nullable=False),
    one_of("kind", *creators.KINDS),
    Column("tier_min", Integer, nullable=False),
    Column("tier_max", Integer, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("holdout_percent", Integer, nullable=False),
    minor_column("per_head_minor"),
    minor_column("budget_minor"),
    minor_column("paid_minor"),
    Column("currency", Text, nullable=False),
    Column("quota", Integer, nullable=False),
    Column("lesson", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("apply_until_ms"),
    at_column("ends_at_ms"),
    Column("seed", Text),
    at_column("drawn_at_ms", nullable=True),
    at_column("closed_at_ms", nullable=True),
    UniqueConstraint("opened_by", "key"),
    CheckConstraint("paid_minor >= 0 AND paid_minor <= budget_minor", name="budget"),
    CheckConstraint("apply_until_ms < ends_at_ms", name="dates"),
    CheckConstraint("tier_min > 0 AND tier_max >= tier_min", name="tiers"),
    CheckConstraint("(seed IS NULL) = (drawn_at_ms IS NULL)", name="drawn"),
    Index("ix_programme_apply_until_ms", "apply_until_ms"),
)

PROGRAMME_MEMBER = Table(
    "programme_member",
    metadata,
    Column("programme_id", Text, ForeignKey("programme.id"), nullable=False),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("tier", Integer, nullable=False),
    at_column("applied_at_ms"),
    one_of("arm", *creators.ARMS, nullable=True),
    minor_column("paid_minor"),
    # Impressions that the feed may still give, and until when.
    Column("quota_left", Integer, nullable=False),
    at_column("until_ms"),
    PrimaryKeyConstraint("programme_id", "person_id"),
    CheckConstraint("quota_left >= 0 AND paid_minor >= 0", name="given"),
    CheckConstraint("arm = 'treated' OR (quota_left = 0 AND paid_minor = 0)", name="arm_gets"),
    Index("ix_programme_member_person_id", "person_id"),
    Index("ix_programme_member_until_ms", "until_ms"),
)
