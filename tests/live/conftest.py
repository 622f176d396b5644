"""A room on air, its host, and people around it."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from livefair.kernel import Actor, Database, Fact, Money
from livefair.live import Goods, open_room, plan_show, start_show


class Stage(NamedTuple):
    host: Actor
    room_id: str
    show_id: str


LIPSTICK = Goods(
    "product-lipstick", "offer-lipstick", "口红 01", "Lipstick 01", Money(5900), "ab/picture.webp", left=10
)
SCARF = Goods("product-scarf", None, "丝巾", "Silk scarf", Money(19900))


def put_on_air(db: Database, join: Callable[..., Actor]) -> Stage:
    host = join("hana", "host")
    room_id = db.write_now(open_room, host, title="Hana's corner")
    show_id = db.write_now(plan_show, host, room_id, title="Evening show", scene="home")
    db.write_now(start_show, host, show_id)
    return Stage(host, room_id, show_id)


@pytest.fixture
def stage(db: Database, join: Callable[..., Actor]) -> Stage:
    return put_on_air(db, join)


@pytest.fixture
def facts(db: Database) -> list[Fact]:
    """Everything announced from now on."""
    found: list[Fact] = []
    db.subscribe(lambda facts, jobs: found.extend(facts))
    return found
