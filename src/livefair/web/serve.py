"""Serving: uvicorn with our WebSocket protocol, the hub, the outbox runner; all of it ends together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import uvicorn
from litestar import Litestar

from livefair.kernel.runner import JobContext, Runner
from livefair.realtime import SERVER_SETTINGS, SharedFrameProtocol
from livefair.web.app import create_app
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

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[int], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_listening(self.port)

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield

    @property
    def port(self) -> int:
        """The port that is listened on, also when the system chose it."""
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return port


async def serve(
    services: Services,
    *,
    host: str = "127.0.0.1",
    port: int = 8321,
    trusted_proxies: str = "",
    on_listening: Callable[[int], None] = lambda _port: None,
    stop: asyncio.Event | None = None,
) -> None:
    """Serve until `stop` is set or the task is cancelled; open requests get GRACE_S seconds to finish."""
    server = Server(config_for(services, host=host, port=port, trusted_proxies=trusted_proxies), on_listening)
    serving = asyncio.create_task(server.serve(), name="web-server")
    stopping = asyncio.create_task((stop or asyncio.Event()).wait())
    try:
        await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        server.should_exit = True
        await serving


def config_for(services: Services, *, host: str, port: int, trusted_proxies: str) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(services, lifespan=[running(services)]),
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws=FairProtocol,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=trusted_proxies or None,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=30,
        backlog=BACKLOG,
        limit_concurrency=CONNECTIONS_MAX,
        **SERVER_SETTINGS,
    )


def running(services: Services) -> Callable[[Litestar], contextlib.AbstractAsyncContextManager[None]]:
    """The hub ticks and the outbox is worked off for as long as the application lives."""

    @contextlib.asynccontextmanager
    async def live(_app: Litestar) -> AsyncIterator[None]:
        context = JobContext(services.db, {type(service): service for service in services.for_jobs})
        async with services.hub.running():
            working = asyncio.create_task(Runner(context).run(), name="outbox-runner")
            try:
                yield
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)

    return live
