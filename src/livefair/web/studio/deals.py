"""The selection desk: what brands offer to this host, what is being talked about, what is signed."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, ReadTx, Refusal
from livefair.people import person_cards
from livefair.supply.deals import apply_for, deals_of_host, decline, propose, take_offer
from livefair.supply.milestones import deliver
from livefair.supply.offers import offer_named, open_offers
from livefair.supply.samples import ask_for_sample, settle_sample
from livefair.supply.signing import end_deal, sign
from livefair.value.matching import suggested_to
from livefair.web.access import needs
from livefair.web.deal_answers import Answering, Note, Signing, proposal_of
from livefair.web.deal_forms import beside
from livefair.web.deal_views import DealRow, OfferView, deal_rows, deal_view, offer_view
from livefair.web.forms import Form
from livefair.web.forms import Id as FormId
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.sampling import Asking, Saying
from livefair.web.studio.roster import hosts_under_contract
from livefair.web.suggesting import SuggestionView, how_in_words, reasons_in_words

OFFERS_SHOWN = 40


class Delivering(Form, frozen=True, kw_only=True):
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    position: Annotated[int, msgspec.Meta(ge=1, le=100)]
    note: Note = ""


class Applying(Form, frozen=True, kw_only=True):
    host_ids: Annotated[list[FormId], msgspec.Meta(max_length=200)] = msgspec.field(default_factory=list)


class RosterHost(NamedTuple):
    id: str
    name: str


class SelectionDesk(NamedTuple):
    deals: list[DealRow]
    offers: list[OfferView]
    roster: list[RosterHost]


def selection_desk(tx: ReadTx, actor: Actor, locale: str) -> SelectionDesk:
    host_ids = hosts_under_contract(tx, actor) if actor.has("mcn") else []
    cards = person_cards(tx, host_ids)
    mine = [deal for host_id in dict.fromkeys([actor.id, *host_ids]) for deal in deals_of_host(tx, host_id)]
    known = {deal.offer_id for deal in mine if deal.host_id == actor.id}
    offers = [offer for offer in open_offers(tx, most=OFFERS_SHOWN) if offer.id not in known]
    return SelectionDesk(
        deal_rows(tx, actor, mine),
        [offer_view(tx, offer, locale) for offer in offers],
        [RosterHost(host_id, cards[host_id].name) for host_id in host_ids],
    )


def suggested(tx: ReadTx, actor: Actor, locale: str) -> list[SuggestionView]:
    if not actor.has("host"):
        return []
    return [
        SuggestionView(one.offer_id, offer_named(tx, one.offer_id), reasons_in_words(one, locale, to_brand=False))
        for one in suggested_to(tx, actor)
    ]


@get("/deals")
async def show_desk(request: AppRequest) -> Answer:
    page = await request.read(selection_desk, request.actor, request.locale)
    found = await request.services.db.analyse(suggested, request.actor, request.locale)
    context = {**page._asdict(), "suggested": found, "how": how_in_words(request.locale)}
    return await request.page("studio/deals.html", context)


@post("/offers/{offer_id:str}/take", opt=needs("host"))
async def take(request: AppRequest, offer_id: Id) -> Answer:
    deal_id = await request.write(take_offer, offer_id)
    return request.go(f"/studio/deals/{deal_id}")


@post("/offers/{offer_id:str}/apply", opt=needs("mcn"))
async def apply(request: AppRequest, offer_id: Id) -> Answer:
    form = await request.form_as(Applying)
    await request.write(apply_for, offer_id, form.host_ids)
    return request.go("/studio/deals", toast="applied")


@get("/deals/{deal_id:str}")
async def show_deal(request: AppRequest, deal_id: Id) -> Answer:
    return await deal_page(request, deal_id)


async def deal_page(request: AppRequest, deal_id: str, refusal: Refusal | None = None) -> Answer:
    deal = await request.read(deal_view, request.actor, deal_id, request.locale)
    context = {"deal": deal, "at": f"/studio/deals/{deal_id}"}
    if refusal is not None:
        refusal.params["field"] = beside(refusal.params.get("field", "form"))
        return await request.again("studio/deal.html", refusal, context)
    return await request.page("studio/deal.html", context)


@post("/deals/{deal_id:str}/answer", opt=needs("host"))
async def answer(request: AppRequest, deal_id: Id) -> Answer:
    try:
        await request.write(propose, deal_id, proposal_of(await request.form_as(Answering)))
    except Refusal as refusal:
        return await deal_page(request, deal_id, refusal)
    return request.go(f"/studio/deals/{deal_id}", toast="answered")


@post("/deals/{deal_id:str}/sign", opt=needs("host"))
async def sign_deal(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Signing)
    await request.write(sign, deal_id, version=form.version, terms_hash=form.terms_hash)
    return request.go(f"/studio/deals/{deal_id}", toast="deal_signed")


@post("/deals/{deal_id:str}/decline", opt=needs("host"))
async def decline_deal(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Signing)
    await request.write(decline, deal_id, version=form.version)
    return request.go("/studio/deals", toast="saved")


@post("/deals/{deal_id:str}/end", opt=needs("host"))
async def end(request: AppRequest, deal_id: Id) -> Answer:
    await request.write(end_deal, deal_id)
    return request.go(f"/studio/deals/{deal_id}", toast="saved")


@post("/deals/{deal_id:str}/deliver", opt=needs("host"))
async def deliver_part(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Delivering)
    await request.write(deliver, deal_id, version=form.version, position=form.position, note=form.note)
    return request.go(f"/studio/deals/{deal_id}", toast="saved")


@post("/deals/{deal_id:str}/samples", opt=needs("host"))
async def ask_for_one(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Asking)
    await request.write(ask_for_sample, deal_id, form.sku_id)
    return request.go(f"/studio/deals/{deal_id}", toast="saved")


@post("/deals/{deal_id:str}/samples/settle", opt=needs("host"))
async def settle_one(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Saying)
    await request.write(settle_sample, form.sample_id, proof=form.text)
    return request.go(f"/studio/deals/{deal_id}", toast="saved")


router = Router(
    "/",
    route_handlers=[
        show_desk,
        take,
        apply,
        show_deal,
        answer,
        sign_deal,
        decline_deal,
        end,
        deliver_part,
        ask_for_one,
        settle_one,
    ],
)
