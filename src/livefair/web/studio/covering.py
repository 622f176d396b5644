"""What has been explained of the goods on air, and what is still missing."""

from litestar import Router, get, post

from livefair.kernel import Actor, WriteTx
from livefair.live.coverage import cover_point, reopen_point
from livefair.live.on_air import on_air_to_run
from livefair.live.rooms import room_to_run
from livefair.web.forms import Form, Line, Word
from livefair.web.forms import Id as FormId
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.coverage_views import coverage_in


class Ticking(Form, frozen=True, kw_only=True):
    """`covered` empty: it has not been explained after all."""

    product_id: FormId
    point: Line
    covered: Word = ""


def tick(tx: WriteTx, actor: Actor, room_id: str, form: Ticking) -> None:
    show = on_air_to_run(tx, actor, room_id).show
    use = cover_point if form.covered else reopen_point
    use(tx, actor, show.id, form.product_id, point=form.point)


@get("/rooms/{room_id:str}/coverage")
async def show_coverage(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_to_run, request.actor, room_id)
    return await _coverage(request, room_id)


@post("/rooms/{room_id:str}/coverage")
async def tick_point(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Ticking)
    await request.write(tick, room_id, form)
    return await _coverage(request, room_id)


async def _coverage(request: AppRequest, room_id: str) -> Answer:
    if not request.is_fragment:
        return request.go(f"/studio/rooms/{room_id}")
    coverage = await request.read(coverage_in, room_id, request.locale)
    return await request.page("studio/_coverage.html", {"room_id": room_id, "coverage": coverage})


router = Router("/", route_handlers=[show_coverage, tick_point])
