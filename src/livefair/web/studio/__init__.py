"""The studio: hosts make videos and shows, MCNs look after their hosts."""

from litestar import Router

from livefair.web.access import needs
from livefair.web.studio import (
    captioning,
    conducting,
    covering,
    filming,
    first_show,
    knowing,
    moderating,
    overview,
    playing,
    rehearsing,
    reports,
    restocking,
    rooms,
    roster,
    running,
    screen,
    seating,
    show_plan,
    shows,
    simulcasting,
    uploads,
    violating,
)

studio_router = Router(
    "/studio",
    route_handlers=[
        overview.router,
        uploads.router,
        rooms.router,
        conducting.router,
        captioning.router,
        moderating.router,
        playing.router,
        roster.router,
        shows.router,
        show_plan.router,
        running.router,
        restocking.router,
        violating.router,
        covering.router,
        knowing.router,
        first_show.router,
        rehearsing.router,
        screen.router,
        seating.router,
        reports.router,
        filming.router,
        simulcasting.router,
    ],
    opt=needs("host", "mcn"),
    include_in_schema=False,
)
