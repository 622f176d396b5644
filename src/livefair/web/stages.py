"""Between rooms and the media engine: a room that can go on air has a stage; what happens there becomes facts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from livefair.kernel import SYSTEM, Actor, Database, Fact, Refusal, Unavailable, WriteTx
from livefair.kernel.log import log
from livefair.live import Recording, media_started, media_stopped, publish_replay, show_on_air, start_show
from livefair.live.events import ShowEnded
from livefair.live.on_air import show_for
from livefair.live.publishing import media_lost
from livefair.live.queries import rooms_on_air
from livefair.media import (
    EmbeddedEngine,
    IngestTicket,
    PublishStarted,
    PublishStopped,
    RecordingReady,
    Refused,
    StageEvent,
    StageSpec,
)

TICKET_S = 12 * 3600


class Tickets(NamedTuple):
    """The ways in for one host, for one show."""

    whip: IngestTicket
    recorder: IngestTicket
    rtmp: IngestTicket


class Stages:
    """One per program. The database knows what is on air; this follows it, and tells it what the engine sees."""

    def __init__(self, db: Database, media: EmbeddedEngine) -> None:
        self._db, self._media = db, media
        self._publishing: dict[str, str] = {}
        self._closing: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Stages"]:
        """Stages for all shows on air, then events until the block ends."""
        loop = asyncio.get_running_loop()

        def watch(facts: Sequence[Fact], _jobs: int) -> None:
            for fact in facts:
                if isinstance(fact, ShowEnded):
                    with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
                        loop.call_soon_threadsafe(self._close_later, fact.room_id)

        await self._db.write(media_lost, SYSTEM)
        for room in await self._db.read(rooms_on_air, SYSTEM, most=200):
            await self._open(room.room_id, room.show_id)
        unsubscribe = self._db.subscribe(watch)
        listening = asyncio.create_task(self._listen(), name="stage-events")
        try:
            yield self
        finally:
            unsubscribe()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            for publishing_id in self._publishing.values():
                await self._db.write(media_stopped, SYSTEM, publishing_id)

    async def tickets(self, actor: Actor, room_id: str, show_id: str) -> Tickets:
        """For a host who may run the room: whoever calls has checked that. Unavailable: media_away."""
        try:
            stage = await self._media.open(room_id, StageSpec(recording=show_id))
        except Refused as away:
            raise Unavailable("media_away") from away
        return Tickets(
            whip=stage.ingest(actor.id, "whip", TICKET_S),
            recorder=stage.ingest(actor.id, "ws", TICKET_S),
            rtmp=stage.ingest(actor.id, "rtmp", TICKET_S),
        )

    async def _open(self, room_id: str, show_id: str) -> None:
        try:
            await self._media.open(room_id, StageSpec(recording=show_id))
        except Refused as refused:
            log.warning("stage_not_opened", room=room_id, code=refused.code)

    def _close_later(self, room_id: str) -> None:
        task = asyncio.create_task(self._close(room_id))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _close(self, room_id: str) -> None:
        with contextlib.suppress(Refused):  # the worker is away: nothing is open there
            await self._media.close(room_id)

    async def _listen(self) -> None:
        async for event in self._media.events():
            try:
                await self._heed(event)
            except Refusal as refusal:
                log.info("stage_event_refused", kind=type(event).__name__, room=event.room, code=refusal.code)
            except Exception as error:  # one event that cannot be kept must not silence those after it
                log.error("stage_event_failed", kind=type(event).__name__, room=event.room, error=str(error))

    async def _heed(self, event: StageEvent) -> None:
        if isinstance(event, PublishStarted):
            started = await self._db.write(pictures_came, SYSTEM, event.room, event.recording, event.kind)
            self._publishing[event.session] = started
        elif isinstance(event, PublishStopped):
            if (publishing_id := self._publishing.pop(event.session, None)) is not None:
                await self._db.write(media_stopped, SYSTEM, publishing_id)
        elif isinstance(event, RecordingReady) and event.duration_ms > 0:
            await self._db.write(keep_replay, SYSTEM, event)


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
