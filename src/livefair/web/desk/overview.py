"""The brand's statement; the desk opens on what is to be shipped."""

from litestar import Router, get

from livefair.kernel import Actor, NotAllowed
from livefair.web.money_views import Wanted, statement
from livefair.web.paths import Before
from livefair.web.requests import Answer, AppRequest


def brand_of(actor: Actor) -> str:
    """The brand that this person acts for. NotAllowed: brands_only."""
    if actor.organisation_id is None:
        raise NotAllowed("brands_only")
    return actor.organisation_id


@get("/")
async def show_desk(request: AppRequest) -> Answer:
    return request.go("/desk/orders")


@get("/statement")
async def show_statement(request: AppRequest, before: Before = None) -> Answer:
    wanted = Wanted(brand_of(request.actor), "/desk/statement", request.services.payouts.terms, before)
    page = await request.read(statement, request.actor, wanted, request.locale)
    return await request.page("desk/statement.html", page._asdict())


router = Router("/", route_handlers=[show_desk, show_statement])
