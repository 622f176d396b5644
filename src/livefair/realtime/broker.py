"""How topics of several processes hear each other; within one process, no detour at all."""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

Kind = Literal["event", "sum", "value", "most", "people"]
Receive = Callable[[str, Kind, bytes], None]
Missed = Callable[[], None]


class Carried(NamedTuple):
    """What a broker has done since it began: messages that it dropped, and how often something may be missing."""

    dropped: int = 0
    gaps: int = 0
    is_connected: bool = True


class Broker(Protocol):
    """Carries messages to every process that subscribed, the sender included, in the sender's order.

    `body` is JSON: an event, an object of names to amounts (sum, most) or to values (value), or
    `[process, count]` (people).
    """

    async def open(self, receive: Receive, missed: Missed) -> None:
        """Call `receive(topic, kind, body)` on the running loop for each message from now on.

        `missed()`: messages of other processes may have been lost.
        """

    async def close(self) -> None:
        """Send what is left and stop receiving."""

    def publish(self, topic: str, kind: Kind, body: bytes) -> None:
        """Never waits, never raises for a slow network: real-time holds no truth, so it may drop."""

    def carried(self) -> Carried:
        """Totals since the beginning."""


class LocalBroker:
    """The broker of a single process: what is published is received before `publish` returns."""

    def __init__(self) -> None:
        self._receive: Receive | None = None

    async def open(self, receive: Receive, missed: Missed) -> None:
        self._receive = receive

    async def close(self) -> None:
        self._receive = None

    def publish(self, topic: str, kind: Kind, body: bytes) -> None:
        if self._receive is not None:
            self._receive(topic, kind, body)

    def carried(self) -> Carried:
        return Carried()
