"""How long hosts have been on air."""

from sqlalchemy import BigInteger, bindparam, cast, func, select

from livefair.kernel import MINUTE_MS, ReadTx, query
from livefair.live.models import ROOM, SHOW

_AIRTIME = query(
    lambda host_id, lasted_ms: (host_id, lasted_ms),
    select(ROOM.c.host_id, cast(func.sum(SHOW.c.ended_at_ms - SHOW.c.started_at_ms), BigInteger))
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(SHOW.c.started_at_ms >= bindparam("since"), SHOW.c.ended_at_ms.is_not(None))
    .group_by(ROOM.c.host_id)
    .order_by(ROOM.c.host_id),
)


def minutes_on_air(tx: ReadTx, since_ms: int) -> dict[str, int]:
    """By host, whole minutes of the shows that began since a moment and are over."""
    return {host_id: lasted_ms // MINUTE_MS for host_id, lasted_ms in tx.all(_AIRTIME, since=since_ms)}
