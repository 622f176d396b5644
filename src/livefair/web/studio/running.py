"""The run of show while on air: which block goes on, the next one by a tap, and the prompter."""

from litestar import Router, get, post

from livefair.kernel import Actor, ReadTx
from livefair.live import show_on_air
from livefair.live.layouts import STANDARD, layout_of, set_layout
from livefair.live.planning import show_to_plan
from livefair.live.run_of_show import begin_block
from livefair.web.forms import Form, Word
from livefair.web.mall.live import place_in
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.rooms import room_of_mine
from livefair.web.studio.show_plan import BlockView, ShowView, block_views, show_view


class Arranging(Form, frozen=True, kw_only=True):
    layout: Word


def run_now(tx: ReadTx, actor: Actor, show_id: str, locale: str) -> tuple[ShowView, list[BlockView]]:
    show, _ = show_to_plan(tx, actor, show_id)
    return show_view(tx, show), block_views(tx, show_id, locale)


@get("/rooms/{room_id:str}/run")
async def show_run(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_of_mine, request.actor, room_id)
    return await _run(request, room_id)


@post("/rooms/{room_id:str}/blocks/{block_id:str}/begin")
async def begin(request: AppRequest, room_id: Id, block_id: Id) -> Answer:
    await request.write(begin_block, block_id)
    return await _run(request, room_id)


async def _run(request: AppRequest, room_id: str) -> Answer:
    if not request.is_fragment:
        return request.back(otherwise=f"/studio/rooms/{room_id}")
    return await request.page("studio/_run.html", await run_context(request, room_id))


async def run_context(request: AppRequest, room_id: str) -> dict[str, object]:
    """For `studio/_run.html`: the run of the show on air, or nothing."""
    show = await request.read(show_on_air, room_id)
    if show is None:
        return {"room_id": room_id, "plan": None, "blocks": [], "layout": STANDARD}
    plan, blocks = await request.read(run_now, request.actor, show.id, request.locale)
    return {"room_id": room_id, "plan": plan, "blocks": blocks, "layout": await request.read(layout_of, show.id)}


@post("/rooms/{room_id:str}/layout")
async def arrange_room(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Arranging)
    await request.write(set_layout, room_id, layout=form.layout)
    return await _run(request, room_id)


@get("/shows/{show_id:str}/prompter")
async def show_prompter(request: AppRequest, show_id: Id) -> Answer:
    """What the host reads: large, and it follows the block that goes on."""
    show, blocks = await request.read(run_now, request.actor, show_id, request.locale)
    place = place_in(request, show.room_id)
    template = "studio/_prompter.html" if request.is_fragment else "studio/prompter.html"
    return await request.page(template, {"plan": show, "blocks": blocks, "mark": place.mark})


router = Router("/", route_handlers=[show_run, begin, arrange_room, show_prompter])
