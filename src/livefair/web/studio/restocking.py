"""More stock during a show: what viewers want, what the host has asked for, what the brand has answered."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import ReadTx
from livefair.live import assortment_of, show_on_air
from livefair.live.on_air import Show
from livefair.live.restocks import Restock, ask_for_more, restocks_of, votes_for_more
from livefair.live.rooms import room_to_run
from livefair.live.screen import SkuNow, skus_now
from livefair.web.forms import Form
from livefair.web.forms import Id as FormId
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

FEW = 20


class Asking(Form, frozen=True, kw_only=True):
    sku_id: FormId
    wanted: Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class RestockRow(NamedTuple):
    """One SKU: `state` is open, asked, added or refused; `id` that of the last request."""

    sku_id: str
    title: str
    sku: str
    sold: int
    left: int
    votes: int
    state: str
    wanted: int
    added: int
    id: str
    ready_at_ms: int | None = None
    waited_ms: int | None = None


def restock_rows(tx: ReadTx, show: Show, product_ids: list[str], locale: str) -> list[RestockRow]:
    """For callers who have checked who may see it."""
    votes = votes_for_more(tx, show.id)
    last = {each.sku_id: each for each in restocks_of(tx, show.id)}
    return [
        row_of(sku, last.get(sku.sku_id), votes.get(sku.product_id, 0), locale)
        for sku in skus_now(tx, show, product_ids)
    ]


def row_of(sku: SkuNow, last: Restock | None, votes: int, locale: str) -> RestockRow:
    state = "open" if last is None else "asked" if last.added is None else "added" if last.added else "refused"
    return RestockRow(
        sku_id=sku.sku_id,
        title=sku.title_zh if locale == "zh" else sku.title_en,
        sku=sku.sku_zh if locale == "zh" else sku.sku_en,
        sold=sku.sold,
        left=sku.left,
        votes=votes,
        state=state,
        wanted=last.wanted if last else 0,
        added=(last.added or 0) if last else 0,
        id=last.id if last else "",
        ready_at_ms=last.ready_at_ms if last else None,
        waited_ms=last.waited_ms if last else None,
    )


def restocks_in(tx: ReadTx, room_id: str, locale: str) -> list[RestockRow]:
    """Of the show on air: what is wanted, was asked for, or is nearly gone."""
    show = show_on_air(tx, room_id)
    if show is None:
        return []
    rows = restock_rows(tx, show, [each.product_id for each in assortment_of(tx, show.id)], locale)
    return sorted((row for row in rows if row.votes or row.id or row.left < FEW), key=lambda row: -row.votes)


@get("/rooms/{room_id:str}/restocks")
async def show_restocks(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_to_run, request.actor, room_id)
    return await _restocks(request, room_id)


@post("/rooms/{room_id:str}/restocks")
async def ask(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Asking)
    await request.write(ask_for_more, room_id, form.sku_id, wanted=form.wanted)
    return await _restocks(request, room_id)


async def _restocks(request: AppRequest, room_id: str) -> Answer:
    if not request.is_fragment:
        return request.go(f"/studio/rooms/{room_id}")
    rows = await request.read(restocks_in, room_id, request.locale)
    return await request.page("studio/_restocks.html", {"room_id": room_id, "restocks": rows})


router = Router("/", route_handlers=[show_restocks, ask])
