"""Where the demo world lives on, and the stages of its hosts."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from livefair.kernel import Actor, Database, ReadTx
from livefair.live import rooms_of
from livefair.people import actor_of, person_called
from livefair.world.cast import HOSTS
from livefair.world.stall_book import Offered, offered_by

Ingest = Callable[[Actor, str, str], Awaitable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the world lives: `address` of the web server; `ingest` lets a host publish (RTMP address, key)."""

    db: Database
    address: str
    ingest: Ingest
    seed: int
    viewers: int


class Stage(NamedTuple):
    host: Actor
    room_id: str
    goods: list[Offered]


def stage_of(tx: ReadTx, number: int) -> Stage | None:
    """That of a host who is no demo account; None when the account is gone."""
    person_id = person_called(tx, f"{HOSTS[number].account}@example.org")
    if person_id is None:
        return None
    host = actor_of(tx, person_id)
    return Stage(host, rooms_of(tx, host)[0].id, offered_by(tx, HOSTS[number].specialities))
