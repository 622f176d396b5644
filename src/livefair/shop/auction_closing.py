"""When time is over: who has won pays by a date, else the piece goes to the next who offered enough, or is free."""

from sqlalchemy import bindparam, select, update

from livefair.catalog.products import goods_called
from livefair.kernel import DAY_MS, SYSTEM, Actor, Conflict, WriteTx, change, job, not_found, query
from livefair.people import actor_of
from livefair.shop.addresses import address_for
from livefair.shop.auction_notes import tell_won
from livefair.shop.auction_rows import Auction, auction_called, goods_of, hold_of, standing_of, top_bids
from livefair.shop.auction_wins import Win, win_of, wins_of
from livefair.shop.checkout import Placing, payment_by_key, place
from livefair.shop.direct import Paying, check_key, ready_line
from livefair.shop.events_of_auctions import AuctionClosed, WinLapsed
from livefair.shop.models import ORDER
from livefair.shop.models.auctions import AUCTION, AUCTION_WIN
from livefair.shop.own_limits import require_within_own_limit
from livefair.shop.payments import end_unpaid, orders_of_payment
from livefair.shop.rules import PAY_WITHIN_MS, Source
from livefair.shop.rules import auctions as rules
from livefair.supply import release

_a, _w = AUCTION.c, AUCTION_WIN.c
_CLOSE = change(
    update(AUCTION)
    .where(_a.id == bindparam("auction"), _a.closed_at_ms.is_(None), _a.closes_at_ms <= bindparam("now"))
    .values(closed_at_ms=bindparam("now"))
)
_this = (_w.auction_id == bindparam("auction"), _w.bidder_id == bindparam("who"))
_ORDERED = change(
    update(AUCTION_WIN)
    .where(*_this, _w.order_id.is_(None), _w.lapsed_at_ms.is_(None), _w.pay_by_ms > bindparam("now"))
    .values(order_id=bindparam("order"))
)
_LAPSE = change(
    update(AUCTION_WIN)
    .where(*_this, _w.order_id.is_(None), _w.lapsed_at_ms.is_(None), _w.pay_by_ms <= bindparam("now"))
    .values(lapsed_at_ms=bindparam("now"))
)
_WAIT = change(
    update(AUCTION_WIN)
    .where(*_this, _w.order_id.is_(None), _w.lapsed_at_ms.is_(None), _w.pay_by_ms <= bindparam("now"))
    .values(pay_by_ms=bindparam("until"))
)
_PAYMENT = query(str, select(ORDER.c.payment_id).where(ORDER.c.id == bindparam("order")))


@job
def close_auction(tx: WriteTx, actor: Actor, *, auction_id: str) -> None:
    """Time is over, unless late bids have moved the end: then it asks again at the new one."""
    auction = auction_called(tx, auction_id)
    if auction.closed_at_ms is not None or auction.closes_at_ms is None:
        return
    if not tx.change(_CLOSE, auction=auction_id, now=tx.now_ms):
        closes_at_ms = auction.closes_at_ms
        key = f"auction_close:{auction_id}:{closes_at_ms}"
        tx.later(close_auction, after_ms=max(0, closes_at_ms - tx.now_ms), key=key, auction_id=auction_id)
        return
    found = standing_of(tx, auction)
    for piece in range(auction.pieces):
        hold = hold_of(auction_id, piece)
        if piece < len(found.winners):
            _win(tx, auction, found.winners[piece].bidder, piece, (found.price_minor, hold))
        else:
            release(tx, SYSTEM, hold)
    tx.announce(
        AuctionClosed(
            auction_id=auction_id,
            room_id=auction.room_id,
            winner_ids=[bid.bidder for bid in found.winners],
            price_minor=found.price_minor,
            currency=auction.currency,
        )
    )


@job
def lapse_win(tx: WriteTx, actor: Actor, *, auction_id: str, bidder_id: str) -> None:
    """Not paid in time: the next has the piece, at a price that keeps out who came after them; or nobody."""
    win = win_of(tx, auction_id, bidder_id)
    if win is not None and win.state == "paying":
        end_unpaid(tx, actor_of(tx, bidder_id), tx.value(_PAYMENT, order=win.order_id))
    auction = auction_called(tx, auction_id)
    if goods_called(tx, auction.sku_id)[1].is_barred:
        _wait(tx, auction, bidder_id)
        return
    if not tx.change(_LAPSE, auction=auction_id, who=bidder_id, now=tx.now_ms):
        return
    win = win_of(tx, auction_id, bidder_id) or not_found("auction")
    had = {each.bidder_id for each in wins_of(tx, auction_id)}
    others = [bid for bid in top_bids(tx, auction_id, len(had) + 2) if bid.bidder not in had]
    coming = rules.price_of_next(others, auction.knobs)
    if coming is None:
        release(tx, SYSTEM, win.hold)
    else:
        _win(tx, auction, coming[0].bidder, win.piece, (coming[1], win.hold))
    next_id = coming[0].bidder if coming else None
    tx.announce(WinLapsed(auction_id=auction_id, bidder_id=bidder_id, next_id=next_id))


def pay_for_win(tx: WriteTx, actor: Actor, auction_id: str, paying: Paying) -> str:
    """Order what one has won, to be paid like any order. Returns the payment's id; the same key twice is the same one.

    Refusals: sign_in_first, not_found, win_over, price_changed, over_own_limit.
    """
    check_key(actor, paying.key)
    key = f"auction:{auction_id}:{paying.key}"
    if (earlier := payment_by_key(tx, actor.id, key)) is not None:
        return earlier
    auction, win = auction_called(tx, auction_id), win_of(tx, auction_id, actor.id) or not_found("auction")
    if win.state != "due" or tx.now_ms >= win.pay_by_ms:
        raise Conflict("win_over")
    if paying.expected_minor != win.price_minor:
        raise Conflict("price_changed", total_minor=win.price_minor, currency=auction.currency)
    require_within_own_limit(tx, actor, win.price_minor, auction.currency)
    source = Source(auction.room_id, None, None, auction.host_id, None).credited_to(actor.id)
    line = ready_line(tx, goods_of(tx, auction), pieces=1, unit_minor=win.price_minor, source=source)
    release(tx, actor, win.hold)  # in the same transaction the order takes it
    within_ms = min(PAY_WITHIN_MS, win.pay_by_ms - tx.now_ms)
    address = address_for(tx, actor, paying.address_id)
    payment_id = place(tx, actor, [line], Placing(address, paying.provider, key, "auction", within_ms))
    [order_id] = orders_of_payment(tx, payment_id)
    if not tx.change(_ORDERED, auction=auction_id, who=actor.id, order=order_id, now=tx.now_ms):
        raise Conflict("win_over")  # another tab
    return payment_id


def _win(tx: WriteTx, auction: Auction, bidder_id: str, piece: int, kept: tuple[int, str]) -> Win:
    price_minor, hold = kept
    win = Win(
        auction.id, bidder_id, piece, price_minor, tx.now_ms, tx.now_ms + auction.pay_ms, 0, hold, None, None, None
    )
    tx.insert(AUCTION_WIN, **win._asdict())
    _lapse_later(tx, auction, bidder_id, auction.pay_ms)
    tell_won(tx, auction, bidder_id)
    return win


def _wait(tx: WriteTx, auction: Auction, bidder_id: str) -> None:
    """The goods were removed or lack their permit: nobody can pay, and nobody is held to it until they are back."""
    for_ms = max(auction.pay_ms, DAY_MS)
    if tx.change(_WAIT, auction=auction.id, who=bidder_id, now=tx.now_ms, until=tx.now_ms + for_ms):
        _lapse_later(tx, auction, bidder_id, for_ms)


def _lapse_later(tx: WriteTx, auction: Auction, bidder_id: str, after_ms: int) -> None:
    key = f"auction_lapse:{auction.id}:{bidder_id}"
    tx.later(lapse_win, after_ms=after_ms, key=key, auction_id=auction.id, bidder_id=bidder_id)
