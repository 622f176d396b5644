"""A brand's permits: which kinds of goods need one, what it has filed, and what waits for it."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog.permits import PAGE, Paper, file_permit, held_back, permits_of
from livefair.catalog.rules import CATEGORIES
from livefair.governance.permit_policy import permit_policy
from livefair.kernel import DAY_MS, Actor, ReadTx, Refusal
from livefair.kernel.ids import secret_token
from livefair.web.deal_forms import midnight
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, Key, Line, Word
from livefair.web.labels import label
from livefair.web.permit_views import PermitView, permit_views
from livefair.web.processing import PICTURE_BYTES_MAX, keep_picture
from livefair.web.requests import Answer, AppRequest

MULTIPART_BYTES = 1 << 20
NAMES = ("category", "number", "authority", "expires_on")


class NewPermit(Form, frozen=True, kw_only=True):
    """`expires_on`: the last day on which it holds."""

    category: Word
    number: Line
    authority: Line
    expires_on: Annotated[str, msgspec.Meta(max_length=10)]
    key: Key


class KindView(NamedTuple):
    """A kind of goods that needs a permit. `until_ms`: until when the brand has one; `held`: products that wait."""

    category: str
    until_ms: int | None
    held: int


class PermitsPage(NamedTuple):
    kinds: list[KindView]
    permits: list[PermitView]


def permits_page(tx: ReadTx, actor: Actor) -> PermitsPage:
    brand_id = brand_of(actor)
    permits, held = permits_of(tx, brand_id), held_back(tx, brand_id)
    until = {
        kind: max(one.expires_at_ms for one in permits if one.category == kind and one.state == "approved")
        for kind in {one.category for one in permits if one.state == "approved"}
    }
    needed = permit_policy(tx).knobs.categories
    return PermitsPage(
        [KindView(kind, until.get(kind), held.get(kind, 0)) for kind in needed], permit_views(tx, permits)
    )


@get("/permits")
async def show_permits(request: AppRequest) -> Answer:
    return await _page(request)


@post("/permits", request_max_body_size=PICTURE_BYTES_MAX + MULTIPART_BYTES)
async def file(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewPermit)
        upload = (await request.typed()).file("picture")
        kept = await keep_picture(request.services.files, upload, field="picture") if upload else None
        expires_at_ms = midnight(form.expires_on, "expires_on") + DAY_MS
        paper = Paper(form.category, form.number, form.authority, expires_at_ms, kept)
        await request.write(file_permit, paper, key=form.key)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(PAGE, toast="permit_filed")


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    page = (await request.read(permits_page, request.actor))._asdict()
    choices = [(code, label("category", code, request.locale)) for code in CATEGORIES]
    page |= {"choices": choices, "values": dict.fromkeys(NAMES, ""), "key": secret_token()}
    if refusal is None:
        return await request.page("desk/permits.html", page)
    typed = await request.typed()
    page["values"] = {name: typed.first(name)[:200] for name in NAMES}
    return await request.again("desk/permits.html", refusal, page)


router = Router("/", route_handlers=[show_permits, file])
