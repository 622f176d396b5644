"""A brand's offers to hosts, and its deals with them: publish, invite, answer, sign, settle the fee."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Response, Router, get, post

from livefair.catalog.queries import products_of_brand
from livefair.kernel import Actor, Invalid, ReadTx, Refusal, TooLarge, WriteTx
from livefair.people import person_called, person_cards
from livefair.supply.deals import deals_of_brand, deals_of_offer, decline, invite_to_offer, propose
from livefair.supply.milestones import accept, take_back_missed
from livefair.supply.offers import OfferDraft, offers_of, own_offer_for, publish_offer, withdraw_offer
from livefair.supply.price_lists import PriceList, blank_price_list, read_price_list
from livefair.supply.rules.deals import HOSTS_MAX
from livefair.supply.rules.price_lists import BYTES_MAX, RowError
from livefair.supply.samples import confirm_return, decline_sample, send_sample
from livefair.supply.signing import end_deal, sign
from livefair.value.matching import suggested_for
from livefair.web.deal_answers import Answering, Signing, proposal_of
from livefair.web.deal_forms import TermsForm, beside, terms_of
from livefair.web.deal_views import (
    DealRow,
    OfferView,
    TermsView,
    blank_terms,
    deal_rows,
    deal_view,
    offer_view,
)
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Paragraphs, Word
from livefair.web.forms import Id as FormId
from livefair.web.goods import GoodsChoice
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.sampling import Saying
from livefair.web.suggesting import SuggestionView, how_in_words, reasons_in_words
from livefair.web.urls import file_url
from livefair.web.words import sentence

ROW_ERRORS_SHOWN = 50
MULTIPART_BYTES = 1 << 20
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]


class NewOffer(TermsForm, frozen=True, kw_only=True):
    name: Name
    audience: Word = "open"
    hosts_wanted: Annotated[int, msgspec.Meta(ge=1, le=HOSTS_MAX)] = 20


class Inviting(Form, frozen=True, kw_only=True):
    """E-mail addresses, one a line."""

    emails: Paragraphs


class Choosing(Form, frozen=True, kw_only=True):
    host_id: FormId


class Part(Form, frozen=True, kw_only=True):
    """One milestone."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    position: Annotated[int, msgspec.Meta(ge=1, le=100)]


class BadRows(Invalid):
    """A price list with mistakes, each named by its line."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("bad_price_list", field="price_list", count=len(errors))
        self.errors = errors


class OfferValues(NamedTuple):
    name: str
    audience: str
    hosts_wanted: str


class RowErrorView(NamedTuple):
    number: int
    text: str


def deal_desk(tx: ReadTx, actor: Actor, locale: str) -> tuple[list[OfferView], list[DealRow]]:
    brand_id = brand_of(actor)
    offers = [offer_view(tx, offer, locale) for offer in offers_of(tx, brand_id)]
    return offers, deal_rows(tx, actor, deals_of_brand(tx, brand_id))


def own_goods(tx: ReadTx, actor: Actor, locale: str) -> list[GoodsChoice]:
    return [
        GoodsChoice(card.id, card.title(locale), file_url(card.picture_key), card.price)
        for card in products_of_brand(tx, brand_of(actor))
        if card.is_offered and card.price is not None
    ]


def publish(tx: WriteTx, actor: Actor, form: NewOffer, prices: str) -> str:
    terms = terms_of(form)
    if prices:
        found: PriceList = read_price_list(tx, actor, prices)
        if found.errors:
            raise BadRows(found.errors)
        ids = (*terms.product_ids, *found.product_ids)
        terms = msgspec.structs.replace(terms, prices=found.prices, product_ids=ids)
    return publish_offer(tx, actor, OfferDraft(form.name, terms, form.audience, form.hosts_wanted))


def invite_called(tx: WriteTx, actor: Actor, offer_id: str, emails: list[str]) -> int:
    """All of them or none: an address that nobody has is named."""
    host_ids = []
    for email in emails:
        host_id = person_called(tx, email)
        if host_id is None:
            raise Invalid("nobody_called", field="emails", email=email)
        host_ids.append(host_id)
    return len(invite_to_offer(tx, actor, offer_id, host_ids))


def one_offer(tx: ReadTx, actor: Actor, offer_id: str, locale: str) -> tuple[OfferView, list[DealRow]]:
    offer = own_offer_for(tx, actor, offer_id)
    return offer_view(tx, offer, locale), deal_rows(tx, actor, deals_of_offer(tx, offer_id))


@get("/deals")
async def show_deals(request: AppRequest) -> Answer:
    offers, deals = await request.read(deal_desk, request.actor, request.locale)
    return await request.page("desk/deals.html", {"offers": offers, "deals": deals})


@get("/deals/new")
async def show_new(request: AppRequest) -> Answer:
    return await new_page(request)


async def new_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    terms = _typed_terms(await request.read(blank_terms), typed.texts)
    rows = refusal.errors[:ROW_ERRORS_SHOWN] if isinstance(refusal, BadRows) else []
    context = {
        "values": OfferValues(
            typed.first("name")[:80], typed.first("audience", "open")[:20], typed.first("hosts_wanted", "20")[:4]
        ),
        "terms": terms,
        "products": await request.read(own_goods, request.actor, request.locale),
        "chosen": typed.texts.get("product_ids", [])[:50],
        "row_errors": [RowErrorView(row.number, sentence(row.code, {}, request.locale)) for row in rows],
    }
    if refusal is None:
        return await request.page("desk/offer_new.html", context)
    refusal.params["field"] = beside(refusal.params.get("field", "form"))
    return await request.again("desk/offer_new.html", refusal, context)


def _typed_terms(terms: TermsView, texts: dict[str, list[str]]) -> TermsView:
    """What was typed stays typed."""

    def first(name: str, otherwise: str) -> str:
        return texts[name][0][:20] if texts.get(name) else otherwise

    quantity = first("quantity", "0")
    return terms._replace(
        percent=first("commission", terms.percent),
        starts_on=first("starts_on", terms.starts_on),
        ends_on=first("ends_on", terms.ends_on),
        quantity=int(quantity) if quantity.isascii() and quantity.isdigit() else 0,
        is_exclusive=bool(texts.get("exclusive")),
        sample=first("sample", terms.sample),
    )


@get("/deals/prices.csv")
async def show_price_list(request: AppRequest) -> Answer:
    brand_of(request.actor)
    text = await request.read(blank_price_list, request.actor, request.locale)
    headers = {"Content-Disposition": 'attachment; filename="livefair-prices.csv"'}
    return Response(text.encode(), media_type="text/csv", headers=headers)


@post("/deals", request_max_body_size=BYTES_MAX + MULTIPART_BYTES)
async def create(request: AppRequest) -> Answer:
    try:
        prices = await _price_list(request)
        offer_id = await request.write(publish, await request.form_as(NewOffer), prices)
    except Refusal as refusal:
        return await new_page(request, refusal)
    return request.go(f"/desk/offers/{offer_id}", toast="offer_published")


async def _price_list(request: AppRequest) -> str:
    upload = (await request.typed()).file("price_list")
    if upload is None:
        return ""
    if upload.size > BYTES_MAX:
        raise TooLarge("file_too_large", field="price_list")
    try:
        return upload.file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("not_utf8", field="price_list") from None


def suggested(tx: ReadTx, actor: Actor, offer_id: str, locale: str) -> list[SuggestionView]:
    found = suggested_for(tx, actor, offer_id)
    cards = person_cards(tx, [one.host_id for one in found])
    return [
        SuggestionView(one.host_id, cards[one.host_id].name, reasons_in_words(one, locale, to_brand=True))
        for one in found
    ]


@post("/offers/{offer_id:str}/hosts")
async def invite_suggested(request: AppRequest, offer_id: Id) -> Answer:
    form = await request.form_as(Choosing)
    await request.write(invite_to_offer, offer_id, [form.host_id])
    return request.go(f"/desk/offers/{offer_id}", toast="invited")


@get("/offers/{offer_id:str}")
async def show_offer(request: AppRequest, offer_id: Id) -> Answer:
    return await offer_page(request, offer_id)


async def offer_page(request: AppRequest, offer_id: str, refusal: Refusal | None = None) -> Answer:
    offer, deals = await request.read(one_offer, request.actor, offer_id, request.locale)
    typed = (await request.typed()).first("emails")[:5_000]
    found = await request.services.db.analyse(suggested, request.actor, offer_id, request.locale)
    context = {
        "offer": offer,
        "deals": deals,
        "emails": typed,
        "suggested": found,
        "how": how_in_words(request.locale),
    }
    if refusal is not None:
        if refusal.params.get("field") == "hosts":
            refusal.params["field"] = "emails"
        return await request.again("desk/offer.html", refusal, context)
    return await request.page("desk/offer.html", context)


@post("/offers/{offer_id:str}/invite")
async def invite(request: AppRequest, offer_id: Id) -> Answer:
    try:
        form = await request.form_as(Inviting)
        emails = [line.strip() for line in form.emails.splitlines() if line.strip()]
        await request.write(invite_called, offer_id, emails)
    except Refusal as refusal:
        return await offer_page(request, offer_id, refusal)
    return request.go(f"/desk/offers/{offer_id}", toast="invited")


@post("/offers/{offer_id:str}/withdraw")
async def withdraw(request: AppRequest, offer_id: Id) -> Answer:
    await request.write(withdraw_offer, offer_id)
    return request.go(f"/desk/offers/{offer_id}", toast="saved")


@get("/deals/{deal_id:str}")
async def show_deal(request: AppRequest, deal_id: Id) -> Answer:
    return await deal_page(request, deal_id)


async def deal_page(request: AppRequest, deal_id: str, refusal: Refusal | None = None) -> Answer:
    deal = await request.read(deal_view, request.actor, deal_id, request.locale)
    context = {"deal": deal, "at": f"/desk/deals/{deal_id}"}
    if refusal is not None:
        refusal.params["field"] = beside(refusal.params.get("field", "form"))
        return await request.again("desk/deal.html", refusal, context)
    return await request.page("desk/deal.html", context)


@post("/deals/{deal_id:str}/answer")
async def answer(request: AppRequest, deal_id: Id) -> Answer:
    try:
        await request.write(propose, deal_id, proposal_of(await request.form_as(Answering)))
    except Refusal as refusal:
        return await deal_page(request, deal_id, refusal)
    return request.go(f"/desk/deals/{deal_id}", toast="answered")


@post("/deals/{deal_id:str}/sign")
async def sign_deal(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Signing)
    await request.write(sign, deal_id, version=form.version, terms_hash=form.terms_hash)
    return request.go(f"/desk/deals/{deal_id}", toast="deal_signed")


@post("/deals/{deal_id:str}/decline")
async def decline_deal(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Signing)
    await request.write(decline, deal_id, version=form.version)
    return request.go(f"/desk/deals/{deal_id}", toast="saved")


@post("/deals/{deal_id:str}/end")
async def end(request: AppRequest, deal_id: Id) -> Answer:
    await request.write(end_deal, deal_id)
    return request.go(f"/desk/deals/{deal_id}", toast="saved")


@post("/deals/{deal_id:str}/accept")
async def accept_part(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Part)
    await request.write(accept, deal_id, version=form.version, position=form.position)
    return request.go(f"/desk/deals/{deal_id}", toast="saved")


@post("/deals/{deal_id:str}/take-back")
async def take_back_part(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Part)
    await request.write(take_back_missed, deal_id, version=form.version, position=form.position)
    return request.go(f"/desk/deals/{deal_id}", toast="saved")


@post("/deals/{deal_id:str}/samples/send")
async def send_one(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Saying)
    await request.write(send_sample, form.sample_id, tracking=form.text)
    return request.go(f"/desk/deals/{deal_id}", toast="saved")


@post("/deals/{deal_id:str}/samples/decline")
async def decline_one(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Saying)
    await request.write(decline_sample, form.sample_id)
    return request.go(f"/desk/deals/{deal_id}", toast="saved")


@post("/deals/{deal_id:str}/samples/confirm")
async def confirm_one(request: AppRequest, deal_id: Id) -> Answer:
    form = await request.form_as(Saying)
    await request.write(confirm_return, form.sample_id)
    return request.go(f"/desk/deals/{deal_id}", toast="saved")


router = Router(
    "/",
    route_handlers=[
        show_deals,
        show_new,
        show_price_list,
        create,
        show_offer,
        invite,
        invite_suggested,
        withdraw,
        show_deal,
        answer,
        sign_deal,
        decline_deal,
        end,
        accept_part,
        take_back_part,
        send_one,
        decline_one,
        confirm_one,
    ],
)
