"""The studio: hosts make videos and shows, MCNs look after their hosts."""

from litestar import Router

from livefair.web.access import needs
from livefair.web.studio import (
    conducting,
    moderating,
    overview,
    playing,
    reports,
    rooms,
    roster,
    running,
    screen,
    show_plan,
    shows,
    uploads,
)

studio_router = Router(
    "/studio",
    route_handlers=[
        overview.router,
        uploads.router,
        rooms.router,
        conducting.router,
        moderating.router,
        playing.router,
        roster.router,
        shows.router,
        show_plan.router,
        running.router,
        screen.router,
        reports.router,
    ],
    opt=needs("host", "mcn"),
    include_in_schema=False,
)
