"""Between rooms and the media engine: the one program that has the workers follows what is on air and makes facts of
what happens there.

Shows end in any program: this looks into the database, and hears of its own program's commits at once.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from livefair.kernel import DAY_MS, SYSTEM, Actor, Database, Fact, ReadTx, Refusal, WriteTx
from livefair.kernel.log import log
from livefair.live import Recording, media_started, media_stopped, publish_replay, show_on_air, start_show
from livefair.live.cohosting import seat_pictures_came, seat_pictures_ceased, seat_pictures_lost
from livefair.live.events import ShowEnded
from livefair.live.events_of_seats import SeatEnded
from livefair.live.on_air import over_among, show_for
from livefair.live.publishing import media_lost
from livefair.live.queries import rooms_on_air
from livefair.live.replays import shows_without_replay
from livefair.live.seats import all_taken_seats, is_seat, over_among_seats
from livefair.live.signal import note_signal
from livefair.live.simulcast import note_target, sendings_of
from livefair.media import (
    Fleet,
    KeyFramesTooRare,
    PublishStarted,
    PublishStopped,
    RecordingReady,
    Refused,
    RestreamChanged,
    StageEvent,
    StageSpec,
    StreamMeasured,
    Target,
)
from livefair.web.ladder_keeper import LadderKeeper
from livefair.web.sealing import Seal
from livefair.web.signal_watch import SignalWatch
from livefair.web.stages import seat_stage

LOOK_S = 2.0
# Recordings of shows that ended so long ago are looked for at the start.
LOST_MS = 7 * DAY_MS


class StageKeeper:
    """Follows ends, starts and recordings. One per site, in the program that has the media workers."""

    def __init__(self, db: Database, media: Fleet, seal: Seal, *, ladder_top: int = 0) -> None:
        self._db, self._media, self._seal = db, media, seal
        self._ladders = LadderKeeper(db, media, top=ladder_top)
        self._sent: dict[str, list[Target]] = {}
        self._publishing: dict[str, str] = {}
        self._seated: dict[str, str] = {}
        self._watches: dict[str, SignalWatch] = {}
        self._ended = asyncio.Event()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["StageKeeper"]:
        """Stages for all shows on air, then events until the block ends."""
        loop = asyncio.get_running_loop()

        def watch(facts: Sequence[Fact], _jobs: int) -> None:
            if any(isinstance(fact, ShowEnded | SeatEnded) for fact in facts):
                with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
                    loop.call_soon_threadsafe(self._ended.set)

        await self._db.write(media_lost, SYSTEM)
        await self._db.write(seat_pictures_lost, SYSTEM)
        await self._keep_lost_replays()
        for room in await self._db.read(rooms_on_air, SYSTEM, most=200):
            await self._open(room.room_id, StageSpec(recording=room.show_id))
        for seat in await self._db.read(all_taken_seats):
            await self._open(seat.id, seat_stage(seat.id))
        unsubscribe = self._db.subscribe(watch)
        tasks = [
            asyncio.create_task(self._listen(), name="stage-events"),
            asyncio.create_task(self._follow_ends(), name="stage-ends"),
            asyncio.create_task(self._follow_targets(), name="stage-targets"),
        ]
        try:
            yield self
        finally:
            unsubscribe()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for publishing_id in self._publishing.values():
                await self._db.write(media_stopped, SYSTEM, publishing_id)

    async def _open(self, name: str, spec: StageSpec) -> None:
        try:
            await self._media.open(name, spec)
        except Refused as refused:
            log.warning("stage_not_opened", room=name, code=refused.code)

    async def _follow_ends(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._ended.wait()
            self._ended.clear()
            try:
                await self._close_ended()
            except Exception as error:  # the database is away for a moment: the shows are still over afterwards
                log.error("stage_ends_not_read", error=str(error))

    async def _close_ended(self) -> None:
        room_of = {spec.recording: room for room, spec in self._media.open_rooms().items()}
        for recording in await self._db.read(over_now, list(room_of)) if room_of else ():
            try:
                await self._media.close(room_of[recording])
            except Refused:  # the worker is away, and its stage is not opened there again: it will tell nothing
                await self._keep_lost_replays()

    async def _follow_targets(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.send_on()
                await self._ladders.offer()
            except Exception as error:  # the database or a worker is away for a moment
                log.error("targets_not_sent", error=type(error).__name__)

    async def send_on(self) -> None:
        """Tell the workers where each open room goes besides, if that is not what they know."""
        open_rooms = list(self._media.open_rooms())
        wanted: dict[str, list[Target]] = {room: [] for room in open_rooms}
        for sending in await self._db.read(sendings_of, open_rooms) if open_rooms else ():
            key = self._seal.open(sending.sealed_key)
            if key is None:  # the site's secret is another than when it was sealed
                await self._db.write(note_target, SYSTEM, sending.id, state="down", reason="key_lost")
            else:
                wanted[sending.room_id].append(Target(id=sending.id, url=sending.url, key=key))
        for room in self._sent.keys() - wanted.keys():
            del self._sent[room]
        for room, targets in wanted.items():
            if self._sent.get(room, []) == targets:
                continue
            try:
                await self._media.send_on(room, targets)
                self._sent[room] = targets
            except Refused as refused:
                log.warning("targets_not_sent", room=room, code=refused.code)

    async def _keep_lost_replays(self) -> None:
        """What was recorded of shows that ended while no program heard of it."""
        since_ms = self._db.clock() - LOST_MS
        for room_id, show_id in await self._db.read(shows_without_replay, since_ms=since_ms):
            rows = self._media.recording(room_id, show_id).rows()
            if rows:
                lasts_ms = round(sum(row.duration_s for row in rows) * 1000)
                recording = Recording(f"{room_id}/{show_id}", rows[0].started_at_ms, lasts_ms)
                await self._db.write(publish_replay, SYSTEM, show_id, recording)

    async def _listen(self) -> None:
        async for event in self._media.events():
            try:
                await self._heed(event)
            except Refusal as refusal:
                log.info("stage_event_refused", kind=type(event).__name__, room=event.room, code=refusal.code)
            except Exception as error:  # one event that cannot be kept must not silence those after it
                log.error("stage_event_failed", kind=type(event).__name__, room=event.room, error=str(error))

    async def _heed(self, event: StageEvent) -> None:
        self._ladders.heed(event)
        if isinstance(event, PublishStarted | PublishStopped) and await self._db.read(is_seat, event.room):
            await self._heed_seat(event)
        elif isinstance(event, PublishStarted):
            started = await self._db.write(pictures_came, SYSTEM, event.room, event.recording, event.kind)
            self._publishing[event.session] = started
        elif isinstance(event, KeyFramesTooRare | StreamMeasured):
            await self._watch(event)
        elif isinstance(event, PublishStopped):
            self._watches.pop(event.session, None)
            if (publishing_id := self._publishing.pop(event.session, None)) is not None:
                await self._db.write(media_stopped, SYSTEM, publishing_id)
        elif isinstance(event, RestreamChanged):
            await self._db.write(note_target, SYSTEM, event.target, state=event.state, reason=event.reason)
        elif isinstance(event, RecordingReady) and event.duration_ms > 0:
            await self._db.write(keep_replay, SYSTEM, event)

    async def _heed_seat(self, event: StageEvent) -> None:
        """One publisher that takes another's place is told of before the other's end is: only the last one's counts."""
        if isinstance(event, PublishStarted):
            self._seated[event.room] = event.session
            await self._db.write(seat_pictures_came, SYSTEM, event.room)
        elif isinstance(event, PublishStopped) and self._seated.get(event.room) == event.session:
            del self._seated[event.room]
            await self._db.write(seat_pictures_ceased, SYSTEM, event.room)

    async def _watch(self, event: KeyFramesTooRare | StreamMeasured) -> None:
        publishing_id = self._publishing.get(event.session)
        if publishing_id is None:
            return
        warnings = self._watches.setdefault(event.session, SignalWatch()).heed(event)
        if warnings is not None:
            await self._db.write(note_signal, SYSTEM, publishing_id, warnings)


def over_now(tx: ReadTx, recordings: list[str]) -> list[str]:
    """Shows and seats that have ended."""
    return [*over_among(tx, recordings), *over_among_seats(tx, recordings)]


def pictures_came(tx: WriteTx, actor: Actor, room_id: str, show_id: str, protocol: str) -> str:
    """The first picture puts a planned show on the air. Returns the publishing's id."""
    publishing_id = media_started(tx, SYSTEM, room_id, protocol=protocol)
    if show_on_air(tx, room_id) is None:
        _, room = show_for(tx, actor, show_id)
        start_show(tx, Actor(room.host_id, frozenset({"host"})), show_id)
    return publishing_id


def keep_replay(tx: WriteTx, actor: Actor, event: RecordingReady) -> None:
    """What was recorded of a show that is over; of one that goes on (a new worker), it is kept at its end."""
    recording = Recording(f"{event.room}/{event.recording}", event.started_at_ms, event.duration_ms)
    publish_replay(tx, SYSTEM, event.recording, recording)
