"""NATS as the network between processes: one subject, core messages, nothing kept there."""

import asyncio
from collections.abc import Awaitable, Callable

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error

from livefair.realtime.remote import Connect, Link, LinkLost, Take

PENDING_BYTES_MAX = 8 << 20
PING_S = 5


def over_nats(url: str, subject: str) -> Connect:
    """Connections to the server at `nats://…` or `tls://…`."""

    async def connect(take: Take) -> Link:
        client, lost = Client(), asyncio.Event()
        try:
            await client.connect(
                url,
                # The broker makes each connection anew: only so it knows where something is missing.
                allow_reconnect=False,
                connect_timeout=3,
                ping_interval=PING_S,
                no_echo=True,
                disconnected_cb=_setting(lost),
                closed_cb=_setting(lost),
                error_cb=_losing(lost),
            )
            await client.subscribe(subject, cb=_taking(take), pending_bytes_limit=PENDING_BYTES_MAX)
            await client.flush(timeout=3)
        except (Error, OSError, TimeoutError, ValueError) as error:
            await client.close()
            raise LinkLost(f"NATS: {type(error).__name__}") from error
        return NatsLink(client, subject, lost)

    return connect


class NatsLink:
    def __init__(self, client: Client, subject: str, lost: asyncio.Event) -> None:
        self._client, self._subject, self._lost = client, subject, lost

    async def send(self, packet: bytes) -> None:
        try:
            await self._client.publish(self._subject, packet)
        except (Error, OSError) as error:
            raise LinkLost from error

    async def lost(self) -> None:
        await self._lost.wait()

    async def close(self) -> None:
        try:
            if not self._lost.is_set():
                await self._client.flush(timeout=1)
        except (Error, OSError, TimeoutError) as error:
            raise LinkLost from error
        finally:
            await self._client.close()


def _setting(lost: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def note() -> None:
        lost.set()

    return note


def _losing(lost: asyncio.Event) -> Callable[[Exception], Awaitable[None]]:
    """Any error of the connection ends it, too slow a reader included: what came then is missing."""

    async def note(_error: Exception) -> None:
        lost.set()

    return note


def _taking(take: Take) -> Callable[[Msg], Awaitable[None]]:
    async def heard(message: Msg) -> None:
        take(message.data)

    return heard
