"""A brand's blind boxes: put together from what lies on the shelves, counted, ended."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog import product_cards
from livefair.catalog.queries import categories_of, products_of_brand, skus_of_all
from livefair.kernel import DAY_MS, Actor, Money, ReadTx, Refusal
from livefair.shop.boxes import begin_series, end_series, series_of_brand
from livefair.shop.rules.boxes import NEVER_UNSEEN, Content, Draft
from livefair.supply import levels
from livefair.web.box_views import SeriesView, view_of
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Id, Line, OptionalId, minor_of
from livefair.web.paths import Id as PathId
from livefair.web.requests import Answer, AppRequest

KINDS_SHOWN = 100
Pieces = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class NewSeries(Form, frozen=True, kw_only=True):
    """`sku_ids` and `pieces` go side by side; what has no pieces is not in it. `rare_id` "": none is."""

    product_id: Id
    price: Line
    sku_ids: Annotated[list[Id], msgspec.Meta(max_length=KINDS_SHOWN)] = msgspec.field(default_factory=list)
    pieces: Annotated[list[Pieces], msgspec.Meta(max_length=KINDS_SHOWN)] = msgspec.field(default_factory=list)
    rare_id: OptionalId = ""
    guarantee_after: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    per_day: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 5
    per_person: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 20
    days: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 30

    def draft(self) -> Draft:
        sides = zip(self.sku_ids, self.pieces, strict=False)
        return Draft(
            price_minor=minor_of(self.price, "price"),
            contents=tuple(Content(sku, pieces, sku == self.rare_id) for sku, pieces in sides if pieces),
            guarantee_after=self.guarantee_after,
            per_day=self.per_day,
            per_person=self.per_person,
            lasts_ms=self.days * DAY_MS,
        )


class KindChoice(NamedTuple):
    """`left`: so many pieces can be put into boxes."""

    id: str
    name: str
    price: Money
    left: int


class BoxesPage(NamedTuple):
    series: list[SeriesView]
    faces: list[tuple[str, str]]
    kinds: list[KindChoice]


def boxes_page(tx: ReadTx, actor: Actor, locale: str) -> BoxesPage:
    cards = {card.id: card for card in products_of_brand(tx, brand_of(actor)) if card.is_offered}
    kinds = categories_of(tx, list(cards))
    may_be_in = [one for one in cards if kinds.get(one) not in NEVER_UNSEEN]
    skus = [sku for each in skus_of_all(tx, may_be_in).values() for sku in each][:KINDS_SHOWN]
    left = levels(tx, [sku.id for sku in skus])
    found = series_of_brand(tx, brand_of(actor))
    known = product_cards(tx, [each.product_id for each in found])
    return BoxesPage(
        series=[view_of(tx, actor, each, locale) for each in found if each.product_id in known],
        faces=[(card.id, card.title(locale)) for card in cards.values() if card.price_minor is not None],
        kinds=[
            KindChoice(sku.id, f"{cards[sku.product_id].title(locale)} · {sku.name(locale)}", sku.price, count)
            for sku in skus
            if (count := left[sku.id].sellable)
        ],
    )


@get("/boxes")
async def show_boxes(request: AppRequest) -> Answer:
    return await _page(request)


@post("/boxes")
async def begin(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewSeries)
        await request.write(begin_series, form.product_id, form.draft())
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go("/desk/boxes", toast="saved")


@post("/boxes/{series_id:str}/end")
async def end(request: AppRequest, series_id: PathId) -> Answer:
    await request.write(end_series, series_id)
    return request.go("/desk/boxes", toast="saved")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    page = (await request.read(boxes_page, request.actor, request.locale))._asdict()
    names = [name for name in NewSeries.__struct_fields__ if name not in {"sku_ids", "pieces"}]
    if refusal is None:
        return await request.page("desk/boxes.html", {**page, "values": dict.fromkeys(names, ""), "typed": {}})
    sent = await request.typed()
    field = str(refusal.params.get("field", "form"))
    refusal.params["field"] = {"boxes": "contents", "lasts": "days"}.get(field, field)
    values = {name: sent.first(name)[:80] for name in names}
    typed = dict(zip(sent.texts.get("sku_ids", [])[:KINDS_SHOWN], sent.texts.get("pieces", []), strict=False))
    return await request.again("desk/boxes.html", refusal, {**page, "values": values, "typed": typed})


router = Router("/", route_handlers=[show_boxes, begin, end])
