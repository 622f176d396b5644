"""Facts about reviews and ideas."""

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


class IdeaPublished(Fact, frozen=True, kw_only=True):
    """`product_id`: what it would improve; None: something new."""

    idea_id: str
    author_id: str
    brand_id: str
    product_id: str | None


class IdeaWithdrawn(Fact, frozen=True, kw_only=True):
    """Its author has taken it away while it gathered support."""

    idea_id: str
    author_id: str


class IdeaSupported(Fact, frozen=True, kw_only=True):
    """`supporters`: how many stand behind it with this one."""

    idea_id: str
    person_id: str
    author_id: str
    brand_id: str
    supporters: int


class IdeaNeedsAnswer(Fact, frozen=True, kw_only=True):
    """So many support it that the brand must answer until `due_at_ms`."""

    idea_id: str
    brand_id: str
    supporters: int
    due_at_ms: int


class IdeaLeftUnanswered(Fact, frozen=True, kw_only=True):
    """The brand has not answered in time."""

    idea_id: str
    brand_id: str
    due_at_ms: int


class IdeaMerged(Fact, frozen=True, kw_only=True):
    """It says what another says: its author shares that one's credit, its supporters stand behind that one."""

    idea_id: str
    into_id: str
    author_id: str
    brand_id: str
    merged_by: str


class IdeaAnswered(Fact, frozen=True, kw_only=True):
    """`verdict`: accepted or declined. `wait_ms`: since it was published."""

    idea_id: str
    author_id: str
    brand_id: str
    verdict: str
    royalty_bp: int
    answered_by: str
    wait_ms: int


class IdeaPrototyped(Fact, frozen=True, kw_only=True):
    idea_id: str
    brand_id: str
    said_by: str


class IdeaLaunched(Fact, frozen=True, kw_only=True):
    """It has become a product: from now on each unit sold pays the royalty."""

    idea_id: str
    author_id: str
    brand_id: str
    product_id: str
    royalty_bp: int


class IdeaHidden(Fact, frozen=True, kw_only=True):
    """A moderator's decision has taken an idea away."""

    idea_id: str
    author_id: str
    case_id: str


class IdeaRestored(Fact, frozen=True, kw_only=True):
    idea_id: str
    author_id: str


class LicenceAsked(Fact, frozen=True, kw_only=True):
    """A brand wants to use a review in its advertising, for so many days."""

    licence_id: str
    review_id: str
    author_id: str
    brand_id: str
    fee_minor: int
    currency: str
    days: int


class LicenceAnswered(Fact, frozen=True, kw_only=True):
    """`verdict`: granted or declined by the author, withdrawn by the brand, lapsed for want of an answer."""

    licence_id: str
    review_id: str
    author_id: str
    brand_id: str
    verdict: str


class LicenceEnded(Fact, frozen=True, kw_only=True):
    """Its time is over, or the review is gone: `paid_minor` went to the author, the rest of the fee back."""

    licence_id: str
    review_id: str
    author_id: str
    brand_id: str
    paid_minor: int
    currency: str
