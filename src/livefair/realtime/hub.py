"""The hub: topics by name, one tick for all of them, and the way in from any thread."""

import asyncio
import secrets
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple, TypeVar

import msgspec

from livefair.realtime.broker import Broker, Kind, LocalBroker
from livefair.realtime.presence import TELL_EVERY_S, Presence
from livefair.realtime.topic import Limits, Mark, Topic, TopicFull, Transport

_encode = msgspec.json.encode
_amounts = msgspec.json.Decoder(dict[str, int])
_values = msgspec.json.Decoder(dict[str, object])
_people = msgspec.json.Decoder(tuple[str, int])
# However often something may be missing, readers are sent for the whole state this often at most.
JUMP_EVERY_S = 5.0
Value = TypeVar("Value")


class Metrics(NamedTuple):
    """What the hub has done since it began; members, topics and the broker's connection are as of now.

    `broker_dropped` messages did not reach other processes; `broker_gaps` is how often theirs may have been lost.
    """

    topics: int
    members: int
    deliveries: int
    dropped: int
    kicked: int
    broker_dropped: int = 0
    broker_gaps: int = 0
    broker_connected: int = 1


class Hub:
    """Carries signals to those who listen now. It holds no truth: losing it costs a reload.

    Who may join a topic is the caller's decision. Events are JSON objects in order; sums are added up
    within a tick; values are latest-wins. `presence` names the value that counts distinct people, over all
    processes that share a `broker`; who is connected to two of them counts twice.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        topics_max: int = 10_000,
        tick_s: float = 0.1,
        idle_s: float = 60.0,
        presence: str | None = None,
        broker: Broker | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._topics_max = topics_max
        self._tick_s = tick_s
        self._idle_s = idle_s
        self._presence = presence
        self._broker: Broker = broker or LocalBroker()
        self._topics: dict[str, Topic] = {}
        self._idle_since_s: dict[str, float] = {}
        self._gone = Metrics(0, 0, 0, 0, 0)
        self._me = secrets.token_hex(8)
        self._others = Presence(topics_max) if presence is not None and broker is not None else None
        self._present_at_s = 0.0
        self._jump_from_s = 0.0
        self._must_jump = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Hub"]:
        """Tick until the block ends; a last flush sends what is left."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        await self._broker.open(self._receive, self._note_missed)
        ticking = asyncio.create_task(self._tick(), name="hub-tick")
        try:
            yield self
        finally:
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking
            self._say_goodbye()
            await self._broker.close()
            self.flush()
            self._loop = None

    def mark(self, topic: str) -> Mark:
        """Take this before reading the state for a newcomer, and join after it: nothing falls between."""
        return self._open(topic).mark()

    def join(self, topic: str, transport: Transport, who: str, *, after: Mark) -> bool:
        """Send `topic` to `transport`, beginning after `after`. False: forgotten, read the state again.

        Raises TopicFull at the limit of members or topics.
        """
        joined = self._open(topic).join(transport, who, after)
        if joined:
            self._idle_since_s.pop(topic, None)
        return joined

    def leave(self, topic: str, transport: Transport) -> None:
        """Stop sending; harmless if it never joined."""
        if (found := self._topics.get(topic)) is not None:
            found.leave(transport)

    def dismiss_here(self, topic: str, who: str) -> None:
        """Cut off somebody's connections to this process, after what was published before. On the loop."""
        if (found := self._topics.get(topic)) is not None:
            found.dismiss(who)

    def people(self, topic: str) -> int:
        """Distinct people listening now, those of other processes included."""
        found = self._topics.get(topic)
        if found is not None:
            return found.people
        return self._others.elsewhere(topic) if self._others else 0

    def publish(self, topic: str, event: object) -> None:
        """Send `event` (anything msgspec encodes as a JSON object) to all members, in order. Any thread."""
        self._on_loop(topic, "event", _encode(event))

    def add(self, topic: str, amounts: Mapping[str, int]) -> None:
        """Add to counters; each tick sends only their sums. Any thread."""
        self._on_loop(topic, "sum", _encode(amounts))

    def set(self, topic: str, values: Mapping[str, object]) -> None:
        """Set values; each tick sends the last, newcomers get all. Any thread."""
        self._on_loop(topic, "value", _encode(values))

    def rise(self, topic: str, amounts: Mapping[str, int]) -> None:
        """Set values that only grow: a smaller one changes nothing. Any thread."""
        self._on_loop(topic, "most", _encode(amounts))

    def publish_here(self, topic: str, event: object) -> None:
        """Like `publish`, to members of this process only: what every process tells its own. On the loop."""
        self._receive(topic, "event", _encode(event))

    def set_here(self, topic: str, values: Mapping[str, object]) -> None:
        """Like `set`, to members of this process only. On the loop."""
        self._receive(topic, "value", _encode(values))

    def flush(self) -> None:
        """What a tick does, now."""
        for topic in list(self._topics.values()):
            if topic.waiting:
                topic.flush()

    def metrics(self) -> Metrics:
        """Totals over all topics."""
        topics, carried = self._topics.values(), self._broker.carried()
        return Metrics(
            topics=len(topics),
            members=sum(topic.members for topic in topics),
            deliveries=self._gone.deliveries + sum(topic.deliveries for topic in topics),
            dropped=self._gone.dropped + sum(topic.dropped for topic in topics),
            kicked=self._gone.kicked + sum(topic.kicked for topic in topics),
            broker_dropped=carried.dropped,
            broker_gaps=carried.gaps,
            broker_connected=int(carried.is_connected),
        )

    def _on_loop(self, topic: str, kind: Kind, body: bytes) -> None:
        if self._loop is None or threading.get_ident() == self._thread:
            self._broker.publish(topic, kind, body)
        else:
            with suppress(RuntimeError):  # the loop ended meanwhile: nobody is left to tell
                self._loop.call_soon_threadsafe(self._broker.publish, topic, kind, body)

    def _receive(self, name: str, kind: Kind, body: bytes) -> None:
        if kind == "people":
            self._hear_people(name, *_people.decode(body))
            return
        # With nobody here there is nobody to tell: whoever comes later reads the state.
        topic = self._topics.get(name)
        if topic is None:
            return
        if kind == "event":
            topic.publish(body)
        elif kind == "sum":
            _each(topic.add, _amounts.decode(body))
        elif kind == "most":
            _each(topic.rise, _amounts.decode(body))
        else:
            _each(topic.set, _values.decode(body))

    def _open(self, name: str) -> Topic:
        topic = self._topics.get(name)
        if topic is None:
            if len(self._topics) >= self._topics_max:
                raise TopicFull
            topic = self._topics[name] = Topic(self._limits, self._presence)
            if self._others is not None and (elsewhere := self._others.elsewhere(name)):
                topic.set_elsewhere(elsewhere)
        return topic

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        due_s = loop.time()
        while True:
            due_s += self._tick_s
            wait_s = due_s - loop.time()
            if wait_s < 0:  # late: do not try to make up for missed ticks
                due_s, wait_s = loop.time(), 0.0
            await asyncio.sleep(wait_s)
            if self._must_jump and loop.time() >= self._jump_from_s:
                self._jump(loop.time())
            if self._others is not None and loop.time() - self._present_at_s >= TELL_EVERY_S:
                self._present(self._others, loop.time())
            self.flush()
            self._forget_idle(loop.time())

    def _note_missed(self) -> None:
        self._must_jump = True

    def _jump(self, now_s: float) -> None:
        self._must_jump = False
        self._jump_from_s = now_s + JUMP_EVERY_S
        for topic in self._topics.values():
            topic.jump()

    def _present(self, others: Presence, now_s: float) -> None:
        """Tell the others how many are here, and forget processes that tell nothing any more."""
        self._present_at_s = now_s
        for name, topic in self._topics.items():
            if others.is_news(name, topic.people_here, now_s):
                self._broker.publish(name, "people", _encode((self._me, topic.people_here)))
        for name in others.forget_old(now_s):
            if (topic_here := self._topics.get(name)) is not None:
                topic_here.set_elsewhere(others.elsewhere(name))

    def _hear_people(self, name: str, process: str, count: int) -> None:
        if self._others is None or process == self._me:
            return
        self._others.hear(name, process, count, asyncio.get_running_loop().time())
        if (topic := self._topics.get(name)) is not None:
            topic.set_elsewhere(self._others.elsewhere(name))

    def _say_goodbye(self) -> None:
        for name in self._others.told_topics() if self._others else ():
            self._broker.publish(name, "people", _encode((self._me, 0)))

    def _forget_idle(self, now_s: float) -> None:
        for name, topic in list(self._topics.items()):
            if topic.members:
                self._idle_since_s.pop(name, None)
            elif now_s - self._idle_since_s.setdefault(name, now_s) > self._idle_s:
                self._forget(name)

    def _forget(self, name: str) -> None:
        topic = self._topics.pop(name)
        del self._idle_since_s[name]
        if self._others is not None:
            self._others.forget(name)
        gone = self._gone
        self._gone = gone._replace(
            deliveries=gone.deliveries + topic.deliveries,
            dropped=gone.dropped + topic.dropped,
            kicked=gone.kicked + topic.kicked,
        )


def _each(take: Callable[[str, Value], None], named: Mapping[str, Value]) -> None:
    for name, value in named.items():
        take(name, value)
