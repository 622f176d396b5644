"""The desk of all rooms: lines and taps go to everybody at once, and into the journal in batches.

Who says something is told that it was accepted when its batch is committed (`kept`): what a process that dies had not
written down, it had promised to nobody. Sent again under the same key, to any process, it is still said once.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import NamedTuple

from livefair.kernel import SYSTEM, Actor, Conflict, Database, NotAllowed, TooMany, Unavailable
from livefair.kernel.ids import IdSource, id_for_key, id_source
from livefair.kernel.log import log
from livefair.live import PULSES, SOURCES
from livefair.live.chat import Line, check_line, is_kept
from livefair.live.civility import answer_nudge, nudge, weigh
from livefair.live.journal import Batch, Tap, journal
from livefair.live.manners import require_manners
from livefair.live.on_air import on_air_for, show_on_air
from livefair.live.room_events import Joined, chat_event
from livefair.live.rules import gist, key_hash
from livefair.live.rules.manners import whole_seconds
from livefair.live.stays import Arrival, Click, Departure
from livefair.people import PersonCard
from livefair.realtime import Allowance, Hub

# As long as the hub's tick: who speaks waits for the acknowledgement no longer than the others for the line.
FLUSH_S = 0.1
RETRY_S = 0.5
TRIES = 5
WAITING_MAX = 2_000
ON_AIR_S = 1.0
ROOMS_KEPT = 10_000
LIKES_PER_MESSAGE_MAX = 50


def topic_of(room_id: str) -> str:
    return f"room:{room_id}"


class Taps(NamedTuple):
    kind: str
    times: int
    key: str


class Weighed(NamedTuple):
    """What somebody means to say, and the answer to which nudge it is, if to one; `said` is what it will be called."""

    text: str
    said: str
    nudge: str | None = None


def question_to_weigh(text: str, nudge: str | None) -> Weighed:
    """A question is called by what makes it the same as another."""
    return Weighed(text, f"question:{key_hash(gist(text))}"[:80], nudge or None)


class RoomDesk:
    """One per program. Its promises: nothing waits on the network, everything that waits has a limit."""

    def __init__(self, db: Database, hub: Hub) -> None:
        self._db, self._hub = db, hub
        self._new_id: IdSource = id_source()
        self._speaking = Allowance(per_s=1, burst=5)
        self._tapping = Allowance(per_s=20, burst=150)
        self._pulsing = Allowance(per_s=0.5, burst=3)
        self._asking = Allowance(per_s=0.5, burst=8)
        self._clicking = Allowance(per_s=1, burst=10)
        self._greeting = Allowance(per_s=2, burst=5)
        self._on_air: dict[str, tuple[str | None, float]] = {}
        self._room_of: dict[str, str] = {}
        self._last_said: dict[tuple[str, str], int] = {}
        self._lines: list[Line] = []
        self._taps: defaultdict[tuple[str, str, str, str], int] = defaultdict(int)
        self._arrivals: list[Arrival] = []
        self._departures: list[Departure] = []
        self._clicks: list[Click] = []
        self._peaks: dict[str, int] = {}
        self._new_peaks: dict[str, int] = {}
        self._one_flush = asyncio.Lock()
        self._news = asyncio.Event()
        self._collecting: asyncio.Future[None] | None = None
        self._in_flight: asyncio.Future[None] | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["RoomDesk"]:
        """Journal until the block ends, and what is left then."""
        flushing = asyncio.create_task(self._keep_flushing(), name="room-journal")
        try:
            yield self
        finally:
            flushing.cancel()
            await asyncio.gather(flushing, return_exceptions=True)
            await self.flush()

    async def say(
        self,
        actor: Actor,
        room_id: str,
        *,
        text: str,
        reply_to: str | None = None,
        key: str | None = None,
        nudge: str | None = None,
    ) -> Line:
        """Send a chat line. `key` is for saying it again (`id_for_key`).

        Refusals: too_often, those of `check_line`, `weigh` and `require_manners`.
        """
        self._allow(self._speaking, actor.id)
        self._require_room_to_wait()
        now_ms = self._db.clock()
        line_id = (id_for_key(key, f"{actor.id} {room_id}", now_ms) if key else None) or self._new_id(now_ms)
        line = await self._db.read(check_line, actor, room_id, line_id=line_id, text=text, reply_to=reply_to)
        if key is not None and await self._db.read(is_kept, line_id):
            return line
        await self.weigh(actor, room_id, Weighed(line.text, line_id, nudge))
        await self._heed_manners(actor, room_id, now_ms)
        self._lines.append(line)
        self._promise()
        self._hub.publish(topic_of(room_id), chat_event(line))
        return line

    async def weigh(self, actor: Actor, room_id: str, weighed: Weighed) -> None:
        """Before it is said. Conflict: word_unwanted (word); uncivil (nudge, word), to be sent with `nudge` then."""
        uncivil = await self._db.read(weigh, actor, room_id, weighed.text)
        if weighed.nudge:
            choice = "sent" if uncivil else "rewritten"
            answered = await self._db.write(
                answer_nudge, actor, weighed.nudge, room_id=room_id, choice=choice, said=weighed.said
            )
            if answered:
                return
        if uncivil:
            nudged = await self._db.write(nudge, actor, room_id)
            raise Conflict("uncivil", nudge=nudged, word=uncivil[0])

    async def _heed_manners(self, actor: Actor, room_id: str, now_ms: int) -> None:
        """Slow mode counts lines that are not written down yet, too."""
        key = (room_id, actor.id)
        last_at_ms = self._last_said.get(key, 0)
        slow_ms = await self._db.read(require_manners, actor, room_id, last_at_ms=last_at_ms)
        if not slow_ms:
            return
        if self._last_said.get(key, 0) != last_at_ms:  # another line of theirs came first
            raise TooMany("slow_mode", seconds=whole_seconds(slow_ms))
        if len(self._last_said) >= ROOMS_KEPT:
            self._last_said.clear()
        self._last_said[key] = now_ms

    async def kept(self) -> None:
        """Until everything that was taken so far is written down. Unavailable: too_busy, it was given up."""
        promise = self._collecting or self._in_flight
        if promise is not None:
            await asyncio.shield(promise)

    async def like(self, actor: Actor, viewer: str, room_id: str, times: int, *, key: str = "") -> None:
        """Count likes, guests' too; the same `key` again counts nothing. Refusals: too_often, not_on_air."""
        times = min(max(times, 1), LIKES_PER_MESSAGE_MAX)
        self._allow(self._tapping, viewer, times)
        if await self._tap(actor, viewer, room_id, Taps("like", times, key)):
            self._hub.add(topic_of(room_id), {"likes": times})

    async def pulse(self, actor: Actor, viewer: str, room_id: str, pulse: str, *, key: str = "") -> None:
        """Tell the host something with one tap. Refusals: pulse_unknown, too_often, not_on_air."""
        if pulse not in PULSES:
            raise NotAllowed("pulse_unknown")
        self._allow(self._pulsing, viewer)
        if await self._tap(actor, viewer, room_id, Taps(f"pulse:{pulse}", 1, key)):
            self._hub.add(topic_of(room_id), {f"pulse:{pulse}": 1})

    def require_patience(self, viewer: str) -> None:
        """For questions and votes, which are written at once. Refusal: too_often."""
        self._allow(self._asking, viewer)

    async def arrive(
        self, room_id: str, viewer: str, *, source: str, from_video_id: str | None, card: PersonCard | None
    ) -> str:
        """Note that somebody has come; people with a name are greeted. Returns the stay's id."""
        stay_id = self._new_id(self._db.clock())
        show_id = await self._show_on_air(room_id)
        if show_id is not None:
            self._note_how_many(room_id, show_id)
        if len(self._arrivals) < WAITING_MAX:
            known = source if source in SOURCES else "direct"
            arrival = Arrival(stay_id, room_id, show_id, viewer, known, from_video_id, self._db.clock())
            self._arrivals.append(arrival)
            self._news.set()
        if card is not None and show_id is not None and self._greeting.take(room_id, self._now_s()):
            self._hub.publish(topic_of(room_id), Joined(by=card.id, name=card.name))
        return stay_id

    def depart(self, stay_id: str) -> None:
        if len(self._departures) < WAITING_MAX:
            self._departures.append(Departure(stay_id, self._db.clock()))
            self._news.set()

    async def click(self, viewer: str, room_id: str, product_id: str) -> None:
        """Note that somebody has opened a product out of the room; what nobody is on air for counts for nothing."""
        show_id = await self._show_on_air(room_id)
        if show_id is None or len(self._clicks) >= WAITING_MAX or not self._clicking.take(viewer, self._now_s()):
            return
        now_ms = self._db.clock()
        self._clicks.append(Click(self._new_id(now_ms), show_id, viewer, product_id, now_ms))
        self._news.set()

    def forget(self, room_id: str) -> None:
        """Ask again whether the room is on air: it has just changed."""
        self._on_air.pop(room_id, None)

    async def flush(self) -> None:
        """Write down what has been collected, after what is being written down already."""
        async with self._one_flush:
            batch = self._take()
            if batch is None:
                return
            self._in_flight, self._collecting = self._collecting, None
            is_kept = await self._write(batch)
            if self._in_flight is not None and is_kept:
                self._in_flight.set_result(None)
            elif self._in_flight is not None:
                self._in_flight.set_exception(Unavailable("too_busy"))
            self._in_flight = None

    def _promise(self) -> None:
        """Somebody may want to know when the batch that is being collected is kept."""
        self._news.set()
        if self._collecting is None:
            self._collecting = asyncio.get_running_loop().create_future()
            # Nobody has to listen to it.
            self._collecting.add_done_callback(lambda promise: promise.cancelled() or promise.exception())

    async def _keep_flushing(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await asyncio.sleep(FLUSH_S)
            # Once begun, a batch is finished, also when the program ends meanwhile.
            await asyncio.shield(asyncio.ensure_future(self.flush()))

    async def _write(self, batch: Batch) -> bool:
        """What the database refuses again and again is given up: signals are not worth a standstill."""
        for attempt in range(1, TRIES + 1):
            try:
                likes = await self._db.write(journal, SYSTEM, batch)
            except Exception as error:
                log.error("room_journal_failed", attempt=attempt, lines=len(batch.lines), error=str(error))
                await asyncio.sleep(RETRY_S)
                continue
            for show_id, count in likes.items():
                if (room_id := self._room_of.get(show_id)) is not None:
                    self._hub.rise(topic_of(room_id), {"likes": count})
            return True
        return False

    def _take(self) -> Batch | None:
        taps = tuple(Tap(show, who, kind, times, key) for (show, who, kind, key), times in self._taps.items())
        collected = (tuple(self._lines), taps, tuple(self._arrivals), tuple(self._departures))
        waiting = (*collected, tuple(self._new_peaks.items()), tuple(self._clicks))
        if not any(waiting):
            return None
        for each in (self._lines, self._taps, self._arrivals, self._departures, self._new_peaks, self._clicks):
            each.clear()
        return Batch(self._new_id(self._db.clock()), *waiting)

    def _note_how_many(self, room_id: str, show_id: str) -> None:
        here = self._hub.people(topic_of(room_id))
        if here > self._peaks.get(show_id, 0):
            self._peaks[show_id] = self._new_peaks[show_id] = here

    async def _tap(self, actor: Actor, viewer: str, room_id: str, taps: Taps) -> bool:
        """False: these are counted already."""
        show_id = await self._show_on_air(room_id)
        if show_id is None:  # refused here, unless it has begun within the last second
            show_id = (await self._db.read(on_air_for, actor, room_id)).show.id
            self._remember(room_id, show_id)
        place = (show_id, viewer, taps.kind, taps.key)
        if taps.key and place in self._taps:
            return False
        if len(self._taps) >= WAITING_MAX and place not in self._taps:
            raise TooMany("too_busy")
        self._taps[place] += taps.times
        self._promise()
        return True

    async def _show_on_air(self, room_id: str) -> str | None:
        """Looked up at most once a second for a room, however many tap."""
        show_id, until_s = self._on_air.get(room_id, (None, 0.0))
        if until_s < self._now_s():
            show = await self._db.read(show_on_air, room_id)
            show_id = show.id if show else None
            self._remember(room_id, show_id)
        return show_id

    def _remember(self, room_id: str, show_id: str | None) -> None:
        if len(self._on_air) >= ROOMS_KEPT:
            self._on_air.clear()
        self._on_air[room_id] = (show_id, self._now_s() + ON_AIR_S)
        if show_id is None:
            return
        if len(self._room_of) >= ROOMS_KEPT:
            self._room_of.clear()
            self._peaks.clear()
        self._room_of[show_id] = room_id

    def _allow(self, allowance: Allowance, key: str, amount: float = 1) -> None:
        if not allowance.take(key, self._now_s(), amount):
            raise TooMany("too_often")

    def _require_room_to_wait(self) -> None:
        if len(self._lines) >= WAITING_MAX:
            raise TooMany("too_busy")

    @staticmethod
    def _now_s() -> float:
        return asyncio.get_running_loop().time()
