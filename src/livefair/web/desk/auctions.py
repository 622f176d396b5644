"""A brand's auctions: put up, counted, taken back before anybody has bid."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, ReadTx, Refusal
from livefair.kernel.clock import HOUR_MS, MINUTE_MS, SECOND_MS
from livefair.people.queries import people_with_role
from livefair.shop.auction_rows import auctions_of_brand
from livefair.shop.auctions import put_up, withdraw_auction
from livefair.shop.rules.auctions import Draft
from livefair.web.auction_views import AuctionView, views_of
from livefair.web.desk.groups import SkuChoice, sku_choices
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Id, Line, OptionalId, chosen_id, minor_of
from livefair.web.paths import Id as PathId
from livefair.web.requests import Answer, AppRequest

HOSTS_SHOWN = 200
Number = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Optional = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")]


class NewAuction(Form, frozen=True, kw_only=True):
    sku_id: Id
    start: Line
    step: Line
    reserve: Optional = ""
    pieces: Number = 1
    minutes: Number = 5
    soft: Number = 30
    hours: Number = 48
    host_id: OptionalId = ""
    opens: Number = 0

    def draft(self) -> Draft:
        return Draft(
            start_minor=minor_of(self.start, "start"),
            step_minor=minor_of(self.step, "step"),
            reserve_minor=minor_of(self.reserve, "reserve") if self.reserve.strip() else 0,
            pieces=self.pieces,
            lasts_ms=self.minutes * MINUTE_MS,
            soft_ms=self.soft * SECOND_MS,
            pay_ms=self.hours * HOUR_MS,
            host_id=chosen_id(self.host_id),
            opens_after_ms=self.opens * MINUTE_MS,
        )


class AuctionsPage(NamedTuple):
    auctions: list[AuctionView]
    skus: list[SkuChoice]
    hosts: list[tuple[str, str]]


def auctions_page(tx: ReadTx, actor: Actor, locale: str) -> AuctionsPage:
    auctions = views_of(tx, actor, auctions_of_brand(tx, brand_of(actor)), locale)
    hosts = [(host.id, host.name) for host in people_with_role(tx, "host")[:HOSTS_SHOWN]]
    return AuctionsPage(auctions, sku_choices(tx, actor, locale), hosts)


@get("/auctions")
async def show_auctions(request: AppRequest) -> Answer:
    return await _page(request)


@post("/auctions")
async def put_one_up(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewAuction)
        await request.write(put_up, form.sku_id, form.draft())
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go("/desk/auctions", toast="saved")


@post("/auctions/{auction_id:str}/withdraw")
async def take_back(request: AppRequest, auction_id: PathId) -> Answer:
    try:
        await request.write(withdraw_auction, auction_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go("/desk/auctions", toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    page = (await request.read(auctions_page, request.actor, request.locale))._asdict()
    names = NewAuction.__struct_fields__
    if refusal is None:
        return await request.page("desk/auctions.html", {**page, "values": dict.fromkeys(names, "")})
    typed = await request.typed()
    field = str(refusal.params.get("field", "form"))
    refusal.params["field"] = {"lasts": "minutes", "pay": "hours"}.get(field, field)
    values = {name: typed.first(name)[:80] for name in names}
    return await request.again("desk/auctions.html", refusal, {**page, "values": values})


router = Router("/", route_handlers=[show_auctions, put_one_up, take_back])
