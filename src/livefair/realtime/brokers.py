"""The broker that an address names."""

from livefair.realtime.broker import Broker
from livefair.realtime.nats import over_nats
from livefair.realtime.redis import over_redis
from livefair.realtime.remote import RemoteBroker


def broker_at(url: str, name: str) -> Broker | None:
    """`nats://`, `tls://`, `redis://` or `rediss://`; "" is None: one process needs no broker.

    Processes hear each other under one `name`: letters and digits.
    """
    scheme = url.partition("://")[0]
    if not url:
        return None
    if scheme in {"nats", "tls"}:
        return RemoteBroker(over_nats(url, name))
    if scheme in {"redis", "rediss"}:
        return RemoteBroker(over_redis(url, name))
    raise ValueError(f"no broker speaks {scheme}")
