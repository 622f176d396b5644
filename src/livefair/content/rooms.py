"""Which rooms are on air, in the feed's words."""

from typing import NamedTuple

from livefair.kernel import ReadTx


class RoomOnAir(NamedTuple):
    id: str
    host_id: str
    title: str
    poster_key: str | None
    viewers: int
    on_air_at_ms: int


def rooms_on_air(tx: ReadTx) -> list[RoomOnAir]:
    return []
