"""Who works with whom: contracts of MCNs with hosts, and the commissions that brands offer to every host."""

from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.params import JSONBody

from livefair.catalog.queries import LAST, listed_products
from livefair.kernel import Actor, ReadTx
from livefair.people.organisations import Contract as Agreed
from livefair.people.organisations import accept_contract, end_contract, invite_host, offers_to, roster_of
from livefair.supply import set_commission
from livefair.supply.commissions import commissions_of
from livefair.supply.rules import COMMISSION_BP_MAX
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id, Made
from livefair.web.paths import Cursor
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

OFFERS_PER_PAGE = 100


class Contract(msgspec.Struct, kw_only=True):
    """`share_bp`: the MCN's part of the host's commission in basis points. Offered until `accepted_at_ms` is set."""

    id: str
    mcn_id: str
    host_id: str
    share_bp: int
    offered_at_ms: int
    accepted_at_ms: int | None
    ends_at_ms: int


class Inviting(Body, kw_only=True):
    host_id: Id
    share_bp: Annotated[int, msgspec.Meta(ge=0, le=10_000)]
    ends_at_ms: Annotated[int, msgspec.Meta(ge=0, le=2**52)]


class Offer(msgspec.Struct, kw_only=True):
    """What a host earns of each sale of the product, in basis points of the price."""

    product_id: str
    brand_id: str
    title_zh: str
    title_en: str
    commission_bp: int


class Offers(msgspec.Struct, kw_only=True):
    """`cursor` asks for the next page; null: that was all."""

    offers: list[Offer]
    cursor: str | None


class Offering(Body, kw_only=True):
    commission_bp: Annotated[int, msgspec.Meta(ge=0, le=COMMISSION_BP_MAX)]


def contracts(tx: ReadTx, actor: Actor) -> list[Contract]:
    """Those that were offered to this host, and those of this person's MCN."""
    theirs = roster_of(tx, actor.organisation_id) if actor.has("mcn") and actor.organisation_id else []
    found: dict[str, Agreed] = {one.id: one for one in [*offers_to(tx, actor), *theirs]}
    return [Contract(**one._asdict()) for one in found.values()]


def offers(tx: ReadTx, cursor: str) -> Offers:
    cards = listed_products(tx, before=cursor or LAST, most=OFFERS_PER_PAGE)
    points = commissions_of(tx, [card.id for card in cards])
    found = [
        Offer(
            product_id=card.id,
            brand_id=card.brand_id,
            title_zh=card.title_zh,
            title_en=card.title_en,
            commission_bp=points[card.id],
        )
        for card in cards
        if points.get(card.id)
    ]
    return Offers(offers=found, cursor=cards[-1].id if len(cards) == OFFERS_PER_PAGE else None)


@get("/contracts", opt=needs("host", "mcn"), summary="My contracts, offered and agreed")
async def show_contracts(request: AppRequest) -> list[Contract]:
    return await request.read(contracts, request.actor)


@post("/contracts", opt=needs("mcn"), summary="Offer a host a contract with my MCN")
async def invite(request: AppRequest, data: JSONBody[Inviting]) -> Made:
    made = await request.write(invite_host, data.host_id, share_bp=data.share_bp, ends_at_ms=data.ends_at_ms)
    return Made(id=made)


@post("/contracts/{contract_id:str}/accept", status_code=204, opt=needs("host"), summary="Agree to a contract")
async def accept(request: AppRequest, contract_id: PathId) -> None:
    await request.write(accept_contract, contract_id)


@post("/contracts/{contract_id:str}/end", status_code=204, opt=needs("host", "mcn"), summary="End it; either side may")
async def end(request: AppRequest, contract_id: PathId) -> None:
    await request.write(end_contract, contract_id)


@get("/commissions", opt=needs(*SIGNED_IN), summary="What brands offer hosts for selling their products, newest first")
async def show_offers(request: AppRequest, cursor: Cursor = "") -> Offers:
    return await request.read(offers, cursor)


@put("/products/{product_id:str}/commission", status_code=204, opt=needs("brand"), summary="Offer hosts a commission")
async def offer(request: AppRequest, product_id: PathId, data: JSONBody[Offering]) -> None:
    await request.write(set_commission, product_id, data.commission_bp)


router = Router("/", route_handlers=[show_contracts, invite, accept, end, show_offers, offer], tags=["dealing"])
