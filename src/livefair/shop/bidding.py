"""Bidding: the most that one pays, said once; the price rises no further than others make it. All is in a journal."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select, update

from livefair.kernel import (
    Actor,
    Conflict,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    query,
    require,
    secret_token,
)
from livefair.people import contract_in_force
from livefair.people.ages import require_adult
from livefair.people.organisations import members_of
from livefair.shop.auction_bars import is_barred_from
from livefair.shop.auction_notes import tell_outbid
from livefair.shop.auction_rows import Auction, auction_called, bidder_of, goods_of, standing_of
from livefair.shop.direct import check_key
from livefair.shop.events_of_auctions import BidPlaced, BidRetracted
from livefair.shop.models import ADDRESS, PAYMENT
from livefair.shop.models.auctions import AUCTION, AUCTION_BID, AUCTION_BIDDER, AUCTION_WIN
from livefair.shop.own_limits import require_within_own_limit
from livefair.shop.rules import auctions as rules

UNPAID_MS = 90 * 86_400_000
"""Who left a piece unpaid that they had won does not bid for so long."""

_a, _b = AUCTION.c, AUCTION_BIDDER.c
# One statement decides and holds the auction: everybody else who bids waits here until this bid stands.
_TAKE = query(
    int,
    update(AUCTION)
    .where(
        _a.id == bindparam("auction"),
        _a.closed_at_ms.is_(None),
        _a.withdrawn_at_ms.is_(None),
        or_(_a.closes_at_ms.is_(None), _a.closes_at_ms > bindparam("now")),
        _a.bids < rules.BIDS_MAX,
    )
    .values(bids=_a.bids + 1)
    .returning(_a.bids),
)
_STAND = change(
    update(AUCTION)
    .where(_a.id == bindparam("auction"))
    .values(
        root=bindparam("hash"),
        price_minor=bindparam("price"),
        is_met=bindparam("met"),
        closes_at_ms=bindparam("closes"),
    )
)
_RAISE = change(
    update(AUCTION_BIDDER)
    .where(_b.auction_id == bindparam("auction"), _b.bidder_id == bindparam("who"))
    .values(max_minor=bindparam("most"), position=bindparam("at"), bid_at_ms=bindparam("now"))
)
_RETRACT = change(
    update(AUCTION_BIDDER)
    .where(_b.auction_id == bindparam("auction"), _b.bidder_id == bindparam("who"), _b.retracted_at_ms.is_(None))
    .values(retracted_at_ms=bindparam("now"))
)
_BY_KEY = query(
    int,
    select(AUCTION_BID.c.position).where(
        AUCTION_BID.c.bidder_id == bindparam("who"), AUCTION_BID.c.key == bindparam("k")
    ),
)
_TIMES = query(
    int,
    select(func.count())
    .select_from(AUCTION_BID)
    .where(AUCTION_BID.c.bidder_id == bindparam("who"), AUCTION_BID.c.auction_id == bindparam("auction")),
)
_LAST_AT = query(
    int,
    select(func.coalesce(func.max(AUCTION_BID.c.at_ms), 0)).where(
        AUCTION_BID.c.auction_id == bindparam("auction"), AUCTION_BID.c.position == bindparam("before")
    ),
)
_HAS_PAID = query(
    int,
    select(func.count()).select_from(PAYMENT).where(PAYMENT.c.buyer_id == bindparam("who"), PAYMENT.c.state == "paid"),
)
_LEFT_UNPAID = query(
    int,
    select(func.count())
    .select_from(AUCTION_WIN)
    .where(AUCTION_WIN.c.bidder_id == bindparam("who"), AUCTION_WIN.c.lapsed_at_ms > bindparam("since")),
)
_seller = ADDRESS.alias("seller")
_SAME_PHONE = query(
    int,
    select(func.count())
    .select_from(ADDRESS)
    .join(_seller, _seller.c.phone == ADDRESS.c.phone)
    .where(ADDRESS.c.person_id == bindparam("who"), _seller.c.person_id == bindparam("seller")),
)


class Placed(NamedTuple):
    position: int
    leads: bool
    price_minor: int


def place_bid(tx: WriteTx, actor: Actor, auction_id: str, *, max_minor: int, key: str) -> int:
    """Offer `max_minor` at most for one piece. Returns the bid's place in the journal; the same key twice is one bid.

    Refusals: sign_in_first, bad_key, not_your_own_auction, auction_same_payer, age_first, adults_only,
    pay_once_first, left_unpaid, bid_taken_back, auction_over, bid_too_low (with the least), bid_too_high,
    over_own_limit, too_many_bids.
    """
    check_key(actor, key)
    key = f"bid:{auction_id}:{key}"
    if (earlier := tx.one(_BY_KEY, who=actor.id, k=key)) is not None:
        return earlier
    auction = auction_called(tx, auction_id)
    goods_of(tx, auction)
    require_may_bid(tx, actor, auction)
    if not 0 < max_minor <= rules.PRICE_MINOR_MAX:
        raise Conflict("bid_too_high")
    require_within_own_limit(tx, actor, max_minor, auction.currency)
    if tx.value(_TIMES, who=actor.id, auction=auction_id) >= rules.BIDS_OF_ONE_MAX:
        raise TooMany("too_many_bids", limit=rules.BIDS_OF_ONE_MAX)
    tx.insert_new(
        AUCTION_BIDDER,
        auction_id=auction_id,
        bidder_id=actor.id,
        mark=secret_token()[:16],
        max_minor=0,
        position=0,
        bid_at_ms=tx.now_ms,
    )
    position = tx.one(_TAKE, auction=auction_id, now=tx.now_ms)
    if position is None:
        raise Conflict("auction_over")
    auction = auction_called(tx, auction_id)
    before = _require_enough(tx, actor, auction, max_minor)
    tx.change(_RAISE, auction=auction_id, who=actor.id, most=max_minor, at=position, now=tx.now_ms)
    now = _write(tx, actor, auction, _Entry(position, "bid", max_minor, key))
    tell_outbid(tx, auction, before, now)
    tx.announce(BidPlaced(auction_id=auction_id, room_id=auction.room_id, bidder_id=actor.id, position=position))
    return position


def retract_bid(tx: WriteTx, actor: Actor, auction_id: str, *, key: str) -> int:
    """Take back what was a slip, within a minute and not in the last moments; who does bids here no more.

    Returns its place in the journal. Refusals: not_found, retract_too_late, auction_over.
    """
    check_key(actor, key)
    key = f"retract:{auction_id}:{key}"
    if (earlier := tx.one(_BY_KEY, who=actor.id, k=key)) is not None:
        return earlier
    position = tx.one(_TAKE, auction=auction_id, now=tx.now_ms)
    if position is None:
        raise Conflict("auction_over")
    auction, mine = auction_called(tx, auction_id), bidder_of(tx, auction_id, actor.id)
    in_time = mine is not None and rules.may_retract(
        mine.bid_at_ms, tx.now_ms, closes_at_ms=auction.closes_at_ms, soft_ms=auction.soft_ms
    )
    if not in_time or not tx.change(_RETRACT, auction=auction_id, who=actor.id, now=tx.now_ms):
        raise Conflict("retract_too_late")
    _write(tx, actor, auction, _Entry(position, "retract", 0, key))
    tx.announce(BidRetracted(auction_id=auction_id, room_id=auction.room_id, bidder_id=actor.id, position=position))
    return position


def require_may_bid(tx: ReadTx, actor: Actor, auction: Auction) -> None:
    """Nobody who gains by a higher price, no minor, nobody who has never paid here or left a piece unpaid.

    A payment that was made before is asked for instead of a deposit: losers have nothing held, and nothing to wait for.
    """
    require(not _gains(tx, actor, auction), "not_your_own_auction")
    require_adult(tx, actor.id)
    require(tx.value(_HAS_PAID, who=actor.id) > 0, "pay_once_first")
    require(tx.value(_LEFT_UNPAID, who=actor.id, since=tx.now_ms - UNPAID_MS) == 0, "left_unpaid")
    sellers = [*(each.person_id for each in members_of(tx, auction.brand_id)), *filter(None, [auction.host_id])]
    is_same = any(tx.value(_SAME_PHONE, who=actor.id, seller=each) for each in sellers)
    require(not is_same, "auction_same_payer")


def _gains(tx: ReadTx, actor: Actor, auction: Auction) -> bool:
    if actor.id == auction.host_id or actor.organisation_id == auction.brand_id or actor.has("operator"):
        return True
    if is_barred_from(tx, auction.id, actor.id):
        return True
    contract = contract_in_force(tx, auction.host_id) if auction.host_id else None
    return contract is not None and contract.mcn_id == actor.organisation_id


def _require_enough(tx: ReadTx, actor: Actor, auction: Auction, max_minor: int) -> rules.Standing:
    """How it stands before this bid."""
    mine = bidder_of(tx, auction.id, actor.id)
    if mine is not None and mine.retracted_at_ms is not None:
        raise Conflict("bid_taken_back")
    standing = standing_of(tx, auction)
    least_minor = rules.least_bid(standing, auction.knobs, actor.id)
    if max_minor < least_minor:
        raise Conflict("bid_too_low", least_minor=least_minor, currency=auction.currency)
    return standing


class _Entry(NamedTuple):
    position: int
    kind: str
    max_minor: int
    key: str


def _write(tx: WriteTx, actor: Actor, auction: Auction, entry: _Entry) -> rules.Standing:
    """The journal's next line, and the auction as it stands with it."""
    mine = bidder_of(tx, auction.id, actor.id)
    assert mine is not None
    nonce, digest_of = secret_token(), rules.SCHEME.digest
    # Clocks are set back, and of two machines one goes behind: the journal's time never runs backwards.
    at_ms = max(tx.now_ms, tx.value(_LAST_AT, auction=auction.id, before=entry.position - 1))
    digest = digest_of("max", nonce, auction.id, mine.mark, str(entry.max_minor))
    parts = (auction.root, str(entry.position), entry.kind, mine.mark, digest, str(at_ms))
    running_hash = digest_of("bid", *parts)
    tx.insert(
        AUCTION_BID,
        auction_id=auction.id,
        bidder_id=actor.id,
        nonce=nonce,
        digest=digest,
        running_hash=running_hash,
        at_ms=at_ms,
        **entry._asdict(),
    )
    now = standing_of(tx, auction)
    tx.change(
        _STAND,
        auction=auction.id,
        hash=running_hash,
        price=now.price_minor,
        met=int(bool(now.winners)),
        closes=_closes(auction, at_ms),
    )
    return now


def _closes(auction: Auction, at_ms: int) -> int | None:
    if auction.closes_at_ms is None or auction.first_closes_at_ms is None:
        return None
    first = auction.first_closes_at_ms
    return rules.closes_after(at_ms, auction.closes_at_ms, soft_ms=auction.soft_ms, first_closes_at_ms=first)
