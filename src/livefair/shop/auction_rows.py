"""Auctions as they stand: what pages and the other steps of an auction read."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from livefair.catalog import Product, Sku
from livefair.catalog.products import goods_called
from livefair.kernel import Money, ReadTx, not_found, query
from livefair.shop.models.auctions import AUCTION, AUCTION_BIDDER
from livefair.shop.rules import auctions as rules


class Auction(NamedTuple):
    id: str
    brand_id: str
    product_id: str
    sku_id: str
    host_id: str | None
    room_id: str | None
    start_minor: int
    step_minor: int
    reserve_minor: int
    reserve_hash: str
    currency: str
    pieces: int
    lasts_ms: int
    soft_ms: int
    pay_ms: int
    made_at_ms: int
    opens_at_ms: int | None
    opened_at_ms: int | None
    first_closes_at_ms: int | None
    closes_at_ms: int | None
    closed_at_ms: int | None
    withdrawn_at_ms: int | None
    bids: int
    root: str
    price_minor: int
    is_met: int

    @property
    def knobs(self) -> rules.Knobs:
        return rules.Knobs(self.start_minor, self.step_minor, self.reserve_minor, self.pieces)

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    def state(self, now_ms: int) -> str:
        """announced (bids may come before it opens), open, counting (time is over), closed or withdrawn."""
        if self.withdrawn_at_ms is not None:
            return "withdrawn"
        if self.closed_at_ms is not None:
            return "closed"
        if self.closes_at_ms is None:
            return "announced"
        return "open" if now_ms < self.closes_at_ms else "counting"


_a = AUCTION.c
_COLUMNS = [_a[name] for name in Auction._fields]
_this = _a.id == bindparam("auction")
_waits = (_a.opened_at_ms.is_(None), _a.withdrawn_at_ms.is_(None))
_ONE = query(Auction, select(*_COLUMNS).where(_this))
_OF_BRAND = query(Auction, select(*_COLUMNS).where(_a.brand_id == bindparam("brand")).order_by(_a.id.desc()).limit(100))
_FOR_HOST = query(
    Auction,
    select(*_COLUMNS).where(_a.host_id == bindparam("host"), *_waits).order_by(_a.id).limit(rules.WAITING_MAX),
)
_LATEST = query(
    Auction,
    select(*_COLUMNS)
    .where(_a.room_id == bindparam("room"), _a.opened_at_ms >= bindparam("since"))
    .order_by(_a.opened_at_ms.desc(), _a.id.desc())
    .limit(1),
)
_OF_PRODUCT = query(
    Auction,
    select(*_COLUMNS)
    .where(
        _a.product_id == bindparam("product"),
        _a.withdrawn_at_ms.is_(None),
        _a.closed_at_ms.is_(None),
        or_(_a.closes_at_ms.is_(None), _a.closes_at_ms > bindparam("now")),
    )
    .order_by(_a.id)
    .limit(1),
)


class Bidder(NamedTuple):
    """`mark` stands for them in public; `max_minor` is known to them alone until the auction is over."""

    auction_id: str
    bidder_id: str
    mark: str
    max_minor: int
    position: int
    bid_at_ms: int
    retracted_at_ms: int | None


_b = AUCTION_BIDDER.c
_BIDDER = query(
    Bidder,
    select(*(_b[name] for name in Bidder._fields)).where(
        _b.auction_id == bindparam("auction"), _b.bidder_id == bindparam("who")
    ),
)
_TOP = query(
    rules.Bid,
    select(_b.position, _b.bidder_id, _b.max_minor)
    .where(_b.auction_id == bindparam("auction"), _b.retracted_at_ms.is_(None), _b.position > 0)
    .order_by(_b.max_minor.desc(), _b.position)
    .limit(bindparam("most")),
)
_MARKS = query(
    lambda bidder_id, mark: (bidder_id, mark),
    select(_b.bidder_id, _b.mark).where(_b.auction_id == bindparam("auction")).limit(rules.BIDS_MAX),
)


def auction_called(tx: ReadTx, auction_id: str) -> Auction:
    return tx.one(_ONE, auction=auction_id) or not_found("auction")


def goods_of(tx: ReadTx, auction: Auction) -> tuple[Sku, Product]:
    """What was put up stays for sale by it, whether its brand still sells it or not. NotFound for what was removed or
    lacks its permit.
    """
    sku, product = goods_called(tx, auction.sku_id)
    if product.is_barred:
        not_found("product")
    return sku, product


def auctions_of_brand(tx: ReadTx, brand_id: str) -> list[Auction]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def auctions_for_host(tx: ReadTx, host_id: str) -> list[Auction]:
    """Those that wait for the host to open them, the oldest first."""
    return tx.all(_FOR_HOST, host=host_id)


def latest_auction(tx: ReadTx, room_id: str, *, since_ms: int) -> Auction | None:
    """The one that runs in the room, or the last one since then."""
    return tx.one(_LATEST, room=room_id, since=since_ms)


def auction_of_product(tx: ReadTx, product_id: str) -> Auction | None:
    """One of the product on which bids can be placed."""
    return tx.one(_OF_PRODUCT, product=product_id, now=tx.now_ms)


def bidder_of(tx: ReadTx, auction_id: str, person_id: str) -> Bidder | None:
    return tx.one(_BIDDER, auction=auction_id, who=person_id)


def standing_of(tx: ReadTx, auction: Auction) -> rules.Standing:
    """Of whom it depends: those who lead, and the first who does not."""
    return rules.standing(tx.all(_TOP, auction=auction.id, most=auction.pieces + 1), auction.knobs)


def top_bids(tx: ReadTx, auction_id: str, most: int) -> Sequence[rules.Bid]:
    """The highest first."""
    return tx.all(_TOP, auction=auction_id, most=most)


def marks_of(tx: ReadTx, auction_id: str) -> dict[str, str]:
    """By bidder, for the program only."""
    return dict(tx.all(_MARKS, auction=auction_id))


def hold_of(auction_id: str, piece: int) -> str:
    """The reservation that keeps the piece until somebody orders it."""
    return f"auction:{auction_id}:{piece}:0"
