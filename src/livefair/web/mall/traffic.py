"""Where what somebody made was shown, and why: for authors of reviews and ideas as for hosts."""

from litestar import Router, get

from livefair.web.access import SIGNED_IN, needs
from livefair.web.requests import Answer, AppRequest
from livefair.web.traffic_views import traffic_page


@get("/me/traffic", opt=needs(*SIGNED_IN))
async def show_traffic(request: AppRequest) -> Answer:
    page = await request.read(traffic_page, request.actor)
    return await request.page("mall/traffic.html", page._asdict())


router = Router("/", route_handlers=[show_traffic])
