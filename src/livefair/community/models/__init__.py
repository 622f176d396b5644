"""Reviews with their photos, votes, answers and licences; ideas with their support, credit and the brand's steps."""

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

from livefair.community.rules import DISCLOSURES
from livefair.community.rules.ideas import STATES, VERDICTS
from livefair.community.rules.licences import STATES as LICENCE_STATES
from livefair.kernel import at_column, id_column, metadata, minor_column, one_of

REVIEW = Table(
    "review",
    metadata,
    id_column(),
    Column("author_id", Text, ForeignKey("person.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    # The purchase behind it; without one a review is shown as unverified.
    Column("line_id", Text, ForeignKey("order_line.id")),
    Column("rating", Integer, CheckConstraint("rating BETWEEN 1 AND 5", name="rating"), nullable=False),
    Column("text", Text, nullable=False),
    Column("scenarios", Text, nullable=False),
    one_of("disclosure", *DISCLOSURES),
    Column("key", Text, nullable=False),
    Column("helpful", Integer, CheckConstraint("helpful >= 0", name="helpful"), nullable=False),
    at_column("published_at_ms"),
    # The goods went back: the review stays, but no longer counts as kept.
    at_column("returned_at_ms", nullable=True),
    at_column("removed_at_ms", nullable=True),
    Column("hidden_case_id", Text, ForeignKey("moderation_case.id")),
    UniqueConstraint("author_id", "key"),
    Index("ix_review_product_id_id", "product_id", "id"),
    Index("ix_review_author_id_id", "author_id", "id"),
)
_stands = REVIEW.c.removed_at_ms.is_(None)
_bought = REVIEW.c.line_id.is_not(None) & _stands
_unbought = REVIEW.c.line_id.is_(None) & _stands
Index("uq_review_line", REVIEW.c.line_id, unique=True, sqlite_where=_bought, postgresql_where=_bought)
Index(
    "uq_review_unbought",
    REVIEW.c.author_id,
    REVIEW.c.product_id,
    unique=True,
    sqlite_where=_unbought,
    postgresql_where=_unbought,
)

REVIEW_PHOTO = Table(
    "review_photo",
    metadata,
    id_column(),
    Column("owner_id", Text, ForeignKey("person.id"), nullable=False),
    Column("file_key", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    at_column("kept_at_ms"),
    Column("review_id", Text, ForeignKey("review.id")),
    Column("position", Integer),
    Index("ix_review_photo_review_id_position", "review_id", "position"),
    Index("ix_review_photo_owner_id", "owner_id"),
)

HELPFUL_VOTE = Table(
    "helpful_vote",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("review_id", Text, ForeignKey("review.id"), primary_key=True),
    at_column("at_ms"),
    Index("ix_helpful_vote_review_id", "review_id"),
)

REVIEW_ANSWER = Table(
    "review_answer",
    metadata,
    Column("review_id", Text, ForeignKey("review.id"), primary_key=True),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("answered_by", Text, ForeignKey("person.id"), nullable=False),
    Column("text", Text, nullable=False),
    at_column("answered_at_ms"),
    Column("hidden_case_id", Text, ForeignKey("moderation_case.id")),
)

# Who opened which review, once per day: a touch on the way to a purchase.
REVIEW_OPENING = Table(
    "review_opening",
    metadata,
    Column("day", Integer, nullable=False),
    Column("review_id", Text, ForeignKey("review.id"), nullable=False),
    Column("viewer", Text, nullable=False),
    Column("person_id", Text, ForeignKey("person.id")),
    at_column("at_ms"),
    PrimaryKeyConstraint("day", "review_id", "viewer"),
    Index("ix_review_opening_person_id_at_ms", "person_id", "at_ms"),
)

# `state`: docs/ideas.md. `due_at_ms`: until when the brand must answer. `royalty_bp`: of each unit's price.
IDEA = Table(
    "idea",
    metadata,
    id_column(),
    Column("author_id", Text, ForeignKey("person.id"), nullable=False),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id")),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("key", Text, nullable=False),
    one_of("state", *STATES),
    Column("supporters", Integer, nullable=False),
    at_column("published_at_ms"),
    at_column("until_ms"),
    at_column("due_at_ms", nullable=True),
    at_column("answered_at_ms", nullable=True),
    Column("royalty_bp", Integer, nullable=False),
    Column("made_product_id", Text, ForeignKey("product.id")),
    at_column("launched_at_ms", nullable=True),
    Column("merged_into", Text, ForeignKey("idea.id")),
    at_column("withdrawn_at_ms", nullable=True),
    Column("hidden_case_id", Text, ForeignKey("moderation_case.id")),
    UniqueConstraint("author_id", "key"),
    CheckConstraint("(state = 'launched') = (made_product_id IS NOT NULL)", name="made"),
    CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name="merged"),
    CheckConstraint("royalty_bp >= 0", name="royalty"),
    Index("ix_idea_brand_id_state", "brand_id", "state"),
    Index("ix_idea_supporters", "supporters"),
    Index("ix_idea_made_product_id", "made_product_id"),
    Index("ix_idea_merged_into", "merged_into"),
)

# `merged_from`: support that came with an idea that was merged.
IDEA_SUPPORT = Table(
    "idea_support",
    metadata,
    Column("idea_id", Text, ForeignKey("idea.id"), primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    at_column("at_ms"),
    Column("merged_from", Text, ForeignKey("idea.id")),
    Index("ix_idea_support_person_id", "person_id"),
)

IDEA_CREDIT = Table(
    "idea_credit",
    metadata,
    Column("idea_id", Text, ForeignKey("idea.id"), primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("parts", Integer, nullable=False),
    CheckConstraint("parts > 0", name="parts"),
)

# What the brand has said and done about an idea, in its order.
IDEA_STEP = Table(
    "idea_step",
    metadata,
    id_column(),
    Column("idea_id", Text, ForeignKey("idea.id"), nullable=False),
    one_of("verdict", *VERDICTS),
    Column("text", Text, nullable=False),
    Column("said_by", Text, ForeignKey("person.id"), nullable=False),
    at_column("said_at_ms"),
    Index("ix_idea_step_idea_id_id", "idea_id", "id"),
)

# A brand's use of a review in its advertising. `until_ms`: until when it may be answered, then until when it is used.
# `shown_from_ms`: it stands as an advertisement on the product's page.
REVIEW_LICENCE = Table(
    "review_licence",
    metadata,
    id_column(),
    Column("review_id", Text, ForeignKey("review.id"), nullable=False),
    Column("author_id", Text, ForeignKey("person.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("note", Text, nullable=False),
    Column("key", Text, nullable=False),
    minor_column("fee_minor"),
    Column("currency", Text, nullable=False),
    Column("days", Integer, nullable=False),
    one_of("state", *LICENCE_STATES),
    at_column("asked_at_ms"),
    at_column("granted_at_ms", nullable=True),
    at_column("until_ms"),
    at_column("ended_at_ms", nullable=True),
    minor_column("paid_minor"),
    at_column("shown_from_ms", nullable=True),
    UniqueConstraint("brand_id", "key"),
    CheckConstraint("fee_minor > 0 AND paid_minor >= 0 AND paid_minor <= fee_minor", name="fee"),
    CheckConstraint("(state IN ('granted', 'ended')) = (granted_at_ms IS NOT NULL)", name="granted"),
    CheckConstraint("(state IN ('asked', 'granted')) = (ended_at_ms IS NULL)", name="ended"),
    CheckConstraint("shown_from_ms IS NULL OR state = 'granted'", name="shown"),
    Index("ix_review_licence_author_id", "author_id"),
    Index("ix_review_licence_brand_id_id", "brand_id", "id"),
    Index("ix_review_licence_review_id", "review_id"),
)
_is_open = REVIEW_LICENCE.c.ended_at_ms.is_(None)
_is_shown = REVIEW_LICENCE.c.shown_from_ms.is_not(None)
Index(
    "uq_review_licence_open", REVIEW_LICENCE.c.review_id, unique=True, sqlite_where=_is_open, postgresql_where=_is_open
)
Index(
    "uq_review_licence_shown",
    REVIEW_LICENCE.c.product_id,
    unique=True,
    sqlite_where=_is_shown,
    postgresql_where=_is_shown,
)
