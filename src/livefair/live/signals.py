"""The journalled signals of a span of time, for whoever measures: chat lines and stays. Who said what stays inside."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.kernel import ReadTx, query, text_in
from livefair.live.models import CHAT_LINE, ROOM, STAY

SIGNALS_MAX = 500_000


class LineSeen(NamedTuple):
    id: str
    show_id: str
    author_id: str
    at_ms: int


class StaySeen(NamedTuple):
    """`viewer` is a person's id or `guest:` and a random name; `left_at_ms` None: still there."""

    id: str
    room_id: str
    viewer: str
    source: str
    joined_at_ms: int
    left_at_ms: int | None


_LINES = query(
    LineSeen,
    select(*(CHAT_LINE.c[name] for name in LineSeen._fields))
    .where(
        CHAT_LINE.c.at_ms >= bindparam("since"),
        CHAT_LINE.c.at_ms < bindparam("until"),
        CHAT_LINE.c.hidden_at_ms.is_(None),
    )
    .order_by(CHAT_LINE.c.at_ms, CHAT_LINE.c.id)
    .limit(SIGNALS_MAX),
)
_STAYS = query(
    StaySeen,
    select(*(STAY.c[name] for name in StaySeen._fields))
    .where(STAY.c.joined_at_ms >= bindparam("since"), STAY.c.joined_at_ms < bindparam("until"))
    .order_by(STAY.c.joined_at_ms, STAY.c.id)
    .limit(SIGNALS_MAX),
)

_HOSTS = query(
    lambda room_id, host_id: (room_id, host_id), select(ROOM.c.id, ROOM.c.host_id).where(text_in(ROOM.c.id, "ids"))
)


def lines_between(tx: ReadTx, from_ms: int, to_ms: int) -> list[LineSeen]:
    """Chat lines that are shown, from `from_ms` up to but without `to_ms`, in the order of time."""
    return tx.all(_LINES, since=from_ms, until=to_ms)


def stays_between(tx: ReadTx, from_ms: int, to_ms: int) -> list[StaySeen]:
    """Stays that began from `from_ms` up to but without `to_ms`, in the order of time."""
    return tx.all(_STAYS, since=from_ms, until=to_ms)


def hosts_of_rooms(tx: ReadTx, room_ids: list[str]) -> dict[str, str]:
    """Room → its host."""
    return dict(tx.all(_HOSTS, ids=room_ids)) if room_ids else {}
