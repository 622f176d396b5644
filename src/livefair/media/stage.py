"""One open room inside the worker: its publisher, its window, its recording, its viewers."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Protocol

from av.packet import Packet
from av.stream import Stream

from livefair.media.clock import now_ms
from livefair.media.contract import (
    AnyStageEvent,
    KeyFramesTooRare,
    LadderChanged,
    PublishStalled,
    PublishStarted,
    PublishStopped,
    RecordingReady,
    RecordingStopped,
    RestreamChanged,
    SegmentClosed,
    StageSpec,
    StageStats,
    StreamMeasured,
    ViewersCounted,
)
from livefair.media.ladder import Ladder
from livefair.media.measuring import Meter
from livefair.media.packager import InitMade, Made, Packager, PartMade, RecordingFailed, SegmentMade
from livefair.media.publisher import Publisher
from livefair.media.recording import Recorder, RecordingAbout, SegmentIndex, recording_folder
from livefair.media.restream import Restreams, Target
from livefair.media.segments import LiveWindow, Part, Segment
from livefair.media.settings import MediaLimits
from livefair.media.tickets import Ticket

_log = logging.getLogger("livefair.media.stage")

_VIEWER_MEMORY_S = 10.0
_RECENT_MS = 120_000
_RATE_WINDOW_S = 3.0
_MEASURE_S = 5.0

_measuring = asyncio.Lock()


class Viewer(Protocol):
    """A WHEP session, as the stage sees it."""

    session: str
    ticket: Ticket | None

    def push(self, kind: str, packet: Packet[Stream]) -> None: ...
    def hang_up(self) -> None: ...


class LiveStage:
    """Lives on the event loop; only the packager works in the publisher's thread."""

    def __init__(
        self,
        room: str,
        spec: StageSpec,
        root: Path,
        limits: MediaLimits,
        tell: Callable[[AnyStageEvent], None],
    ) -> None:
        self.room = room
        self.spec = spec
        self.folder = recording_folder(root, room, spec.recording)
        self.viewers: set[Viewer] = set()
        self.publisher: Publisher | None = None
        self._limits = limits
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._hls_viewers: OrderedDict[str, float] = OrderedDict()
        self._counted = (0, 0)
        self._told_started = ""
        self._told_rare = ""
        self._measured = float("-inf")
        self._metered: Publisher | None = None
        self._meter = Meter()
        self._told_stalled = False
        self._rate_since = (time.monotonic(), 0)
        self._rate_kbps = 0
        self._recorded_s = 0.0
        self._is_recording = spec.record
        self.window = self._new_window()
        self.ladder: Ladder | None = None
        self._init: tuple[int, bytes] | None = None
        self.restreams = Restreams(self._on_restream, allow_private=limits.private_targets)
        recorder = Recorder(self.folder, RecordingAbout(public=spec.public)) if spec.record else None
        if recorder:
            self._restore(recorder)
        self.packager = Packager(
            spec.part_ms / 1000, spec.segment_ms / 1000, recorder, self._post,
            recording_max_s=limits.recording_s,
        )  # fmt: skip

    def take_publisher(self, publisher: Publisher) -> None:
        """Whoever comes last publishes; the one before is told so."""
        if self.publisher is not None:
            self.publisher.end("replaced")
        self.publisher = publisher
        self._rate_since = (time.monotonic(), publisher.octets)
        self._told_stalled = False

    async def offer_ladder(self, *, wanted: bool) -> None:
        """Make smaller pictures from now on, or none any more."""
        if wanted and self.ladder is None:
            self.ladder = Ladder(self._new_window, self._on_ladder)
            if self._init is not None:
                self.ladder.begin(*self._init)
        elif not wanted and self.ladder is not None:
            ladder, self.ladder = self.ladder, None
            await ladder.close()

    async def take_over(self, targets: list[Target], *, with_ladder: bool) -> None:
        """What was wanted of the room's recording before is wanted of this one."""
        await self.restreams.set(targets)
        await self.offer_ladder(wanted=with_ladder)

    def window_of(self, rung: str) -> LiveWindow | None:
        """What can be watched in a rung of the ladder now."""
        window = self.ladder.windows.get(rung) if self.ladder is not None else None
        return window if window is not None and window.is_listed else None

    @property
    def bitrate_kbps(self) -> int:
        return self._rate_kbps

    def request_key_frame(self) -> None:
        if self.publisher is not None:
            self.publisher.request_key_frame()

    def fan_out(self, kind: str, packet: Packet[Stream]) -> None:
        for viewer in self.viewers:
            viewer.push(kind, packet)

    def saw_player(self, who: str) -> None:
        """Somebody asked for the playlist."""
        self._hls_viewers[who] = time.monotonic()
        self._hls_viewers.move_to_end(who)
        if len(self._hls_viewers) > self._limits.hls_viewers:
            self._hls_viewers.popitem(last=False)

    def background(self, work: Coroutine[None, None, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def kick(self, subject: str | None) -> None:
        """End the publishing of `subject`, or everyone's; viewers without a ticket stay."""
        if self.publisher is not None and subject in (None, self.publisher.subject):
            self.publisher.end("kicked")

    async def close(self) -> None:
        """End the stream; its recording is complete behind this."""
        if self.publisher is not None:
            self.publisher.end("closed")
        for viewer in list(self.viewers):
            viewer.hang_up()
        await self.restreams.close()
        await self.offer_ladder(wanted=False)
        await asyncio.to_thread(self.packager.close)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.window.end()
        rows = await asyncio.to_thread(SegmentIndex(self.folder).rows)
        if self.spec.record and rows:
            self._say(
                RecordingReady, started_at_ms=rows[0].started_at_ms, size=sum(row.size for row in rows),
                duration_ms=round(1000 * sum(row.duration_s for row in rows)),
            )  # fmt: skip

    def check(self) -> None:
        """Every second: is the publisher alive and modest, and who watches?"""
        self._forget_players()
        publisher = self.publisher
        if publisher is None:
            self._rate_kbps = 0
            return
        silence = time.monotonic() - publisher.last_media
        if silence > self._limits.silence_s:
            publisher.end("silent")
        elif silence > self._limits.silence_s / 3 and not self._told_stalled:
            self._told_stalled = True
            self._say(PublishStalled, session=publisher.session)
        elif silence < 1:
            self._told_stalled = False
        self._check_rate(publisher)

    def stats(self) -> StageStats:
        publisher = self.publisher
        last = self.window.last
        return StageStats(
            room=self.room,
            recording=self.spec.recording,
            kind=publisher.kind if publisher else None,
            subject=publisher.subject if publisher else None,
            session=publisher.session if publisher else None,
            segment=last.number if last else -1,
            bitrate_kbps=self._rate_kbps,
            frames=publisher.frames if publisher else 0,
            hls_viewers=len(self._hls_viewers),
            whep_viewers=len(self.viewers),
            recorded_ms=round(1000 * self._recorded_s),
        )

    def on_picture(self, publisher: Publisher, width: int, height: int) -> None:
        if publisher is not self.publisher or publisher.session == self._told_started:
            return
        self._told_started = publisher.session
        self._say(
            PublishStarted, session=publisher.session, subject=publisher.subject, kind=publisher.kind,
            width=width, height=height,
        )  # fmt: skip

    def on_end(self, publisher: Publisher, reason: str) -> None:
        if publisher is self.publisher:
            self.publisher = None
            self.restreams.begin(None)
        self._say(PublishStopped, session=publisher.session, reason=reason)

    def _check_rate(self, publisher: Publisher) -> None:
        since, octets = self._rate_since
        passed = time.monotonic() - since
        if passed < _RATE_WINDOW_S:
            return
        self._rate_kbps = round((publisher.octets - octets) * 8 / 1000 / passed)
        self._rate_since = (time.monotonic(), publisher.octets)
        if self._rate_kbps > self._limits.bitrate_kbps:
            publisher.end("bitrate_too_high")

    def _forget_players(self) -> None:
        limit = time.monotonic() - _VIEWER_MEMORY_S
        while self._hls_viewers and next(iter(self._hls_viewers.values())) < limit:
            self._hls_viewers.popitem(last=False)
        counted = (len(self._hls_viewers), len(self.viewers))
        if counted != self._counted:
            self._counted = counted
            self._say(ViewersCounted, hls=counted[0], whep=counted[1])

    def _restore(self, recorder: Recorder) -> None:
        """After a crash: players find the newest segments again, under the same numbers."""
        breaks = 0
        for row in recorder.earlier:
            self._recorded_s += row.duration_s
            breaks += row.discontinuity
            if now_ms() - row.ended_at_ms > _RECENT_MS:
                continue
            try:
                data = (self.folder / f"s{row.number}.m4s").read_bytes()
            except OSError:
                continue
            part = Part(data, row.duration_s, True)
            self.window.add_segment(
                Segment(row.number, row.init, row.started_at_ms, row.discontinuity, breaks, [part], closed=True)
            )
        last = self.window.last
        if last is not None:
            lost = Part(b"", self.spec.segment_ms / 1000, False)
            at = last.started_at_ms + round(last.duration * 1000)
            self.window.add_segment(
                Segment(last.number + 1, last.init, at, False, breaks, [lost], closed=True, gap=True)
            )

    def _post(self, made: Made) -> None:
        """From the publisher's thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._apply, made)

    def _apply(self, made: Made) -> None:
        match made:
            case InitMade(number, data):
                self.window.add_init(number, data)
                self.restreams.begin(data)
                self._init = (number, data)
                if self.ladder is not None:
                    self.ladder.begin(number, data)
            case PartMade(segment, part):
                if segment is not None:
                    self.window.add_segment(segment)
                self.window.add_part(part)
                self.restreams.feed(part)
                if self.ladder is not None:
                    self.ladder.feed(segment, part)
            case SegmentMade(row):
                self.window.close_segment()
                if self.ladder is not None:
                    self.ladder.close_segment()
                self._recorded_s += row.duration_s if self._is_recording else 0.0
                self._say(
                    SegmentClosed, number=row.number, started_at_ms=row.started_at_ms, size=row.size,
                    duration_ms=round(row.duration_s * 1000),
                    path=f"/hls/{self.room}/{self.spec.recording}/s{row.number}.m4s",
                )  # fmt: skip
                self._check_key_frames(round(row.duration_s * 1000))
                self._measure_sometimes(row.number)
            case RecordingFailed(reason):
                self._is_recording = False
                self._say(RecordingStopped, reason=reason)

    def _on_restream(self, target: str, state: str, reason: str) -> None:
        self._say(RestreamChanged, target=target, state=state, reason=reason)

    def _on_ladder(self, state: str, reason: str) -> None:
        self._say(LadderChanged, state=state, reason=reason)

    def _new_window(self) -> LiveWindow:
        return LiveWindow(self.spec.part_ms / 1000, self.spec.segment_ms / 1000)

    def _check_key_frames(self, duration_ms: int) -> None:
        publisher = self.publisher
        if publisher is None or publisher.session == self._told_rare:
            return
        # Browsers are asked for key frames, and may take their time.
        patience = 1.25 if publisher.kind == "rtmp" else 2
        if duration_ms <= patience * self.spec.segment_ms:
            return
        self._told_rare = publisher.session
        self._say(KeyFramesTooRare, session=publisher.session, interval_ms=duration_ms)

    def _measure_sometimes(self, number: int) -> None:
        publisher, segment = self.publisher, self.window.segment(number)
        init = self.window.inits.get(segment.init) if segment else None
        if publisher is None or segment is None or init is None or time.monotonic() - self._measured < _MEASURE_S:
            return
        self._measured = time.monotonic()
        self.background(self._measure(publisher, init + segment.data))

    async def _measure(self, publisher: Publisher, film: bytes) -> None:
        """Only one at a time in the whole worker: codecs shall not take the processor from the streams."""
        async with _measuring:
            if publisher is not self._metered:
                self._metered, self._meter = publisher, Meter()
            found = await asyncio.to_thread(self._meter.measure, film)
        if publisher is self.publisher:
            values = found._asdict()
            self._say(StreamMeasured, session=publisher.session, b_frames=publisher.b_frames, **values)

    def _say(self, kind: Callable[..., AnyStageEvent], /, **values: object) -> None:
        self._tell(kind(room=self.room, recording=self.spec.recording, at_ms=now_ms(), **values))
