"""What happened to groups that buy together."""

from livefair.kernel import Fact


class GroupOffered(Fact, frozen=True, kw_only=True):
    offer_id: str
    brand_id: str
    product_id: str
    sku_id: str
    price_minor: int
    currency: str
    size: int


class GroupOfferEnded(Fact, frozen=True, kw_only=True):
    """Nobody opens a group any more; those that are open may still become full."""

    offer_id: str
    brand_id: str


class GroupOpened(Fact, frozen=True, kw_only=True):
    group_id: str
    offer_id: str
    buyer_id: str
    closes_at_ms: int


class GroupJoined(Fact, frozen=True, kw_only=True):
    """Somebody has taken a seat, which is not paid yet."""

    group_id: str
    order_id: str
    buyer_id: str


class GroupFilled(Fact, frozen=True, kw_only=True):
    """All seats are paid: the goods can be sent."""

    group_id: str
    offer_id: str
    buyer_ids: list[str]


class GroupFailed(Fact, frozen=True, kw_only=True):
    """The time was over before: whoever has paid gets everything back."""

    group_id: str
    offer_id: str
    buyer_ids: list[str]
