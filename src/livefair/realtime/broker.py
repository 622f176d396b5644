"""How topics of several processes hear each other; within one process, no detour at all."""

from collections.abc import Callable
from typing import Literal, Protocol

Kind = Literal["event", "sum", "value"]
Receive = Callable[[str, Kind, bytes], None]


class Broker(Protocol):
    """Carries messages to every process that subscribed, the sender included, in the sender's order.

    `body` is JSON: an event, or an object of names to amounts (sum) or to values (value).
    """

    async def open(self, receive: Receive) -> None:
        """Call `receive(topic, kind, body)` on the running loop for each message from now on."""

    async def close(self) -> None:
        """Send what is left and stop receiving."""

    def publish(self, topic: str, kind: Kind, body: bytes) -> None:
        """Never waits, never raises for a slow network: real-time holds no truth, so it may drop."""


class LocalBroker:
    """The broker of a single process: what is published is received before `publish` returns."""

    def __init__(self) -> None:
        self._receive: Receive | None = None

    async def open(self, receive: Receive) -> None:
        self._receive = receive

    async def close(self) -> None:
        self._receive = None

    def publish(self, topic: str, kind: Kind, body: bytes) -> None:
        if self._receive is not None:
            self._receive(topic, kind, body)
