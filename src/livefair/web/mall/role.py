"""One's own role here."""

from litestar import Router, get

from livefair.web.access import SIGNED_IN, needs
from livefair.web.requests import Answer, AppRequest
from livefair.web.role_views import my_role


@get("/me/role")
async def show_role(request: AppRequest) -> Answer:
    return await request.page("mall/role.html", {"mine": await request.read(my_role, request.actor, request.locale)})


router = Router("/", route_handlers=[show_role], opt=needs(*SIGNED_IN))
