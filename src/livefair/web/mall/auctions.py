"""Auctions for bidders: how it stands, bidding, taking a slip back, paying for what one has won, and the proof."""

from typing import NamedTuple

import msgspec
from litestar import Response, Router, get, post
from litestar.enums import MediaType

from livefair.kernel import Actor, ReadTx, Refusal, WriteTx
from livefair.kernel.ids import secret_token
from livefair.people.ages import age_of
from livefair.shop import addresses_of
from livefair.shop.auction_closing import pay_for_win
from livefair.shop.auction_proof import auction_proof
from livefair.shop.bidding import place_bid, retract_bid
from livefair.shop.direct import Paying
from livefair.web.access import SIGNED_IN, needs
from livefair.web.auction_views import AuctionView, auction_view
from livefair.web.forms import Form, Id, Key, Line, Minor, minor_of
from livefair.web.mall.checkout import AddressView, address_view
from livefair.web.paths import Id as PathId
from livefair.web.requests import Answer, AppRequest


class Bidding(Form, frozen=True, kw_only=True):
    most: Line
    key: Key


class Retracting(Form, frozen=True, kw_only=True):
    key: Key


class PayingForIt(Form, frozen=True, kw_only=True):
    address_id: Id
    expected_minor: Minor
    key: Key


class AuctionPage(NamedTuple):
    auction: AuctionView
    address: AddressView | None
    age: str


def auction_page(tx: ReadTx, actor: Actor, auction_id: str, locale: str) -> AuctionPage:
    addresses = [] if actor.is_guest else addresses_of(tx, actor)
    return AuctionPage(
        auction=auction_view(tx, actor, auction_id, locale),
        address=address_view(addresses[0]) if addresses else None,
        age="unknown" if actor.is_guest else age_of(tx, actor.id),
    )


def pay_here(tx: WriteTx, actor: Actor, auction_id: str, form: PayingForIt, provider: str) -> str:
    return pay_for_win(tx, actor, auction_id, Paying(form.address_id, form.expected_minor, provider, form.key))


@get("/auctions/{auction_id:str}")
async def show_auction(request: AppRequest, auction_id: PathId) -> Answer:
    return await _page(request, auction_id)


@get("/auctions/{auction_id:str}/now")
async def show_now(request: AppRequest, auction_id: PathId) -> Answer:
    """How it stands, for a page that is open."""
    auction = await request.read(auction_view, request.actor, auction_id, request.locale)
    return await request.piece("mall/_auction_now.html", {"auction": auction}, shows=auction)


@get("/auctions/{auction_id:str}/proof.json")
async def show_proof(request: AppRequest, auction_id: PathId) -> Answer:
    """Everything that decides, for docs/verify_auction.py."""
    proof = await request.read(auction_proof, auction_id)
    return Response(msgspec.json.encode(proof), media_type=MediaType.JSON)


@post("/auctions/{auction_id:str}/bids", opt=needs(*SIGNED_IN))
async def bid(request: AppRequest, auction_id: PathId) -> Answer:
    try:
        form = await request.form_as(Bidding)
        await request.write(place_bid, auction_id, max_minor=minor_of(form.most, "most"), key=form.key)
    except Refusal as refusal:
        return await _again(request, auction_id, refusal)
    return await _done(request, auction_id)


@post("/auctions/{auction_id:str}/retract", opt=needs(*SIGNED_IN))
async def retract(request: AppRequest, auction_id: PathId) -> Answer:
    try:
        form = await request.form_as(Retracting)
        await request.write(retract_bid, auction_id, key=form.key)
    except Refusal as refusal:
        return await _again(request, auction_id, refusal)
    return await _done(request, auction_id)


@post("/auctions/{auction_id:str}/pay", opt=needs(*SIGNED_IN))
async def pay(request: AppRequest, auction_id: PathId) -> Answer:
    try:
        form = await request.form_as(PayingForIt)
        payment_id = await request.write(pay_here, auction_id, form, request.services.providers.default)
    except Refusal as refusal:
        return await _again(request, auction_id, refusal)
    return request.go(f"/pay/{payment_id}")


async def _done(request: AppRequest, auction_id: str) -> Answer:
    if request.is_fragment:
        return await _page(request, auction_id)
    return request.go(f"/auctions/{auction_id}", toast="saved")


async def _again(request: AppRequest, auction_id: str, refusal: Refusal) -> Answer:
    if refusal.status == 404:
        raise refusal
    return await _page(request, auction_id, refusal)


async def _page(request: AppRequest, auction_id: str, refusal: Refusal | None = None) -> Answer:
    page = (await request.read(auction_page, request.actor, auction_id, request.locale))._asdict()
    typed = (await request.typed()).first("most")[:20] if refusal else ""
    context = {**page, "key": secret_token(), "typed": typed}
    template = "mall/_auction.html" if request.is_fragment else "mall/auction.html"
    if refusal is None:
        return await request.page(template, context)
    if refusal.params.get("field") != "most":
        refusal.params.pop("field", None)
    return await request.again(template, refusal, context)


router = Router("/", route_handlers=[show_auction, show_now, show_proof, bid, retract, pay])
