"""The web floor put together: routes by audience, one door, one way to say no."""

from litestar import Litestar

from livefair.web import files, health, media_proxy, screen_feed, sockets, static
from livefair.web.access import Door
from livefair.web.api import api_router, openapi_config
from livefair.web.console import console_router
from livefair.web.desk import desk_router
from livefair.web.errors import EXCEPTION_HANDLERS
from livefair.web.feed_desk import FeedDesk, feed_alive
from livefair.web.headers import write_headers
from livefair.web.lab import lab_router
from livefair.web.limits import Gate, allowance_for
from livefair.web.mall import mall_router
from livefair.web.metrics import Counter, Metrics
from livefair.web.partners import partners_router
from livefair.web.requests import AppRequest
from livefair.web.room_desk import RoomDesk
from livefair.web.room_tally import RoomTally
from livefair.web.services import Services
from livefair.web.studio import studio_router

BODY_BYTES_MAX = 256 * 1024


def create_app(services: Services) -> Litestar:
    """The application around one database; many may live side by side in one process."""
    return attach(build_app(), services)


def attach(app: Litestar, services: Services) -> Litestar:
    """Give an application that does not run what it serves: all that belongs to one database is in its state."""
    app.state.update(
        {
            "services": services,
            "metrics": Metrics(),
            "changes": allowance_for(services.settings),
            "feed": FeedDesk(services.db),
            "rooms": RoomDesk(services.db, services.hub),
            "tally": RoomTally(services.db, services.hub),
        }
    )
    return app


def build_app() -> Litestar:
    """The routes and what stands before them: the same for every database, and slow to put together."""
    return Litestar(
        route_handlers=[
            health.router,
            static.router,
            static.static_files(),
            media_proxy.router,
            sockets.router,
            screen_feed.router,
            files.router,
            mall_router,
            console_router,
            lab_router,
            studio_router,
            desk_router,
            partners_router,
            api_router,
        ],
        request_class=AppRequest,
        middleware=[Gate(), Counter(), Door()],
        exception_handlers=EXCEPTION_HANDLERS,
        before_send=[write_headers],
        openapi_config=openapi_config(),
        request_max_body_size=BODY_BYTES_MAX,
        lifespan=[media_proxy.media_client, sockets.rooms_alive, feed_alive, screen_feed.screens_alive],
        logging_config=None,
    )
