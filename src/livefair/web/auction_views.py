"""Auctions as bidders, brands and hosts see them."""

from typing import NamedTuple

from livefair.catalog import Product, Sku, product_cards
from livefair.catalog.products import goods_called
from livefair.kernel import Actor, Money, ReadTx
from livefair.live import show_on_air
from livefair.live.room_events_of_auctions import Auctioning, latest_auctioning
from livefair.live.rooms import room_called
from livefair.shop.auction_proof import BidShown, latest_bids
from livefair.shop.auction_rows import Auction, auction_called, auctions_for_host, bidder_of, goods_of, standing_of
from livefair.shop.auction_wins import win_of
from livefair.shop.rules.auctions import least_bid, may_retract
from livefair.web.urls import file_url

LINES_SHOWN = 5


class WinView(NamedTuple):
    """`state` is due, paying, paid or lapsed."""

    price: Money
    state: str
    pay_by_ms: int
    order_id: str | None


class Mine(NamedTuple):
    """`mark`: how one is named in the journal."""

    mark: str
    most: Money
    leads: bool
    can_retract: bool


class AuctionView(NamedTuple):
    """`state` is announced, open, counting, closed or withdrawn; `least` is what the reader has to offer at least."""

    id: str
    product_id: str
    title: str
    sku_name: str
    picture_url: str | None
    state: str
    price: Money
    least: Money
    step: Money
    pieces: int
    bids: int
    has_reserve: bool
    is_met: bool
    soft_s: int
    opens_at_ms: int | None
    closes_at_ms: int | None
    until_ms: int | None
    in_room: bool
    mine: Mine | None
    win: WinView | None
    lines: list[BidShown]


class AuctionsNow(NamedTuple):
    """The auction of the show on air, running or the last; and what waits to be opened."""

    auction: Auctioning | None
    price: Money | None
    waiting: list[AuctionView]


def auctions_now(tx: ReadTx, actor: Actor, room_id: str, locale: str) -> AuctionsNow:
    show = show_on_air(tx, room_id)
    running = latest_auctioning(tx, room_id, since_ms=show.started_at_ms or 0) if show else None
    waiting = views_of(tx, actor, auctions_for_host(tx, room_called(tx, room_id).host_id), locale)
    return AuctionsNow(running, Money(running.price_minor, running.currency) if running else None, waiting)


def views_of(tx: ReadTx, actor: Actor, auctions: list[Auction], locale: str) -> list[AuctionView]:
    """For those whose they are: of goods that are still sold or not."""
    return [_view(tx, actor, auction, goods_called(tx, auction.sku_id), locale) for auction in auctions]


def auction_view(tx: ReadTx, actor: Actor, auction_id: str, locale: str) -> AuctionView:
    """NotFound for goods that moderators have removed."""
    auction = auction_called(tx, auction_id)
    view = _view(tx, actor, auction, goods_of(tx, auction), locale)
    return view._replace(lines=latest_bids(tx, auction_id, most=LINES_SHOWN))


def _view(tx: ReadTx, actor: Actor, auction: Auction, goods: tuple[Sku, Product], locale: str) -> AuctionView:
    sku, product = goods
    now, state = standing_of(tx, auction), auction.state(tx.now_ms)
    return AuctionView(
        id=auction.id,
        product_id=product.id,
        title=product.title(locale),
        sku_name=sku.name(locale),
        picture_url=file_url(product_cards(tx, [product.id])[product.id].picture_key),
        state=state,
        price=auction.money(auction.price_minor),
        least=auction.money(least_bid(now, auction.knobs, actor.id)),
        step=auction.money(auction.step_minor),
        pieces=auction.pieces,
        bids=auction.bids,
        has_reserve=auction.reserve_minor > 0,
        is_met=bool(auction.is_met),
        soft_s=auction.soft_ms // 1000,
        opens_at_ms=auction.opens_at_ms,
        closes_at_ms=auction.closes_at_ms,
        until_ms={"announced": auction.opens_at_ms, "open": auction.closes_at_ms}.get(state),
        in_room=auction.host_id is not None,
        mine=_mine(tx, actor, auction, leads=now.leads(actor.id)),
        win=_win(tx, actor, auction),
        lines=[],
    )


def _mine(tx: ReadTx, actor: Actor, auction: Auction, *, leads: bool) -> Mine | None:
    bidder = None if actor.is_guest else bidder_of(tx, auction.id, actor.id)
    if bidder is None or bidder.retracted_at_ms is not None:
        return None
    is_open = auction.state(tx.now_ms) in ("announced", "open")
    can_retract = is_open and may_retract(
        bidder.bid_at_ms, tx.now_ms, closes_at_ms=auction.closes_at_ms, soft_ms=auction.soft_ms
    )
    return Mine(bidder.mark, auction.money(bidder.max_minor), leads, can_retract)


def _win(tx: ReadTx, actor: Actor, auction: Auction) -> WinView | None:
    win = None if actor.is_guest else win_of(tx, auction.id, actor.id)
    return WinView(auction.money(win.price_minor), win.state, win.pay_by_ms, win.order_id) if win else None
