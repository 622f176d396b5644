"""Redis pub/sub as the network between processes: one channel, nothing kept there."""

import asyncio
import contextlib

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from livefair.realtime.remote import Connect, Link, LinkLost, Take

PING_S = 5.0
TIMEOUT_S = 3.0


def over_redis(url: str, channel: str) -> Connect:
    """Connections to the server at `redis://…` or `rediss://…`."""

    async def connect(take: Take) -> Link:
        # Without retries of its own: a connection that was made anew in silence would hide what is missing.
        client = Redis.from_url(
            url, socket_connect_timeout=TIMEOUT_S, socket_timeout=TIMEOUT_S, retry=Retry(NoBackoff(), 0)
        )
        listening = client.pubsub(ignore_subscribe_messages=True)
        link = RedisLink(client, listening, channel, take)
        try:
            await listening.subscribe(channel)
            await client.ping()
        except (RedisError, OSError) as error:
            await link.close()
            raise LinkLost(f"Redis: {type(error).__name__}") from error
        return link

    return connect


class RedisLink:
    def __init__(self, client: Redis, listening: PubSub, channel: str, take: Take) -> None:
        self._client, self._listening, self._channel, self._take = client, listening, channel, take

    async def send(self, packet: bytes) -> None:
        try:
            await self._client.publish(self._channel, packet)
        except (RedisError, OSError) as error:
            raise LinkLost from error

    async def lost(self) -> None:
        """Reads until it breaks; a server that says nothing for long is asked whether it is there."""
        with contextlib.suppress(RedisError, OSError):
            while True:
                message = await self._listening.get_message(timeout=PING_S)
                if message is None:
                    await self._client.ping()
                elif message["type"] == "message":
                    self._take(message["data"])

    async def close(self) -> None:
        with contextlib.suppress(RedisError, OSError, asyncio.CancelledError):
            await self._listening.aclose()  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
            await self._client.aclose()
