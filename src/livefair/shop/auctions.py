"""Auctions: a brand puts pieces up, a host opens them in a room or the clock outside one; nobody ends them early."""

from sqlalchemy import bindparam, func, select, update

from livefair.catalog import own_product_for, sku_for
from livefair.kernel import (
    Actor,
    Conflict,
    WriteTx,
    change,
    job,
    query,
    require,
    require_valid,
    secret_token,
)
from livefair.people.queries import profile
from livefair.shop.auction_closing import close_auction
from livefair.shop.auction_rows import Auction, auction_called, hold_of
from livefair.shop.events_of_auctions import AuctionOpened, AuctionPutUp, AuctionWithdrawn
from livefair.shop.models.auctions import AUCTION
from livefair.shop.rules import auctions as rules
from livefair.supply import release, reserve

_a = AUCTION.c
_this = _a.id == bindparam("auction")
_waits = (_a.opened_at_ms.is_(None), _a.withdrawn_at_ms.is_(None))
_COUNT = query(int, select(func.count()).select_from(AUCTION).where(_a.brand_id == bindparam("brand"), *_waits))
_RUNNING = query(
    int,
    select(func.count()).select_from(AUCTION).where(_a.room_id == bindparam("room"), _a.closed_at_ms.is_(None)),
)
_OPEN = change(
    update(AUCTION)
    .where(_this, *_waits)
    .values(
        opened_at_ms=bindparam("now"),
        first_closes_at_ms=bindparam("closes"),
        closes_at_ms=bindparam("closes"),
        room_id=bindparam("in_room"),
    )
)
_WITHDRAW = change(update(AUCTION).where(_this, *_waits, _a.bids == 0).values(withdrawn_at_ms=bindparam("now")))


def put_up(tx: WriteTx, actor: Actor, sku_id: str, draft: rules.Draft) -> str:
    """Put pieces of one's own up for auction; they are kept for it from now on. Returns the id.

    Refusals: out_of_range, reserve_below_start, hosts_only, too_many_auctions, sold_out.
    """
    sku = sku_for(tx, actor, sku_id)
    product = own_product_for(tx, actor, sku.product_id)
    rules.check_draft(draft)
    if draft.host_id is not None:
        require_valid(bool(profile(tx, draft.host_id).is_host), "hosts_only", field="host_id")
    if tx.value(_COUNT, brand=product.brand_id) >= rules.WAITING_MAX:
        raise Conflict("too_many_auctions", limit=rules.WAITING_MAX)
    auction_id, salt = tx.new_id(), secret_token()
    tx.insert(
        AUCTION,
        id=auction_id,
        brand_id=product.brand_id,
        product_id=product.id,
        sku_id=sku_id,
        host_id=draft.host_id,
        start_minor=draft.start_minor,
        step_minor=draft.step_minor,
        reserve_minor=draft.reserve_minor,
        reserve_salt=salt,
        reserve_hash=rules.SCHEME.digest("reserve", salt, auction_id, str(draft.reserve_minor)),
        currency=sku.currency,
        pieces=draft.pieces,
        lasts_ms=draft.lasts_ms,
        soft_ms=draft.soft_ms,
        pay_ms=draft.pay_ms,
        made_by=actor.id,
        made_at_ms=tx.now_ms,
        opens_at_ms=None if draft.host_id else tx.now_ms + draft.opens_after_ms,
        bids=0,
        root=rules.SCHEME.digest("bids", auction_id),
        price_minor=draft.start_minor,
        is_met=0,
    )
    for piece in range(draft.pieces):
        reserve(tx, actor, sku_id, quantity=1, reference=hold_of(auction_id, piece))
    # A host who never opens it does not keep pieces and bidders for ever.
    opens_after_ms = draft.opens_after_ms if draft.host_id is None else rules.OPENS_AFTER_MS_MAX
    tx.later(open_by_clock, after_ms=opens_after_ms, key=f"auction_open:{auction_id}", auction_id=auction_id)
    tx.announce(
        AuctionPutUp(
            auction_id=auction_id,
            brand_id=product.brand_id,
            sku_id=sku_id,
            host_id=draft.host_id,
            pieces=draft.pieces,
        )
    )
    return auction_id


def withdraw_auction(tx: WriteTx, actor: Actor, auction_id: str) -> None:
    """Take it back before it opens and before anybody has bid. Twice is once. Conflict auction_has_bids."""
    auction = auction_called(tx, auction_id)
    own_product_for(tx, actor, auction.product_id)
    if auction.withdrawn_at_ms is not None:
        return
    if not tx.change(_WITHDRAW, auction=auction_id, now=tx.now_ms):
        raise Conflict("auction_has_bids")
    _free(tx, actor, auction)


def open_auction(tx: WriteTx, actor: Actor, auction_id: str, *, room_id: str, host_id: str) -> Auction:
    """Its host opens it in a room. Refusals: not_your_auction, auction_running, auction_over."""
    auction = auction_called(tx, auction_id)
    require(auction.host_id == host_id, "not_your_auction")
    if tx.value(_RUNNING, room=room_id):
        raise Conflict("auction_running")
    return _open(tx, auction, room_id)


@job
def open_by_clock(tx: WriteTx, actor: Actor, *, auction_id: str) -> None:
    """Outside a room it opens at its time, unless it was taken back.

    What its host has left unopened so long opens for those who have bid, or is taken back where nobody has.
    """
    auction = auction_called(tx, auction_id)
    if auction.state(tx.now_ms) != "announced":
        return
    if auction.host_id is None or not tx.change(_WITHDRAW, auction=auction_id, now=tx.now_ms):
        _open(tx, auction, None)
    else:
        _free(tx, actor, auction)


def _free(tx: WriteTx, actor: Actor, auction: Auction) -> None:
    for piece in range(auction.pieces):
        release(tx, actor, hold_of(auction.id, piece))
    tx.announce(AuctionWithdrawn(auction_id=auction.id, brand_id=auction.brand_id))


def _open(tx: WriteTx, auction: Auction, room_id: str | None) -> Auction:
    closes_at_ms = tx.now_ms + auction.lasts_ms
    if not tx.change(_OPEN, auction=auction.id, now=tx.now_ms, closes=closes_at_ms, in_room=room_id):
        raise Conflict("auction_over")
    tx.later(close_auction, after_ms=auction.lasts_ms, key=f"auction_close:{auction.id}", auction_id=auction.id)
    tx.announce(AuctionOpened(auction_id=auction.id, room_id=room_id, closes_at_ms=closes_at_ms))
    return auction_called(tx, auction.id)
