"""What browsers are told of auctions; see docs/room-events.md."""

from livefair.catalog import product_cards
from livefair.catalog.queries import skus_of
from livefair.kernel import Fact, ReadTx
from livefair.live.telling import RoomEvent, ToRoom
from livefair.shop.auction_rows import Auction, auction_called, bidder_of, latest_auction, standing_of
from livefair.shop.events_of_auctions import AuctionClosed, AuctionOpened, BidPlaced, BidRetracted

AuctionFact = AuctionOpened | BidPlaced | BidRetracted | AuctionClosed
TOLD_OF_AUCTIONS: tuple[type[Fact], ...] = (AuctionOpened, BidPlaced, BidRetracted, AuctionClosed)
LEADERS_SHOWN = 5


class Auctioning(RoomEvent, frozen=True, tag="auction", kw_only=True):
    """An auction as it stands: `state` is open, counting (time is over) or closed; `now` is the server's clock.

    `leaders` are marks that stand for people in this auction alone. What anybody offers at most is not told.
    """

    id: str
    state: str
    product_id: str
    title: str
    title_en: str
    sku: str
    sku_en: str
    picture: str | None = None
    picture_url: str | None = None
    href: str | None = None
    price_minor: int
    currency: str
    pieces: int
    bids: int
    leaders: list[str]
    has_reserve: bool
    is_met: bool
    closes_at: int
    now: int


def auctioning(tx: ReadTx, auction: Auction) -> Auctioning | None:
    """None for goods that nobody may see any more."""
    card = product_cards(tx, [auction.product_id]).get(auction.product_id)
    sku = next((sku for sku in skus_of(tx, auction.product_id) if sku.id == auction.sku_id), None)
    if card is None or not card.is_offered or sku is None:
        return None
    leading = standing_of(tx, auction).leading[:LEADERS_SHOWN]
    marks = [found.mark for bid in leading if (found := bidder_of(tx, auction.id, bid.bidder))]
    return Auctioning(
        id=auction.id,
        state=auction.state(tx.now_ms),
        product_id=auction.product_id,
        title=card.title_zh,
        title_en=card.title_en,
        sku=sku.name_zh,
        sku_en=sku.name_en,
        picture=card.picture_key,
        price_minor=auction.price_minor,
        currency=auction.currency,
        pieces=auction.pieces,
        bids=auction.bids,
        leaders=marks,
        has_reserve=auction.reserve_minor > 0,
        is_met=bool(auction.is_met),
        closes_at=auction.closes_at_ms or 0,
        now=tx.now_ms,
    )


def latest_auctioning(tx: ReadTx, room_id: str, *, since_ms: int) -> Auctioning | None:
    """The auction that a newcomer should see: the one that runs, or the last one of the show."""
    auction = latest_auction(tx, room_id, since_ms=since_ms)
    return None if auction is None else auctioning(tx, auction)


def told_of_auction(tx: ReadTx, fact: AuctionFact) -> list[ToRoom]:
    """Nothing outside a room; of many bids at one moment the last tells of all."""
    if fact.room_id is None:
        return []
    auction = auction_called(tx, fact.auction_id)
    if isinstance(fact, BidPlaced | BidRetracted) and fact.position < auction.bids:
        return []
    event = auctioning(tx, auction)
    return [] if event is None else [ToRoom(fact.room_id, event)]
