"""What must hold of auctions at every moment; returns a sentence for each breach."""

from sqlalchemy import func, or_, select

from livefair.kernel import ReadTx, query, word_in
from livefair.shop.models import ORDER, PAYMENT
from livefair.shop.models.auctions import AUCTION, AUCTION_BID, AUCTION_BIDDER, AUCTION_WIN

_lines = select(AUCTION_BID.c.auction_id, func.count().label("n")).group_by(AUCTION_BID.c.auction_id).subquery()
_has = (
    select(AUCTION_WIN.c.auction_id, func.count().label("n"))
    .where(AUCTION_WIN.c.lapsed_at_ms.is_(None))
    .group_by(AUCTION_WIN.c.auction_id)
    .subquery()
)
CHECKS = {
    "auction {} counts other bids than its journal": select(AUCTION.c.id)
    .join_from(AUCTION, _lines, _lines.c.auction_id == AUCTION.c.id, isouter=True)
    .where(func.coalesce(_lines.c.n, 0) != AUCTION.c.bids),
    "auction {} gave away more pieces than there are": select(AUCTION.c.id)
    .join_from(AUCTION, _has, _has.c.auction_id == AUCTION.c.id)
    .where(_has.c.n > AUCTION.c.pieces),
    "somebody has to pay more at auction {} than they offered, or less than the start": select(AUCTION_WIN.c.auction_id)
    .join_from(
        AUCTION_WIN,
        AUCTION_BIDDER,
        (AUCTION_BIDDER.c.auction_id == AUCTION_WIN.c.auction_id)
        & (AUCTION_BIDDER.c.bidder_id == AUCTION_WIN.c.bidder_id),
    )
    .join(AUCTION, AUCTION.c.id == AUCTION_WIN.c.auction_id)
    .where(
        or_(
            AUCTION_WIN.c.price_minor > AUCTION_BIDDER.c.max_minor,
            AUCTION_WIN.c.price_minor < AUCTION.c.start_minor,
            AUCTION_WIN.c.price_minor < AUCTION.c.reserve_minor,
            AUCTION_BIDDER.c.retracted_at_ms.is_not(None),
        )
    ),
    "an order of auction {} is not what was won": select(AUCTION_WIN.c.auction_id)
    .join_from(AUCTION_WIN, ORDER, ORDER.c.id == AUCTION_WIN.c.order_id)
    .join(PAYMENT, PAYMENT.c.id == ORDER.c.payment_id)
    .where(
        or_(
            ORDER.c.total_minor != AUCTION_WIN.c.price_minor,
            ORDER.c.buyer_id != AUCTION_WIN.c.bidder_id,
            word_in(ORDER.c.state, "cancelled"),
        )
    ),
}
_QUERIES = {what: query(str, found.limit(20)) for what, found in CHECKS.items()}


def breaches(tx: ReadTx) -> list[str]:
    return [what.format(one) for what, statement in _QUERIES.items() for one in tx.all(statement)]
