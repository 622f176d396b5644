"""uvicorn's WebSocket protocol, with its raw transport handed to the application.

Handshake, ping, close and reading stay uvicorn's; fan-out writes one frame, made once, to many transports.
That is sound only without permessage-deflate, whose frames depend on the connection.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from livefair.realtime.topic import Transport

EXTENSION = "livefair.transport"
MESSAGE_BYTES_MAX = 16 * 1024

# Pass as `uvicorn.Config(app, **SERVER_SETTINGS)` together with `ws=SharedFrameProtocol`.
SERVER_SETTINGS: Mapping[str, Any] = {
    "ws_per_message_deflate": False,
    "ws_max_size": MESSAGE_BYTES_MAX,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
}


class SharedFrameProtocol(WebSocketsSansIOProtocol):
    """Puts the transport at `scope["extensions"]["livefair.transport"]`."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        if config.ws_per_message_deflate:
            raise ValueError("shared frames need ws_per_message_deflate=False")
        super().__init__(config, server_state, app_state, _loop)

    async def run_asgi(self) -> None:
        extensions: dict[str, Any] = {**(self.scope.get("extensions") or {}), EXTENSION: self.transport}
        self.scope["extensions"] = extensions
        await super().run_asgi()


def transport_of(scope: Mapping[str, Any]) -> Transport:
    """The transport of this WebSocket's ASGI scope; KeyError under another server."""
    transport: Transport = scope["extensions"][EXTENSION]
    return transport
