"""Real-time engine: topics that carry JSON to many WebSockets at the price of one.

A message is encoded once, batched with its tick (100 ms), framed once, and the same bytes are written to
every member's socket. Slow members lag behind within a fixed number of bytes, catch up from a short history,
or are cut off. Nothing here is kept: facts live in the database, and a newcomer reads its state there first.
Several processes hear each other through a broker; one that is away never disturbs a process's own members.
"""

from livefair.realtime.broker import Broker, Carried, LocalBroker
from livefair.realtime.brokers import broker_at
from livefair.realtime.hub import Hub, Metrics
from livefair.realtime.limits import Allowance, TokenBucket
from livefair.realtime.topic import Limits, Mark, TopicFull, Transport
from livefair.realtime.transport import (
    MESSAGE_BYTES_MAX,
    SERVER_SETTINGS,
    SharedFrameProtocol,
    transport_of,
)

__all__ = [
    "MESSAGE_BYTES_MAX",
    "SERVER_SETTINGS",
    "Allowance",
    "Broker",
    "Carried",
    "Hub",
    "Limits",
    "LocalBroker",
    "Mark",
    "Metrics",
    "SharedFrameProtocol",
    "TokenBucket",
    "TopicFull",
    "Transport",
    "broker_at",
    "transport_of",
]
