"""The embedded engine: one worker process for all rooms, kept alive, spoken to over its pipes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from livefair.media.clock import now_ms
from livefair.media.contract import (
    AnyStageEvent,
    IngestKind,
    IngestTicket,
    PlaybackSource,
    PublishStarted,
    PublishStopped,
    StageSpec,
    StageStats,
)
from livefair.media.control import (
    Answer,
    CloseStage,
    Command,
    GetStats,
    Kick,
    OpenStage,
    Ready,
    SetLadder,
    SetTargets,
    WorkerStats,
)
from livefair.media.recording import SegmentIndex, delete_recording, recording_folder
from livefair.media.refusals import Refused
from livefair.media.restream import Target
from livefair.media.settings import MediaSettings
from livefair.media.supervisor import Supervisor
from livefair.media.tickets import Action, issue_ticket

_ANSWER_S = 10.0
_RESTART_S = 4.0
_READER_QUEUE_MAX = 1_000
_REVOCATIONS_MAX = 1_000


@dataclass(frozen=True)
class WorkerAddress:
    """Where the worker listens now; the HTTP port is for a proxy on this machine."""

    http_host: str
    http_port: int
    rtmp_port: int

    @property
    def http_base(self) -> str:
        return f"http://{self.http_host}:{self.http_port}"


class EmbeddedEngine:
    """`start`, then use; `stop` leaves nothing running. One per process that serves the web."""

    def __init__(self, settings: MediaSettings) -> None:
        self.settings = settings
        self._supervisor = Supervisor(settings, self._on_told, self._on_ready, self._on_lost)
        self._specs: dict[str, StageSpec] = {}
        self._targets: dict[str, list[Target]] = {}
        self._ladders: set[str] = set()
        self._revoked: dict[tuple[str, str | None], int] = {}
        self._live: dict[str, PublishStarted] = {}
        self._answers: dict[int, asyncio.Future[Answer]] = {}
        self._readers: set[asyncio.Queue[AnyStageEvent]] = set()
        self._next_number = 0

    async def start(self, timeout_s: float = 30.0) -> None:
        """Until the worker listens; Refused `media_away` when it does not in time."""
        await self._supervisor.start()
        try:
            async with asyncio.timeout(timeout_s):
                await self._supervisor.ready.wait()
        except TimeoutError:
            await self.stop()
            raise _away() from None

    async def stop(self) -> None:
        await self._supervisor.stop()

    @property
    def is_ready(self) -> bool:
        return self._supervisor.ready.is_set()

    @property
    def worker_pid(self) -> int | None:
        return self._supervisor.pid

    @property
    def restarts(self) -> int:
        """How often the worker was lost and started again."""
        return self._supervisor.restarts

    @property
    def address(self) -> WorkerAddress:
        """Refused `media_away` before the first start."""
        if self._supervisor.http_port == 0:
            raise _away()
        return WorkerAddress(self.settings.http_host, self._supervisor.http_port, self._supervisor.rtmp_port)

    async def open(self, room: str, spec: StageSpec) -> EmbeddedStage:
        """The stage stays open over restarts of the worker, until `close`. Opened again: the new spec.

        Refused: `name_malformed`, `too_many_rooms`, `media_away`.
        """
        await self._ask(OpenStage(self._number(), room, spec))
        self._specs[room] = spec
        return EmbeddedStage(self, room, spec)

    async def send_on(self, room: str, targets: list[Target]) -> None:
        """Send the stage's stream on to these targets, and to no others; remembered over restarts of the worker.

        Refused: `not_open`, `too_many_targets`, `target_malformed`, `media_away`.
        """
        await self._ask(SetTargets(self._number(), room, targets))
        self._targets[room] = targets

    async def offer_ladder(self, room: str, *, wanted: bool) -> None:
        """Offer the room's picture in 480p and 360p too, or not any more; remembered over restarts of the worker.

        Refused: `not_open`, `too_many_ladders`, `media_away`.
        """
        await self._ask(SetLadder(self._number(), room, wanted))
        (self._ladders.add if wanted else self._ladders.discard)(room)

    async def close(self, room: str) -> None:
        """End the stage; `RecordingReady` follows when something was recorded."""
        self._specs.pop(room, None)
        self._targets.pop(room, None)
        self._ladders.discard(room)
        await self._ask(CloseStage(self._number(), room))

    def stage(self, room: str) -> EmbeddedStage | None:
        """The open stage of that name."""
        spec = self._specs.get(room)
        return EmbeddedStage(self, room, spec) if spec else None

    async def events(self) -> AsyncIterator[AnyStageEvent]:
        """What happens on all stages from now on; too slow a reader loses the oldest of a bounded queue."""
        queue: asyncio.Queue[AnyStageEvent] = asyncio.Queue(_READER_QUEUE_MAX)
        with self.told_to(queue):
            while True:
                yield await queue.get()

    @contextmanager
    def told_to(self, queue: asyncio.Queue[AnyStageEvent]) -> Iterator[None]:
        """Put events into `queue` until the block ends; a full one loses its oldest."""
        self._readers.add(queue)
        try:
            yield
        finally:
            self._readers.discard(queue)

    async def stats(self) -> WorkerStats:
        """Numbers of this moment; Refused `media_away` while the worker is away."""
        answer = await self._ask(GetStats(self._number()))
        if answer.stats is None:
            raise _away()
        return answer.stats

    def recording(self, room: str, recording: str) -> SegmentIndex:
        """Replay, clips and offsets of a recording, read from its files."""
        return SegmentIndex(recording_folder(self.settings.folder, room, recording))

    async def delete_recording(self, room: str, recording: str) -> bool:
        """False if there is none. Close its stage first."""
        return await asyncio.to_thread(delete_recording, self.settings.folder, room, recording)

    def ticket(self, action: Action, room: str, subject: str, ttl_s: int) -> tuple[str, int]:
        """(token, expires_at_ms); signing asks nobody."""
        return issue_ticket(self.settings.key, action, room, subject, ttl_s, now_ms())

    def publisher(self, room: str) -> PublishStarted | None:
        """Who publishes now, as far as the worker told."""
        return self._live.get(room)

    def is_whip_live(self, room: str) -> bool:
        live = self.publisher(room)
        return live is not None and live.kind == "whip"

    def address_of(self, _room: str) -> WorkerAddress:
        """Where the room's worker listens: here, the one there is."""
        return self.address

    def open_rooms(self) -> dict[str, StageSpec]:
        """Every open stage by its room."""
        return dict(self._specs)

    async def kick(self, room: str, subject: str | None) -> None:
        """See `Stage.kick`; remembered over restarts of the worker."""
        at = now_ms()
        self._revoked[room, subject] = at
        if len(self._revoked) > _REVOCATIONS_MAX:
            del self._revoked[next(iter(self._revoked))]
        await self._ask(Kick(self._number(), room, subject, at))

    async def _ask(self, command: Command) -> Answer:
        await self._wait_ready()
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._answers[command.number] = answer
        try:
            await self._supervisor.send(command)
            async with asyncio.timeout(_ANSWER_S):
                told = await answer
        except (TimeoutError, ConnectionError):
            raise _away() from None
        finally:
            del self._answers[command.number]
        if told.refused:
            raise Refused(told.refused, 503 if told.refused == "too_many_rooms" else 422)
        return told

    async def _wait_ready(self) -> None:
        """A worker that was lost is usually back within two seconds: callers need not notice."""
        try:
            async with asyncio.timeout(_RESTART_S):
                await self._supervisor.ready.wait()
        except TimeoutError:
            raise _away() from None

    def _number(self) -> int:
        self._next_number += 1
        return self._next_number

    async def _on_ready(self, told: Ready) -> None:
        """A new worker knows nothing: tell it what is open and who is out."""
        for (room, subject), at in self._revoked.items():
            await self._supervisor.send(Kick(self._number(), room, subject, at))
        for room, spec in self._specs.items():
            await self._supervisor.send(OpenStage(self._number(), room, spec))
            if targets := self._targets.get(room):
                await self._supervisor.send(SetTargets(self._number(), room, targets))
            if room in self._ladders:
                await self._supervisor.send(SetLadder(self._number(), room, True))

    def _on_lost(self) -> None:
        for waiting in self._answers.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError())
        for room, live in list(self._live.items()):
            self._tell(
                PublishStopped(
                    room=room, recording=live.recording, at_ms=now_ms(), session=live.session,
                    reason="worker_lost",
                )
            )  # fmt: skip

    def _on_told(self, told: Answer | AnyStageEvent) -> None:
        if not isinstance(told, Answer):
            self._tell(told)
            return
        waiting = self._answers.get(told.number)
        if waiting is not None and not waiting.done():
            waiting.set_result(told)

    def _tell(self, event: AnyStageEvent) -> None:
        if isinstance(event, PublishStarted):
            self._live[event.room] = event
        elif isinstance(event, PublishStopped):
            live = self._live.get(event.room)
            if live is not None and live.session == event.session:
                del self._live[event.room]
        for queue in self._readers:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(event)


class StageOwner(Protocol):
    """What a stage asks of its engine."""

    def ticket(self, action: Action, room: str, subject: str, ttl_s: int) -> tuple[str, int]: ...
    def address_of(self, room: str, /) -> WorkerAddress: ...
    def is_whip_live(self, room: str) -> bool: ...
    def recording(self, room: str, recording: str) -> SegmentIndex: ...
    async def kick(self, room: str, subject: str | None) -> None: ...
    async def stats(self) -> WorkerStats: ...


class EmbeddedStage:
    """An open room of our own engine, wherever that runs."""

    def __init__(self, engine: StageOwner, room: str, spec: StageSpec) -> None:
        self.room = room
        self.spec = spec
        self._engine = engine

    def ingest(self, subject: str, kind: IngestKind, ttl_s: int = 3600) -> IngestTicket:
        """A ticket that lets `subject` publish here."""
        token, expires = self._engine.ticket("publish", self.room, subject, ttl_s)
        if kind == "rtmp":
            return IngestTicket(
                kind="rtmp", path="/live", token=token, expires_at_ms=expires,
                port=self._engine.address_of(self.room).rtmp_port, stream_key=f"{self.room}?token={token}",
            )  # fmt: skip
        path = f"/whip/{self.room}" if kind == "whip" else f"/ingest/{self.room}?token={token}"
        return IngestTicket(kind=kind, path=path, token=token, expires_at_ms=expires)

    def playback(self, subject: str | None = None, ttl_s: int = 3600) -> list[PlaybackSource]:
        """The ways to watch, best latency first; WHEP only for a named subject and while WHIP publishes."""
        token, expires, query = None, None, ""
        if subject is not None:
            token, expires = self._engine.ticket("play", self.room, subject, ttl_s)
        if not self.spec.public:
            query = f"?token={token or ''}"
        sources = []
        if subject is not None and self._engine.is_whip_live(self.room):
            sources.append(
                PlaybackSource(
                    kind="whep", path=f"/whep/{self.room}", latency_ms=300, token=token, expires_at_ms=expires
                )
            )
        expires = None if self.spec.public else expires
        low, plain = f"/hls/{self.room}/index.m3u8{query}", f"/hls/{self.room}/plain.m3u8{query}"
        sources.append(PlaybackSource(kind="llhls", path=low, latency_ms=1_500, expires_at_ms=expires))
        sources.append(PlaybackSource(kind="hls", path=plain, latency_ms=6_000, expires_at_ms=expires))
        return sources

    async def kick(self, *, subject: str | None = None) -> None:
        """End the sessions of `subject` (None: of everyone) and refuse their tickets issued so far."""
        await self._engine.kick(self.room, subject)

    async def stats(self) -> StageStats:
        """Numbers of this moment; Refused `media_away` while the worker is away, `not_open` when closed."""
        for stage in (await self._engine.stats()).stages:
            if stage.room == self.room:
                return stage
        raise Refused("not_open", 404)

    @property
    def poster_path(self) -> str:
        """A still of this run as WebP, 480 wide; with `?t=` (epoch ms) the one of that moment."""
        return f"/hls/{self.room}/{self.spec.recording}/poster.webp"

    def recording(self) -> SegmentIndex:
        """This run's segments so far."""
        return self._engine.recording(self.room, self.spec.recording)


def _away() -> Refused:
    return Refused("media_away", 503)
