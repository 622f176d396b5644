"""Serving: uvicorn with our WebSocket protocol, around a running program; all of it ends together."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from socket import socket

import uvicorn

from livefair.kernel.settings import Settings
from livefair.realtime import SERVER_SETTINGS, SharedFrameProtocol
from livefair.web.app import create_app
from livefair.web.curtain import Curtain
from livefair.web.media_proxy import INGEST_PREFIX, SLICE_BYTES_MAX
from livefair.web.services import Services

GRACE_S = 5
BACKLOG = 2_048
CONNECTIONS_MAX = 50_000


class FairProtocol(SharedFrameProtocol):
    """Small messages everywhere but from a recorder, whose slices are pieces of video."""

    async def run_asgi(self) -> None:
        if str(self.scope["path"]).startswith(INGEST_PREFIX):
            self.conn.max_message_size = SLICE_BYTES_MAX
        await super().run_asgi()


class Server(uvicorn.Server):
    """uvicorn that leaves signals to its caller and tells when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @property
    def port(self) -> int:
        """The port that is listened on, also when the system chose it."""
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return port


async def serve(settings: Settings, services: Services, ready: Callable[[], None]) -> None:
    """Serve a running program until cancelled; `ready` is called once when the first request may come."""
    await serve_until_cancelled(Server(config_for(services, settings), ready))


async def serve_until_cancelled(server: Server) -> None:
    """Open requests get GRACE_S seconds to finish."""
    serving = asyncio.create_task(server.serve(), name="web-server")
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await serving


def config_for(services: Services, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        Curtain(create_app(services), services.halls),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws=FairProtocol,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=30,
        backlog=BACKLOG,
        limit_concurrency=CONNECTIONS_MAX,
        **SERVER_SETTINGS,
    )
