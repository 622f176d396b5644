"""Counts are exact and there is one of what is one, also when all act at once on as many writers as the engine has."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import update

from livefair.kernel import SYSTEM, Database, Refusal, change
from livefair.live import ask, check, current_pin, end_show, pin, plan_show, show_on_air, start_show, vote
from livefair.live.journal import Batch, Tap, counted_likes, journal
from livefair.live.models import QUESTION, SHOW
from livefair.live.pins import pins_of
from livefair.live.questions import question_called
from tests.live.conftest import LIPSTICK

CROWD = 24


@pytest.fixture
def lanes(database_url, clock, db):
    database = Database(database_url, clock=clock, lanes=4)
    yield database
    database.close()


async def outcomes(*calls) -> Counter[str]:
    """How often each refusal was the answer, "done" for none."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    unexpected = [one for one in results if isinstance(one, BaseException) and not isinstance(one, Refusal)]
    assert unexpected == []
    return Counter(one.code if isinstance(one, Refusal) else "done" for one in results)


async def test_each_votes_once_however_often_they_tap(db, lanes, join, stage):
    asked = db.write_now(ask, join("zoe"), stage.room_id, text="Warm?")
    voters = [join(f"voter{number}") for number in range(CROWD)]
    found = await outcomes(*(lanes.write(vote, voter, asked.id) for voter in voters for _ in range(3)))
    assert found == {"done": 3 * CROWD}
    assert db.read_now(question_called, asked.id).votes == CROWD + 1


async def test_the_same_question_from_many_is_one_with_all_their_votes(db, lanes, join, stage):
    askers = [join(f"asker{number}") for number in range(CROWD)]
    found = await outcomes(*(lanes.write(ask, asker, stage.room_id, text="Size 38?") for asker in askers))
    assert found == {"done": CROWD}
    asked = await lanes.write(ask, askers[0], stage.room_id, text="size 38")
    assert asked.votes == CROWD


async def test_of_many_shows_one_goes_on_air(db, lanes, stage):
    db.write_now(end_show, stage.host, stage.show_id)
    shows = [db.write_now(plan_show, stage.host, stage.room_id, title=f"Show {number}") for number in range(8)]
    found = await outcomes(*(lanes.write(start_show, stage.host, show_id) for show_id in shows))
    assert found == {"done": 1, "on_air": 7}
    assert db.read_now(show_on_air, stage.room_id).id in shows


async def test_one_product_is_pinned_whatever_is_pressed(db, lanes, stage):
    goods = [LIPSTICK._replace(product_id=f"p{number}") for number in range(CROWD)]
    await outcomes(*(lanes.write(pin, stage.host, stage.room_id, one) for one in goods))
    history = db.read_now(pins_of, stage.show_id)
    assert [one.id for one in history if one.unpinned_at_ms is None] == [db.read_now(current_pin, stage.show_id).id]


async def test_likes_add_up_when_batches_come_twice_and_together(db, lanes, stage):
    batches = [Batch(f"b{number}", taps=(Tap(stage.show_id, "guest:x", "like", 5),)) for number in range(CROWD)]
    found = await outcomes(*(lanes.write(journal, SYSTEM, batch) for batch in batches + batches))
    assert found == {"done": 2 * CROWD}
    assert db.read_now(counted_likes, stage.show_id) == 5 * CROWD
    assert db.read_now(check) == []


def test_wrong_counts_are_found(db, join, stage):
    asked = db.write_now(ask, join("zoe"), stage.room_id, text="Warm?")
    assert db.read_now(check) == []
    for table, right, wrong in ((SHOW, {"likes": 0}, {"likes": 1}), (QUESTION, {"votes": 1}, {"votes": 2})):
        db.write_now(lambda tx, table=table, wrong=wrong: tx.change(change(update(table).values(**wrong))))
        (breach,) = db.read_now(check)
        assert (stage.show_id if table is SHOW else asked.id) in breach
        db.write_now(lambda tx, table=table, right=right: tx.change(change(update(table).values(**right))))
