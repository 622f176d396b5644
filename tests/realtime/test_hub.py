import asyncio
import threading
from collections.abc import Callable

import pytest

from livefair.realtime import Hub, Limits, TopicFull
from tests.realtime.wire import Wire


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not happened():
            await asyncio.sleep(0.005)


def events_of(wire: Wire) -> list[int]:
    return [event for batch in wire.batches() for event in batch.events]


async def test_what_is_published_reaches_the_members_of_that_topic_only() -> None:
    async with Hub(tick_s=0.01).running() as hub:
        here, there = Wire(), Wire()
        hub.join("a", here, "ann", after=hub.mark("a"))
        hub.join("b", there, "bo", after=hub.mark("b"))
        hub.set("a", {"price": 6})
        await until(lambda: bool(here.received))
        hub.publish("a", 1)
        hub.add("a", {"like": 2})
        hub.add("a", {"like": 3})
        hub.set("a", {"price": 7})
        await until(lambda: events_of(here) == [1])
        assert here.batches()[-1].sums == {"like": 5}
        assert here.batches()[-1].values == {"price": 7}
        assert events_of(there) == []


async def test_any_thread_may_publish() -> None:
    async with Hub(tick_s=0.01).running() as hub:
        wire = Wire()
        hub.join("a", wire, "ann", after=hub.mark("a"))
        thread = threading.Thread(target=lambda: [hub.publish("a", number) for number in range(50)])
        thread.start()
        await until(lambda: len(events_of(wire)) == 50)
        thread.join()
        assert events_of(wire) == list(range(50))


async def test_the_last_words_are_sent_when_the_hub_stops() -> None:
    wire = Wire()
    async with Hub(tick_s=60).running() as hub:
        hub.join("a", wire, "ann", after=hub.mark("a"))
        hub.publish("a", 1)
    assert events_of(wire) == [1]
    hub.publish("a", 2)
    assert events_of(wire) == [1], "a stopped hub is silent"


async def test_a_topic_nobody_listens_to_is_forgotten_and_its_numbers_kept() -> None:
    async with Hub(tick_s=0.01, idle_s=0.02).running() as hub:
        wire, mark = Wire(), hub.mark("a")
        assert hub.join("a", wire, "ann", after=mark)
        hub.publish("a", 1)
        await until(lambda: events_of(wire) == [1])
        assert hub.people("a") == 1
        hub.leave("a", wire)
        await until(lambda: hub.metrics().topics == 0)
        assert hub.metrics().deliveries > 0
        assert hub.people("a") == 0
        assert not hub.join("a", wire, "ann", after=mark), "a new life of the topic: read the state again"


async def test_publishing_where_nobody_listens_costs_nothing() -> None:
    async with Hub().running() as hub:
        hub.publish("a", 1)
        hub.leave("a", Wire())
        assert hub.metrics().topics == 0


async def test_topics_have_a_limit() -> None:
    async with Hub(topics_max=1).running() as hub:
        hub.mark("a")
        with pytest.raises(TopicFull):
            hub.mark("b")


async def test_metrics_count_members_deliveries_drops_and_kicks() -> None:
    limits = Limits(unsent_bytes_max=10, behind_ticks_max=2)
    async with Hub(tick_s=0.01, limits=limits).running() as hub:
        wire, stalled = Wire(), Wire(reading=False)
        hub.join("a", wire, "ann", after=hub.mark("a"))
        hub.join("a", stalled, "bo", after=hub.mark("a"))
        await until(lambda: len(stalled.unread) == 1)
        hub.publish("a", 1)
        await until(lambda: stalled.aborted)
        metrics = hub.metrics()
        assert (metrics.members, metrics.kicked) == (1, 1)
        assert metrics.dropped == 3
        assert metrics.deliveries == 3
