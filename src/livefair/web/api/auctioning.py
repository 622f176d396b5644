"""Auctions for programs: a brand puts up, a host opens, buyers bid and pay for what they have won."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.live.auctioning import open_in_room
from livefair.shop.auction_closing import pay_for_win
from livefair.shop.auction_rows import auction_called, bidder_of, standing_of
from livefair.shop.auction_wins import win_of
from livefair.shop.auctions import put_up, withdraw_auction
from livefair.shop.bidding import place_bid, retract_bid
from livefair.shop.direct import Paying
from livefair.shop.rules.auctions import Draft, least_bid
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Id, Key, Made, Minor
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Ms = Annotated[int, msgspec.Meta(ge=0, le=31 * 86_400_000)]


class NewAuction(Body, kw_only=True):
    """`host_id` opens it in a room; without one it opens by itself after `opens_after_ms`. `reserve_minor` 0: none."""

    sku_id: Id
    start_minor: Minor
    step_minor: Minor
    reserve_minor: Minor = 0
    pieces: Annotated[int, msgspec.Meta(ge=1, le=50)] = 1
    lasts_ms: Ms = 300_000
    soft_ms: Ms = 30_000
    pay_ms: Ms = 2 * 86_400_000
    host_id: Id | None = None
    opens_after_ms: Ms = 0


class NewBid(Body, kw_only=True):
    """The most that one pays; the price rises no further than others make it."""

    max_minor: Minor
    key: Key


class Retraction(Body, kw_only=True):
    key: Key


class PayingForIt(Body, kw_only=True):
    address_id: Id
    expected_minor: Minor
    key: Key


class Won(msgspec.Struct, kw_only=True):
    """`state` is due, paying, paid or lapsed."""

    price: Amount
    state: str
    pay_by_ms: int
    order_id: str | None


class AuctionState(msgspec.Struct, kw_only=True):
    """`state` is announced, open, counting, closed or withdrawn; `my_max_minor` and `leads` are the caller's own."""

    id: str
    product_id: str
    sku_id: str
    host_id: str | None
    state: str
    price: Amount
    least_minor: int
    pieces: int
    bids: int
    has_reserve: bool
    is_met: bool
    closes_at_ms: int | None
    leads: bool
    my_max_minor: int | None
    won: Won | None


class BidMade(msgspec.Struct, kw_only=True):
    position: int


def auction_state(tx: ReadTx, actor: Actor, auction_id: str) -> AuctionState:
    auction = auction_called(tx, auction_id)
    now, mine, win = standing_of(tx, auction), bidder_of(tx, auction_id, actor.id), win_of(tx, auction_id, actor.id)
    won = win and Won(
        price=Amount(minor=win.price_minor, currency=auction.currency),
        state=win.state,
        pay_by_ms=win.pay_by_ms,
        order_id=win.order_id,
    )
    return AuctionState(
        id=auction.id,
        product_id=auction.product_id,
        sku_id=auction.sku_id,
        host_id=auction.host_id,
        state=auction.state(tx.now_ms),
        price=Amount(minor=auction.price_minor, currency=auction.currency),
        least_minor=least_bid(now, auction.knobs, actor.id),
        pieces=auction.pieces,
        bids=auction.bids,
        has_reserve=auction.reserve_minor > 0,
        is_met=bool(auction.is_met),
        closes_at_ms=auction.closes_at_ms,
        leads=now.leads(actor.id),
        my_max_minor=mine.max_minor if mine and mine.retracted_at_ms is None else None,
        won=won,
    )


@post("/auctions", opt=needs("brand"), summary="Put pieces of one's own up for auction")
async def put_one_up(request: AppRequest, data: JSONBody[NewAuction]) -> Made:
    values = msgspec.structs.asdict(data)
    return Made(id=await request.write(put_up, values.pop("sku_id"), Draft(**values)))


@post("/auctions/{auction_id:str}/withdraw", opt=needs("brand"), status_code=204, summary="Take back before any bid")
async def take_back(request: AppRequest, auction_id: PathId) -> None:
    await request.write(withdraw_auction, auction_id)


@post("/rooms/{room_id:str}/auctions/{auction_id:str}/open", opt=needs("host"), summary="Open one on air")
async def begin(request: AppRequest, room_id: PathId, auction_id: PathId) -> Made:
    return Made(id=(await request.write(open_in_room, room_id, auction_id)).id)


@get("/auctions/{auction_id:str}", summary="How an auction stands")
async def show_auction(request: AppRequest, auction_id: PathId) -> AuctionState:
    return await request.read(auction_state, request.actor, auction_id)


@post("/auctions/{auction_id:str}/bids", summary="Offer the most that one pays")
async def bid(request: AppRequest, auction_id: PathId, data: JSONBody[NewBid]) -> BidMade:
    return BidMade(position=await request.write(place_bid, auction_id, max_minor=data.max_minor, key=data.key))


@post("/auctions/{auction_id:str}/retract", summary="Take back a slip, within a minute")
async def retract(request: AppRequest, auction_id: PathId, data: JSONBody[Retraction]) -> BidMade:
    return BidMade(position=await request.write(retract_bid, auction_id, key=data.key))


@post("/auctions/{auction_id:str}/pay", summary="Order what one has won; returns the payment")
async def pay(request: AppRequest, auction_id: PathId, data: JSONBody[PayingForIt]) -> Made:
    paying = Paying(data.address_id, data.expected_minor, request.services.providers.default, data.key)
    return Made(id=await request.write(pay_for_win, auction_id, paying))


router = Router(
    "/",
    route_handlers=[put_one_up, take_back, begin, show_auction, bid, retract, pay],
    opt=needs(*SIGNED_IN),
    tags=["promotions"],
)
