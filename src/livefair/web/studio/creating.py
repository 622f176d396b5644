"""A host's tier with its criteria, and the programmes that support creators."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.content.programmes import apply
from livefair.kernel import Actor, ReadTx
from livefair.web.access import needs
from livefair.web.creator_views import ProgrammeView, TierPage, programme_views, tier_page
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/studio/programmes"


class Creating(NamedTuple):
    mine: TierPage
    programmes: list[ProgrammeView]


def creating(tx: ReadTx, actor: Actor) -> Creating:
    mine = tier_page(tx, actor)
    return Creating(mine, programme_views(tx, actor, mine.tier))


@get("/programmes", opt=needs("host"))
async def show_programmes(request: AppRequest) -> Answer:
    page = await request.read(creating, request.actor)
    return await request.page("studio/programmes.html", page._asdict())


@post("/programmes/{programme_id:str}/apply", opt=needs("host"))
async def ask_for_a_seat(request: AppRequest, programme_id: Id) -> Answer:
    await request.write(apply, programme_id)
    return request.go(HERE, toast="saved")


router = Router("/", route_handlers=[show_programmes, ask_for_a_seat])
