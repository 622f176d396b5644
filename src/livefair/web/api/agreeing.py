"""Offers and deals for programs: terms as they are signed, with their canonical JSON and its hash."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.supply.deals import (
    Deal,
    Proposal,
    deal_for,
    deals_of_brand,
    deals_of_host,
    decline,
    invite_to_offer,
    propose,
    take_offer,
    versions_of,
)
from livefair.supply.milestones import accept, deliver, milestones_of
from livefair.supply.offers import LAST, Offer, OfferDraft, offer_for, open_offers, publish_offer, withdraw_offer
from livefair.supply.rules import deals as rules
from livefair.supply.signing import end_deal, sign
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Currency, Id, Line, Made
from livefair.web.paths import Cursor
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

OFFERS_PER_PAGE = 50
At = Annotated[int, msgspec.Meta(ge=0, le=2**52)]
Number = Annotated[int, msgspec.Meta(ge=1, le=1_000)]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Minor = Annotated[int, msgspec.Meta(ge=1, le=10**10)]


class AgreedPrice(Body, kw_only=True):
    sku_id: Id
    price_minor: Minor


class Milestone(Body, kw_only=True):
    title: Line
    due_at_ms: At
    amount_minor: Minor


class Terms(Body, kw_only=True):
    """`commission_bp` in basis points of what buyers pay; `quantity` 0: as many pieces as there are."""

    product_ids: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=rules.PRODUCTS_MAX)]
    commission_bp: Annotated[int, msgspec.Meta(ge=rules.COMMISSION_BP_MIN, le=rules.COMMISSION_BP_MAX)]
    starts_at_ms: At
    ends_at_ms: At
    prices: Annotated[list[AgreedPrice], msgspec.Meta(max_length=rules.PRICES_MAX)] = msgspec.field(
        default_factory=list
    )
    currency: Currency = "CNY"
    quantity: Annotated[int, msgspec.Meta(ge=0, le=rules.QUANTITY_MAX)] = 0
    is_exclusive: bool = False
    milestones: Annotated[list[Milestone], msgspec.Meta(max_length=rules.MILESTONES_MAX)] = msgspec.field(
        default_factory=list
    )
    sample: Literal["none", "keep", "review", "return"] = "none"
    sample_days: Annotated[int, msgspec.Meta(ge=1, le=rules.SAMPLE_DAYS_MAX)] = 14


class NewOffer(Body, kw_only=True):
    name: Line
    audience: Literal["open", "invited"] = "open"
    hosts_wanted: Annotated[int, msgspec.Meta(ge=1, le=rules.HOSTS_MAX)] = rules.HOSTS_MAX
    terms: Terms


class HostOffer(msgspec.Struct, kw_only=True):
    """`terms` is the canonical JSON of what is offered."""

    id: str
    brand_id: str
    name: str
    audience: str
    terms: msgspec.Raw
    terms_hash: str
    hosts_wanted: int
    hosts_found: int
    ends_at_ms: int


class HostOffers(msgspec.Struct, kw_only=True):
    """`cursor` asks for the next page; null: that was all."""

    offers: list[HostOffer]
    cursor: str | None


class Inviting(Body, kw_only=True):
    host_ids: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=rules.HOSTS_MAX)]


class Signature(msgspec.Struct, kw_only=True):
    by: str
    at_ms: int


class DealVersion(msgspec.Struct, kw_only=True):
    """`terms_hash` is the SHA-256 of the canonical JSON of `terms`."""

    number: int
    terms: msgspec.Raw
    terms_hash: str
    proposed_by: str
    note: str
    proposed_at_ms: int
    brand: Signature | None
    host: Signature | None


class FeePart(msgspec.Struct, kw_only=True):
    version: int
    position: int
    title: str
    amount_minor: int
    currency: str
    due_at_ms: int
    state: str


class DealState(msgspec.Struct, kw_only=True):
    """`turn`: who has to answer the newest version; `signed_version` counts at checkout."""

    id: str
    offer_id: str
    brand_id: str
    host_id: str
    state: str
    turn: str
    version: int
    signed_version: int | None
    pieces_sold: int


class WholeDeal(msgspec.Struct, kw_only=True):
    deal: DealState
    versions: list[DealVersion]
    milestones: list[FeePart]


class Proposing(Body, kw_only=True):
    """`seen`: the version that this answers."""

    terms: Terms
    seen: Number
    note: Annotated[str, msgspec.Meta(max_length=rules.NOTE_CHARS_MAX, pattern=r"^[^\x00]*$")] = ""


class Signing(Body, kw_only=True):
    version: Number
    terms_hash: Hash


class Declining(Body, kw_only=True):
    version: Number


class Part(Body, kw_only=True):
    version: Number
    position: Number


def terms_of(given: Terms) -> rules.Terms:
    return msgspec.convert(msgspec.to_builtins(given), rules.Terms)


def offer_of(offer: Offer) -> HostOffer:
    return HostOffer(
        id=offer.id,
        brand_id=offer.brand_id,
        name=offer.name,
        audience=offer.audience,
        terms=msgspec.Raw(offer.terms_text.encode()),
        terms_hash=offer.terms_hash,
        hosts_wanted=offer.hosts_wanted,
        hosts_found=offer.hosts_found,
        ends_at_ms=offer.ends_at_ms,
    )


def offers_now(tx: ReadTx, cursor: str) -> HostOffers:
    found = open_offers(tx, before=cursor or LAST, most=OFFERS_PER_PAGE)
    return HostOffers(
        offers=[offer_of(offer) for offer in found], cursor=found[-1].id if len(found) == OFFERS_PER_PAGE else None
    )


def one_offer(tx: ReadTx, actor: Actor, offer_id: str) -> HostOffer:
    return offer_of(offer_for(tx, actor, offer_id))


def my_deals(tx: ReadTx, actor: Actor) -> list[DealState]:
    """A host's own, and those of this person's brand."""
    of_brand = deals_of_brand(tx, actor.organisation_id) if actor.has("brand") and actor.organisation_id else []
    return [_state(deal) for deal in [*deals_of_host(tx, actor.id), *of_brand]]


def whole_deal(tx: ReadTx, actor: Actor, deal_id: str) -> WholeDeal:
    deal = deal_for(tx, actor, deal_id)
    return WholeDeal(
        deal=_state(deal),
        versions=[
            DealVersion(
                number=one.number,
                terms=msgspec.Raw(one.terms_text.encode()),
                terms_hash=one.terms_hash,
                proposed_by=one.proposed_by,
                note=one.note,
                proposed_at_ms=one.proposed_at_ms,
                brand=_signature(one.brand_signed_by, one.brand_signed_at_ms),
                host=_signature(one.host_signed_by, one.host_signed_at_ms),
            )
            for one in versions_of(tx, deal_id)
        ],
        milestones=[
            FeePart(**{field: getattr(one, field) for field in FeePart.__struct_fields__})
            for one in milestones_of(tx, deal_id)
        ],
    )


def _state(deal: Deal) -> DealState:
    return DealState(
        id=deal.id,
        offer_id=deal.offer_id,
        brand_id=deal.brand_id,
        host_id=deal.host_id,
        state=deal.state,
        turn=deal.turn,
        version=deal.version,
        signed_version=deal.signed_version,
        pieces_sold=deal.taken,
    )


def _signature(by: str | None, at_ms: int | None) -> Signature | None:
    return Signature(by=by, at_ms=at_ms) if by and at_ms is not None else None


@get("/offers", opt=needs("host", "mcn", "brand"), summary="Open offers of brands to hosts, newest first")
async def show_offers(request: AppRequest, cursor: Cursor = "") -> HostOffers:
    return await request.read(offers_now, cursor)


@get("/offers/{offer_id:str}", opt=needs("host", "mcn", "brand"), summary="An offer with its terms")
async def show_offer(request: AppRequest, offer_id: PathId) -> HostOffer:
    return await request.read(one_offer, request.actor, offer_id)


@post("/offers", opt=needs("brand"), summary="Offer hosts terms, which signs them for the brand")
async def publish(request: AppRequest, data: JSONBody[NewOffer]) -> Made:
    draft = OfferDraft(data.name, terms_of(data.terms), data.audience, data.hosts_wanted)
    return Made(id=await request.write(publish_offer, draft))


@post("/offers/{offer_id:str}/invite", opt=needs("brand"), summary="Put an offer before hosts; answers with new deals")
async def invite(request: AppRequest, offer_id: PathId, data: JSONBody[Inviting]) -> list[Made]:
    return [Made(id=one) for one in await request.write(invite_to_offer, offer_id, data.host_ids)]


@post("/offers/{offer_id:str}/withdraw", opt=needs("brand"), status_code=204, summary="Nobody new can take it")
async def withdraw(request: AppRequest, offer_id: PathId) -> None:
    await request.write(withdraw_offer, offer_id)


@post("/offers/{offer_id:str}/take", opt=needs("host"), summary="Take an offer, to sign it or to answer")
async def take(request: AppRequest, offer_id: PathId) -> Made:
    return Made(id=await request.write(take_offer, offer_id))


@get("/deals", opt=needs("host", "brand"), summary="My deals, newest first")
async def show_deals(request: AppRequest) -> list[DealState]:
    return await request.read(my_deals, request.actor)


@get("/deals/{deal_id:str}", opt=needs("host", "mcn", "brand"), summary="A deal with all its versions")
async def show_deal(request: AppRequest, deal_id: PathId) -> WholeDeal:
    return await request.read(whole_deal, request.actor, deal_id)


@post("/deals/{deal_id:str}/versions", opt=needs("host", "brand"), summary="Answer with other terms")
async def answer(request: AppRequest, deal_id: PathId, data: JSONBody[Proposing]) -> dict[str, int]:
    proposal = Proposal(terms_of(data.terms), data.seen, data.note)
    return {"version": await request.write(propose, deal_id, proposal)}


@post("/deals/{deal_id:str}/sign", opt=needs("host", "brand"), status_code=204, summary="Sign the newest version")
async def sign_it(request: AppRequest, deal_id: PathId, data: JSONBody[Signing]) -> None:
    await request.write(sign, deal_id, version=data.version, terms_hash=data.terms_hash)


@post("/deals/{deal_id:str}/decline", opt=needs("host", "brand"), status_code=204, summary="Decline the newest version")
async def decline_it(request: AppRequest, deal_id: PathId, data: JSONBody[Declining]) -> None:
    await request.write(decline, deal_id, version=data.version)


@post("/deals/{deal_id:str}/end", opt=needs("host", "brand"), status_code=204, summary="End what is in force")
async def end(request: AppRequest, deal_id: PathId) -> None:
    await request.write(end_deal, deal_id)


@post("/deals/{deal_id:str}/deliver", opt=needs("host"), status_code=204, summary="Say that a milestone is done")
async def deliver_part(request: AppRequest, deal_id: PathId, data: JSONBody[Part]) -> None:
    await request.write(deliver, deal_id, version=data.version, position=data.position)


@post("/deals/{deal_id:str}/accept", opt=needs("brand"), status_code=204, summary="Accept a milestone and pay it")
async def accept_part(request: AppRequest, deal_id: PathId, data: JSONBody[Part]) -> None:
    await request.write(accept, deal_id, version=data.version, position=data.position)


router = Router(
    "/",
    route_handlers=[
        show_offers,
        show_offer,
        publish,
        invite,
        withdraw,
        take,
        show_deals,
        show_deal,
        answer,
        sign_it,
        decline_it,
        end,
        deliver_part,
        accept_part,
    ],
    tags=["dealing"],
)
