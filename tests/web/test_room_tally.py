import asyncio

import pytest

from livefair.kernel import SYSTEM
from livefair.live.draws import Terms, enter_draw, open_draw
from livefair.live.journal import Batch, Tap, journal
from livefair.live.polls import Asking, Choice, choose, open_poll
from livefair.live.tasks import TaskDraft, open_task
from livefair.realtime import Hub
from livefair.web.room_desk import topic_of
from livefair.web.room_tally import WAITING_MAX, RoomTally
from tests.live.conftest import put_on_air


class Heard(Hub):
    """A hub that also keeps what was published."""

    def __init__(self):
        super().__init__()
        self.published = []

    def publish(self, topic, event):
        self.published.append((topic, event))
        super().publish(topic, event)


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


async def heard(hub, count):
    async with asyncio.timeout(5):
        while len(hub.published) < count:
            await asyncio.sleep(0.01)
    return hub.published


async def test_however_many_vote_the_room_hears_of_it_once(db, join, stage):
    poll = db.write_now(open_poll, stage.host, stage.room_id, Asking("Colour?", (Choice("Red"), Choice("Blue"))))
    draw = db.write_now(open_draw, stage.host, stage.room_id, Terms("Tea"))
    hub = Heard()
    tally = RoomTally(db, hub, every_s=0.05)
    for number in range(20):
        actor = join(f"viewer{number}")
        db.write_now(choose, actor, poll.id, option=number % 2 + 1)
        db.write_now(enter_draw, actor, draw.id)
        tally.changed(stage.room_id, "poll", poll.id)
        tally.changed(stage.room_id, "draw", draw.id)
    async with tally.running():
        found = await heard(hub, 2)
    assert {topic for topic, _ in found} == {topic_of(stage.room_id)}
    votes, entries = (event for _, event in found)
    assert (votes.voters, votes.votes, entries.entries) == (20, [10, 10], 20)


async def test_a_sum_that_cannot_be_told_does_not_silence_the_others(db, stage):
    draw = db.write_now(open_draw, stage.host, stage.room_id, Terms("Tea"))
    hub = Heard()
    tally = RoomTally(db, hub, every_s=0.01)
    tally.changed(stage.room_id, "draw", "no-such-draw")
    tally.changed(stage.room_id, "draw", draw.id)
    async with tally.running():
        [(_, event)] = await heard(hub, 1)
    assert event.id == draw.id


def test_only_so_much_waits(db):
    tally = RoomTally(db, Hub())
    for number in range(WAITING_MAX + 10):
        tally.changed("room", "poll", str(number))
    assert len(tally._changed) == WAITING_MAX


async def test_how_far_a_team_task_is_comes_by_itself_and_only_when_it_has_changed(db, stage):
    task = db.write_now(open_task, stage.host, stage.room_id, TaskDraft("likes", 100, "I sing"))
    hub = Hub()
    told = []
    hub.publish_here = lambda topic, event: told.append((topic, event.id, event.count))
    async with RoomTally(db, hub, every_s=0.02).running(), asyncio.timeout(5):
        while not told:
            await asyncio.sleep(0.01)
        tap = Tap(stage.show_id, "guest:a", "like", 7)
        await db.write(journal, SYSTEM, Batch("b", taps=(tap,)))
        while len(told) < 2:
            await asyncio.sleep(0.01)
    assert told == [(topic_of(stage.room_id), task.id, 0), (topic_of(stage.room_id), task.id, 7)]
