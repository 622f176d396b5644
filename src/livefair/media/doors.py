"""The open stages and the ways in: every publisher and viewer passes here before its first byte."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack, suppress

from livefair.media.contract import AnyStageEvent, StageSpec
from livefair.media.guard import Guard
from livefair.media.ingest_bytes import ByteIngest
from livefair.media.publisher import Publisher
from livefair.media.recording import SegmentIndex, recording_folder
from livefair.media.refusals import Refused, not_admitted
from livefair.media.restream import Target
from livefair.media.rtmp import RtmpConnection, RtmpSink
from livefair.media.rtmp_chunks import ChunkConnection
from livefair.media.settings import MediaSettings
from livefair.media.stage import LiveStage
from livefair.media.tickets import NAME, Ticket
from livefair.media.whep import WhepSession
from livefair.media.whip import WhipSession

_FAREWELL_S = 60.0


class Doors:
    """All of the worker's state."""

    def __init__(self, settings: MediaSettings, tell: Callable[[AnyStageEvent], None]) -> None:
        self.settings = settings
        self.limits = settings.limits
        self.guard = Guard(settings.key, settings.limits)
        self.stages: dict[str, LiveStage] = {}
        # Players that ask a little later still learn that the stream has ended.
        self._ended: dict[str, LiveStage] = {}
        self.requests = 0
        self.refusals = 0
        self._tell = tell
        self._opening = asyncio.Lock()

    async def open(self, room: str, spec: StageSpec) -> None:
        """Open a stage; opened again with another recording, it starts that recording."""
        if not (NAME.fullmatch(room) and NAME.fullmatch(spec.recording)):
            raise Refused("name_malformed", 422)
        async with self._opening:
            stage = self.stages.get(room)
            if stage is not None and stage.spec.recording == spec.recording:
                stage.spec = spec
                return
            if stage is not None:
                targets, with_ladder = stage.restreams.targets, stage.ladder is not None
                await self._close(room)
            if len(self.stages) >= self.limits.rooms:
                raise Refused("too_many_rooms", 503, limit=self.limits.rooms)
            self.stages[room] = fresh = LiveStage(room, spec, self.settings.folder, self.limits, self._tell)
            if stage is not None:
                await fresh.take_over(targets, with_ladder=with_ladder)

    async def close_stage(self, room: str) -> None:
        async with self._opening:
            await self._close(room)

    async def close(self) -> None:
        for room in list(self.stages):
            await self.close_stage(room)

    def kick(self, room: str, subject: str | None, at_ms: int) -> None:
        self.guard.revoke(room, subject, at_ms)
        stage = self.stages.get(room)
        if stage is None:
            return
        stage.kick(subject)
        for viewer in list(stage.viewers):
            if viewer.ticket is not None and subject in (None, viewer.ticket.subject):
                viewer.hang_up()

    async def send_on(self, room: str, targets: list[Target]) -> None:
        """Send the room's stream on to these from now on."""
        stage = self.stages.get(room)
        if stage is None:
            raise Refused("not_open", 404)
        await stage.restreams.set(targets)

    async def offer_ladder(self, room: str, *, wanted: bool) -> None:
        """Make smaller pictures of the room, while it may be one of those few. Refused: not_open, too_many_ladders."""
        stage = self.stages.get(room)
        if stage is None:
            raise Refused("not_open", 404)
        others = sum(each.ladder is not None for each in self.stages.values() if each is not stage)
        if wanted and others >= self.limits.ladders:
            raise Refused("too_many_ladders", 503, limit=self.limits.ladders)
        await stage.offer_ladder(wanted=wanted)

    def admit_publisher(self, room: str, token: str, ip: str) -> tuple[LiveStage, Ticket]:
        """Refused unless the ticket is good, fresh enough for the stage, and the stage is open."""
        ticket = self.guard.admit(token, "publish", room, ip)
        stage = self.stages.get(room)
        if stage is None:
            raise Refused("not_open", 404)
        if ticket.issued_at_ms < stage.spec.tickets_after_ms:
            self.guard.count_failure(ip)
            raise not_admitted()
        return stage, ticket

    def admit_viewer(self, room: str, token: str, ip: str) -> tuple[LiveStage, Ticket | None]:
        """Refused unless the stage is open, or ended a moment ago, and public, or the ticket is good."""
        stage = self.stages.get(room) or self._ended.get(room)
        if stage is not None and stage.spec.public and not token:
            return stage, None
        ticket = self.guard.admit(token, "play", room, ip)
        if stage is None:
            raise Refused("not_open", 404)
        return stage, ticket

    def admit_replay(self, room: str, recording: str, token: str, ip: str) -> SegmentIndex:
        """The recording; an unknown one looks like a private one to whoever has no ticket."""
        if not (NAME.fullmatch(room) and NAME.fullmatch(recording)):
            raise Refused("not_found", 404)
        index = SegmentIndex(recording_folder(self.settings.folder, room, recording))
        if not index.about().public:
            self.guard.admit(token, "play", room, ip)
        return index

    def byte_publisher(self, stage: LiveStage, publisher: Publisher) -> ByteIngest:
        """A started ingest for an admitted publisher of a byte stream."""
        stage.take_publisher(publisher)
        ingest = ByteIngest(
            publisher, stage.packager, "flv" if publisher.kind == "rtmp" else "matroska",
            backlog_max=self.limits.backlog_bytes, pixels_max=self.limits.pixels,
        )  # fmt: skip
        ingest.start()
        return ingest

    async def whip(self, stage: LiveStage, ticket: Ticket, offer: str) -> tuple[str, Publisher]:
        """(answer, publisher) for a checked offer."""
        publisher = Publisher("whip", ticket, asyncio.get_running_loop(), stage)
        session = WhipSession(stage, publisher, self.limits.pixels)
        try:
            answer = await session.answer(offer)
        except Exception as error:
            await _close_unfinished(session)
            raise Refused("offer_malformed") from error
        stage.take_publisher(publisher)
        return answer, publisher

    async def whep(self, stage: LiveStage, ticket: Ticket | None, offer: str) -> tuple[str, WhepSession]:
        """(answer, session) for a checked offer."""
        if stage.publisher is None or stage.publisher.kind != "whip":
            raise Refused("no_live_packets", 409)
        if sum(len(each.viewers) for each in self.stages.values()) >= self.limits.whep_viewers:
            raise Refused("too_many_viewers", 429, most=self.limits.whep_viewers)
        session = WhepSession(stage, ticket)
        try:
            answer = await session.answer(offer)
        except Exception as error:
            await _close_unfinished(session)
            raise Refused("offer_malformed") from error
        return answer, session

    async def rtmp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One TCP connection on the RTMP port."""
        ip = str(writer.get_extra_info("peername", ("?",))[0])
        with ExitStack() as held:
            try:
                self.guard.check_patience(ip)
                held.enter_context(self.guard.connection(ip))
            except Refused:
                self.refusals += 1
                writer.close()
                return
            chunks = ChunkConnection(reader, writer)
            await RtmpConnection(chunks, ip, self._admit_rtmp, self.limits.rtmp_idle_s).run()

    def _admit_rtmp(self, room: str, token: str, ip: str, hang_up: Callable[[], None]) -> RtmpSink:
        try:
            stage, ticket = self.admit_publisher(room, token, ip)
        except Refused:
            self.refusals += 1
            raise
        publisher = Publisher("rtmp", ticket, asyncio.get_running_loop(), stage)
        publisher.hang_up = lambda _reason: hang_up()
        return _RtmpSink(publisher, self.byte_publisher(stage, publisher))

    async def _close(self, room: str) -> None:
        stage = self.stages.pop(room, None)
        if stage is not None:
            await stage.close()
            self._ended[room] = stage
            asyncio.get_running_loop().call_later(_FAREWELL_S, self._forget, room, stage)

    def _forget(self, room: str, stage: LiveStage) -> None:
        if self._ended.get(room) is stage:
            del self._ended[room]


async def _close_unfinished(session: WhipSession | WhepSession) -> None:
    """aiortc stumbles over the parts that a mutilated offer left without a transport; they hold nothing yet."""
    with suppress(AttributeError):
        await session.close()


class _RtmpSink:
    def __init__(self, publisher: Publisher, ingest: ByteIngest) -> None:
        self._publisher = publisher
        self._ingest = ingest

    def feed(self, data: bytes) -> bool:
        self._publisher.count(len(data))
        if self._publisher.ended:
            return False
        fits = self._ingest.pipe.feed(data)
        if not fits:
            self._publisher.end("too_slow")
        return fits

    def close(self) -> None:
        self._ingest.pipe.close()
