"""Two hubs that hear each other through a real server, and what happens when it goes away."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from typing import NamedTuple

import msgspec
import pytest

from livefair.realtime import Hub, broker_at
from livefair.realtime.remote import BACKLOG_BYTES_MAX, Link, LinkLost, RemoteBroker, Take
from tests.realtime.servers import Server, nats_server, redis_server
from tests.realtime.wire import Reader, Wire

WAIT_S = 20


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not happened():
            await asyncio.sleep(0.005)


@pytest.fixture(params=["nats", "redis"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    found = nats_server() if request.param == "nats" else redis_server()
    if found is None:
        pytest.skip("no redis-server is installed, and no wheel brings one")
    yield found
    found.thaw()
    found.kill()


class Pair(NamedTuple):
    here: Hub
    there: Hub

    @property
    def both_connected(self) -> bool:
        return all(hub.metrics().broker_connected for hub in self)


@pytest.fixture
async def pair(server: Server) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        hubs = [hub_at(server.url) for _ in range(2)]
        for hub in hubs:
            await stack.enter_async_context(hub.running())
        found = Pair(*hubs)
        await until(lambda: found.both_connected)
        yield found


def hub_at(url: str) -> Hub:
    return Hub(tick_s=0.01, presence="viewers", broker=broker_at(url, "livefairtests"))


async def listening(hub: Hub, who: str = "ann") -> Wire:
    wire = Wire()
    hub.join("room:1", wire, who, after=hub.mark("room:1"))
    await until(lambda: wire.received)
    return wire


def events_of(wire: Wire) -> list[int]:
    return [event for batch in wire.batches() for event in batch.events]


def sum_of(wire: Wire, name: str) -> int:
    return sum(batch.sums.get(name, 0) for batch in wire.batches())


def value_of(wire: Wire, name: str) -> int | None:
    return next((batch.values[name] for batch in reversed(wire.batches()) if name in batch.values), None)


async def test_what_one_process_publishes_reaches_the_other_once_and_in_order(pair: Pair) -> None:
    here, there = await listening(pair.here), await listening(pair.there)
    for number in range(500):
        pair.here.publish("room:1", number)
        pair.here.add("room:1", {"likes": 2})
    await until(lambda: len(events_of(there)) >= 500 and sum_of(there, "likes") >= 1_000)
    pair.there.publish("room:1", 500)
    await until(lambda: events_of(here)[-1:] == [500])
    assert events_of(here) == events_of(there) == [*range(501)]
    assert sum_of(here, "likes") == sum_of(there, "likes") == 1_000


async def test_what_is_published_here_stays_here(pair: Pair) -> None:
    here, there = await listening(pair.here), await listening(pair.there)
    pair.here.publish_here("room:1", 1)
    pair.here.set_here("room:1", {"likes": 7})
    pair.here.publish("room:1", 2)
    await until(lambda: events_of(there) == [2])
    assert events_of(here) == [1, 2]
    assert value_of(there, "likes") is None


async def test_a_count_that_grows_is_never_set_back_by_a_late_word(pair: Pair) -> None:
    here, there = await listening(pair.here), await listening(pair.there)
    pair.here.rise("room:1", {"likes": 9})
    await until(lambda: value_of(there, "likes") == 9)
    pair.there.rise("room:1", {"likes": 5})
    pair.there.publish("room:1", 1)
    await until(lambda: events_of(here) == [1])
    assert value_of(here, "likes") == value_of(there, "likes") == 9


async def test_the_viewers_of_all_processes_are_summed_and_those_of_a_stopped_one_go(server: Server) -> None:
    async with hub_at(server.url).running() as here:
        one = await listening(here)
        async with hub_at(server.url).running() as there:
            two = await listening(there, "bo")
            await listening(there, "bo")
            await listening(there, "cy")
            await until(lambda: value_of(one, "viewers") == value_of(two, "viewers") == 3)
            assert here.people("room:1") == there.people("room:1") == 3
        await until(lambda: value_of(one, "viewers") == 1)


async def test_a_killed_server_disturbs_nobody_here_and_its_return_sends_readers_for_the_state(
    server: Server, pair: Pair
) -> None:
    here, there = await listening(pair.here), await listening(pair.there)
    pair.here.publish("room:1", 1)
    await until(lambda: events_of(there) == [1])
    readers = [Reader(0, []), Reader(0, [])]
    server.kill()
    await until(lambda: not pair.here.metrics().broker_connected and not pair.there.metrics().broker_connected)
    pair.here.publish("room:1", 2)
    await until(lambda: events_of(here) == [1, 2])
    server.start()
    await until(lambda: pair.both_connected)
    await until(lambda: events_of(there) == [1, 2])
    for reader, wire in zip(readers, (here, there), strict=True):
        await until(lambda: wire.batches()[-1].seq > len(events_of(wire)))  # noqa: B023 (awaited in this turn)
        for batch in wire.batches():
            reader.take(batch)
        assert reader.missed, "the reader sees that something may be missing"
    assert not pair.here.join("room:1", Wire(), "dee", after=pair.here.mark("room:1")._replace(seq=1))


@pytest.mark.slow
async def test_a_server_that_says_nothing_is_given_up_and_found_again(server: Server, pair: Pair) -> None:
    here, there = await listening(pair.here), await listening(pair.there)
    server.freeze()
    pair.here.publish("room:1", 1)
    await until(lambda: events_of(here) == [1])
    await until(lambda: not pair.here.metrics().broker_connected)
    server.thaw()
    await until(lambda: pair.both_connected)
    pair.here.publish("room:1", 2)
    await until(lambda: events_of(there)[-1:] == [2])


async def test_a_packet_that_cannot_be_read_harms_nobody(pair: Pair, server: Server) -> None:
    there = await listening(pair.there)
    stranger = RemoteBroker(lambda _take: lost_link())
    connect = broker_at(server.url, "livefairtests")
    assert isinstance(connect, RemoteBroker)
    link = await connect._connect(lambda _packet: None)
    for packet in (b"", b"\xc1 nonsense", msgspec.msgpack.encode(["x", False, [["room:1", "sum", b"no JSON"]]])):
        await link.send(packet)
    await link.close()
    await until(lambda: pair.there.metrics().broker_dropped == 3)
    pair.here.publish("room:1", 1)
    await until(lambda: events_of(there) == [1])
    await stranger.close()


async def lost_link() -> Link:
    raise LinkLost("there is no network")


async def test_what_waits_for_an_absent_network_is_limited_and_what_is_dropped_is_counted() -> None:
    broker = RemoteBroker(lambda _take: lost_link())
    async with Hub(tick_s=0.01, broker=broker).running() as hub:
        wire = await listening(hub)
        body = "x" * 8_000
        count = BACKLOG_BYTES_MAX // 8_000 + 50
        for _ in range(count):
            hub.publish("room:1", body)
        await until(lambda: hub.metrics().broker_dropped >= 50)
        assert len(wire.received) > 0, "viewers here are served all the same"
        assert not hub.metrics().broker_connected


async def test_readers_are_sent_for_the_state_only_so_often() -> None:
    gaps: list[Take] = []

    async def connect(take: Take) -> Link:
        gaps.append(take)
        raise LinkLost

    async with Hub(tick_s=0.01, broker=RemoteBroker(connect)).running() as hub:
        wire = await listening(hub)
        await until(lambda: gaps)
        for _ in range(100):
            gaps[0](msgspec.msgpack.encode(["other", True, []]))
        await until(lambda: wire.batches() and wire.batches()[-1].seq == 1)
        assert hub.metrics().broker_gaps == 100
        hub.publish("room:1", 1)
        await until(lambda: events_of(wire) == [1])
        assert wire.batches()[-1].seq == 2


def test_only_known_brokers_are_spoken_to() -> None:
    assert broker_at("", "x") is None
    with pytest.raises(ValueError, match="amqp"):
        broker_at("amqp://127.0.0.1", "x")
