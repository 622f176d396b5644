"""What happened at auctions. What somebody offers at most is in no fact: it is shown when the auction is over."""

from livefair.kernel import Fact


class AuctionPutUp(Fact, frozen=True, kw_only=True):
    """`host_id`: who opens it in a room."""

    auction_id: str
    brand_id: str
    sku_id: str
    host_id: str | None
    pieces: int


class AuctionWithdrawn(Fact, frozen=True, kw_only=True):
    """Before anybody has bid."""

    auction_id: str
    brand_id: str


class AuctionOpened(Fact, frozen=True, kw_only=True):
    auction_id: str
    room_id: str | None
    closes_at_ms: int


class BidPlaced(Fact, frozen=True, kw_only=True):
    auction_id: str
    room_id: str | None
    bidder_id: str
    position: int


class BidRetracted(Fact, frozen=True, kw_only=True):
    auction_id: str
    room_id: str | None
    bidder_id: str
    position: int


class AuctionClosed(Fact, frozen=True, kw_only=True):
    """`winner_ids` is empty where nobody has bid enough."""

    auction_id: str
    room_id: str | None
    winner_ids: list[str]
    price_minor: int
    currency: str


class WinPaid(Fact, frozen=True, kw_only=True):
    auction_id: str
    bidder_id: str
    order_id: str


class WinLapsed(Fact, frozen=True, kw_only=True):
    """Not paid in time; `next_id` has the piece now, if anybody."""

    auction_id: str
    bidder_id: str
    next_id: str | None
