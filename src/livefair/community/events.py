"""Facts about reviews."""

from livefair.kernel import Fact


class ReviewPublished(Fact, frozen=True, kw_only=True):
    """Somebody tells what they found. `line_id` is the kept purchase behind it; None: unverified."""

    review_id: str
    author_id: str
    product_id: str
    brand_id: str
    line_id: str | None
    rating: int
    disclosure: str
    photos: int


class ReviewRemoved(Fact, frozen=True, kw_only=True):
    """Its writer has taken a review away."""

    review_id: str
    author_id: str


class ReviewHidden(Fact, frozen=True, kw_only=True):
    """A moderator's decision has taken a review away."""

    review_id: str
    author_id: str
    case_id: str


class ReviewRestored(Fact, frozen=True, kw_only=True):
    """The decision was overturned: the review is back."""

    review_id: str
    author_id: str


class ReviewFoundHelpful(Fact, frozen=True, kw_only=True):
    review_id: str
    person_id: str
    author_id: str


class ReviewAnswered(Fact, frozen=True, kw_only=True):
    """The brand has answered, `wait_ms` after the review appeared."""

    review_id: str
    brand_id: str
    answered_by: str
    wait_ms: int
