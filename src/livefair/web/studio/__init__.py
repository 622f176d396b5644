"""The studio: hosts make videos and shows, MCNs look after their hosts."""

from litestar import Router

from livefair.web.access import needs
from livefair.web.studio import conducting, overview, rooms, roster, uploads

studio_router = Router(
    "/studio",
    route_handlers=[overview.router, uploads.router, rooms.router, conducting.router, roster.router],
    opt=needs("host", "mcn"),
    include_in_schema=False,
)
