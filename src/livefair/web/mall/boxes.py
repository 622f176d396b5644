"""Blind boxes for buyers: what is inside and how likely, buying some, opening them, and the proof of it all."""

from typing import Annotated, Literal, NamedTuple

import msgspec
from litestar import Response, Router, get, post
from litestar.enums import MediaType

from livefair.kernel import Actor, ReadTx, Refusal, WriteTx, not_found
from livefair.kernel.ids import secret_token
from livefair.people.ages import age_of
from livefair.shop import addresses_of
from livefair.shop.box_buying import Wanted, buy_boxes
from livefair.shop.box_opening import open_box
from livefair.shop.box_proof import box_proof
from livefair.shop.boxes import box_of, series_called
from livefair.shop.direct import Paying
from livefair.shop.rules.boxes import OPEN_WITHIN_MS, WORD_CHARS_MAX
from livefair.web.access import SIGNED_IN, needs
from livefair.web.box_views import BoxView, SeriesView, box_view, series_view
from livefair.web.forms import Form, Id, Key, Minor, OptionalId, chosen_id
from livefair.web.mall.checkout import AddressView, address_view
from livefair.web.mall.sources import Met, source_of
from livefair.web.paths import Id as PathId
from livefair.web.requests import Answer, AppRequest

HOURS_MS = 3_600_000


class Buying(Form, frozen=True, kw_only=True):
    """`knows` is ticked by the buyer, never beforehand."""

    address_id: Id
    unit_minor: Minor
    boxes: Annotated[int, msgspec.Meta(ge=1, le=99)]
    knows: Literal["yes", ""] = ""
    room_id: OptionalId = ""
    key: Key


class Opening(Form, frozen=True, kw_only=True):
    word: Annotated[str, msgspec.Meta(max_length=WORD_CHARS_MAX, pattern=r"^[^\x00]*$")] = ""


class BoxesPage(NamedTuple):
    series: SeriesView
    address: AddressView | None
    age: str


def boxes_page(tx: ReadTx, actor: Actor, series_id: str, locale: str) -> BoxesPage:
    addresses = [] if actor.is_guest else addresses_of(tx, actor)
    return BoxesPage(
        series=series_view(tx, actor, series_id, locale),
        address=address_view(addresses[0]) if addresses else None,
        age="unknown" if actor.is_guest else age_of(tx, actor.id),
    )


def buy_here(tx: WriteTx, actor: Actor, series_id: str, form: Buying, provider: str) -> str:
    source = source_of(tx, actor, Met(room_id=form.room_id), series_called(tx, series_id).product_id)
    paying = Paying(form.address_id, form.unit_minor * form.boxes, provider, form.key)
    return buy_boxes(tx, actor, series_id, Wanted(form.boxes, form.knows == "yes", source), paying)


def my_box(tx: ReadTx, actor: Actor, line_id: str, locale: str) -> BoxView:
    box = box_of(tx, line_id)
    if box is None or box.buyer_id != actor.id:
        not_found("box")
    return box_view(tx, box, locale)


@get("/boxes/{series_id:str}")
async def show_series(request: AppRequest, series_id: PathId) -> Answer:
    return await _series(request, series_id)


@post("/boxes/{series_id:str}", opt=needs(*SIGNED_IN))
async def buy(request: AppRequest, series_id: PathId) -> Answer:
    typed = await request.typed()
    try:
        form = await request.form_as(Buying)
        payment_id = await request.write(buy_here, series_id, form, request.services.providers.default)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        refusal.params.pop("field", None)
        return await _series(request, series_id, refusal, typed.first("key")[:80])
    return request.go(f"/pay/{payment_id}")


@get("/boxes/{series_id:str}/proof.json")
async def show_proof(request: AppRequest, series_id: PathId) -> Answer:
    """All that decides what is in a box, for anybody's program; docs/boxes.md says how to read it."""
    proof = await request.read(box_proof, series_id)
    return Response(msgspec.json.encode(proof), media_type=MediaType.JSON)


@get("/orders/boxes/{box_id:str}", opt=needs(*SIGNED_IN))
async def show_box(request: AppRequest, box_id: PathId) -> Answer:
    return await _box(request, box_id)


@post("/orders/boxes/{box_id:str}", opt=needs(*SIGNED_IN))
async def open_one(request: AppRequest, box_id: PathId) -> Answer:
    try:
        form = await request.form_as(Opening)
        await request.write(open_box, box_id, word=form.word)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        refusal.params.pop("field", None)
        return await _box(request, box_id, refusal)
    return request.go(f"/orders/boxes/{box_id}?new=1")


async def _box(request: AppRequest, line_id: str, refusal: Refusal | None = None) -> Answer:
    box = await request.read(my_box, request.actor, line_id, request.locale)
    is_new = bool(box.content and request.query_params.get("new"))
    context = {"box": box, "is_new": is_new, "word_chars_max": WORD_CHARS_MAX}
    if refusal is not None:
        return await request.again("mall/box.html", refusal, context)
    return await request.page("mall/box.html", context)


async def _series(request: AppRequest, series_id: str, refusal: Refusal | None = None, key: str = "") -> Answer:
    page = (await request.read(boxes_page, request.actor, series_id, request.locale))._asdict()
    typed = (await request.typed()).first("room_id") if refusal else request.query_params.get("room", "")
    context = {
        **page,
        "room_id": chosen_id(typed) or "",
        "key": key or secret_token(),
        "open_hours": OPEN_WITHIN_MS // HOURS_MS,
    }
    if refusal is not None:
        return await request.again("mall/boxes.html", refusal, context)
    return await request.page("mall/boxes.html", context)


router = Router("/", route_handlers=[show_series, buy, show_proof, show_box, open_one])
