"""A host's receipt of traffic."""

from litestar import Router, get

from livefair.web.access import needs
from livefair.web.requests import Answer, AppRequest
from livefair.web.traffic_views import traffic_page


@get("/traffic", opt=needs("host"))
async def show_traffic(request: AppRequest) -> Answer:
    page = await request.read(traffic_page, request.actor)
    return await request.page("studio/traffic.html", page._asdict())


router = Router("/", route_handlers=[show_traffic])
