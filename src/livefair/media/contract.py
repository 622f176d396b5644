"""What a media engine promises, whichever engine it is: stages, tickets, sources and events.

A *room* is an opaque name with at most one publisher at a time; a *recording* is one run of it,
named by whoever opens the stage. Addresses are paths, the same on every engine and behind every
proxy; the caller knows its own host.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol

import msgspec

IngestKind = Literal["whip", "ws", "rtmp"]
PlaybackKind = Literal["whep", "llhls", "hls"]


@dataclass(frozen=True, kw_only=True)
class StageSpec:
    """How one room runs. `public`: anyone may play without a ticket.

    Publish tickets issued before `tickets_after_ms` are refused: store it to revoke for good.
    """

    recording: str
    public: bool = True
    record: bool = True
    part_ms: int = 200
    segment_ms: int = 2_000
    tickets_after_ms: int = 0


@dataclass(frozen=True, kw_only=True)
class IngestTicket:
    """Where and with what a publisher connects.

    `path` is an HTTP or WebSocket path, or for RTMP the application name. `stream_key` is what OBS
    wants; `key_frame_s` and `b_frames` are the encoder settings that the host must be told.
    """

    kind: IngestKind
    path: str
    token: str
    expires_at_ms: int
    port: int | None = None
    stream_key: str | None = None
    key_frame_s: int = 2
    b_frames: bool = False


@dataclass(frozen=True, kw_only=True)
class PlaybackSource:
    """One way to watch; `latency_ms` is what to expect behind the camera."""

    kind: PlaybackKind
    path: str
    latency_ms: int
    token: str | None = None
    expires_at_ms: int | None = None


class StageEvent(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Something that happened on a stage; `at_ms` by the worker's clock."""

    room: str
    recording: str
    at_ms: int


class PublishStarted(StageEvent, frozen=True, kw_only=True):
    """A publisher was admitted and its first media arrived."""

    session: str
    subject: str
    kind: IngestKind
    width: int
    height: int


class PublishStalled(StageEvent, frozen=True, kw_only=True):
    """Nothing arrived for a third of the allowed silence; `PublishStopped` follows unless it recovers."""

    session: str


class PublishStopped(StageEvent, frozen=True, kw_only=True):
    """`reason`: ended, replaced, kicked, silent, bitrate_too_high, too_slow, closed, codec_not_allowed,
    too_large, broken_media or worker_lost."""

    session: str
    reason: str


class KeyFramesTooRare(StageEvent, frozen=True, kw_only=True):
    """The encoder sends a key frame every `interval_ms`; the host should set two seconds."""

    session: str
    interval_ms: int


class StreamMeasured(StageEvent, frozen=True, kw_only=True):
    """Light and sound of the last seconds, see `measuring.Measured`; `b_frames`: pictures come out of order."""

    session: str
    luma: int | None
    loudness_db: int | None
    peak_db: int | None
    change: int | None
    b_frames: bool


class SegmentClosed(StageEvent, frozen=True, kw_only=True):
    """A piece of the recording is complete and will not change; `path` is served by the worker."""

    number: int
    started_at_ms: int
    duration_ms: int
    path: str
    size: int


class RecordingReady(StageEvent, frozen=True, kw_only=True):
    """The stage was closed: the replay is whole. `duration_ms` counts media, not pauses."""

    started_at_ms: int
    duration_ms: int
    size: int


class RecordingStopped(StageEvent, frozen=True, kw_only=True):
    """The live picture goes on but is no longer kept. `reason`: too_long or disk_failed."""

    reason: str


class RestreamChanged(StageEvent, frozen=True, kw_only=True):
    """Sending on to an outside target is waiting (for pictures), connecting, live or down, for a reason:
    refused_connection, unreachable, timed_out, key_refused, lost, too_slow, name_unknown, address_forbidden,
    certificate_refused, b_frames (WHIP), srt_missing, not_started or broken."""

    target: str
    state: str
    reason: str


class LadderChanged(StageEvent, frozen=True, kw_only=True):
    """Smaller pictures of the room are live or down, for a reason: too_slow, timed_out, broken or not_started."""

    state: str
    reason: str


class ViewersCounted(StageEvent, frozen=True, kw_only=True):
    """Distinct players in the last ten seconds, told when the number changes."""

    hls: int
    whep: int


AnyStageEvent = (
    PublishStarted
    | PublishStalled
    | PublishStopped
    | KeyFramesTooRare
    | StreamMeasured
    | SegmentClosed
    | RecordingReady
    | RecordingStopped
    | RestreamChanged
    | LadderChanged
    | ViewersCounted
)


class StageStats(msgspec.Struct, frozen=True, kw_only=True):
    """A stage as it is now; `kind` is None while nobody publishes."""

    room: str
    recording: str
    kind: IngestKind | None
    subject: str | None
    session: str | None
    segment: int
    bitrate_kbps: int
    frames: int
    hls_viewers: int
    whep_viewers: int
    recorded_ms: int


class Stage(Protocol):
    """An open room."""

    room: str
    spec: StageSpec

    def ingest(self, subject: str, kind: IngestKind, ttl_s: int = 3600) -> IngestTicket:
        """A ticket that lets `subject` publish here."""

    def playback(self, subject: str | None = None, ttl_s: int = 3600) -> list[PlaybackSource]:
        """The ways to watch, best latency first; WHEP only for a named subject."""

    async def kick(self, *, subject: str | None = None) -> None:
        """End the sessions of `subject` (None: of everyone) and refuse their tickets issued so far."""

    async def stats(self) -> StageStats:
        """Numbers of this moment; MediaUnavailable while the worker is away."""


class MediaEngine(Protocol):
    """The one door to live media."""

    async def open(self, room: str, spec: StageSpec) -> Stage:
        """Let `room` be published to and played; opening it again changes its spec."""

    async def close(self, room: str) -> None:
        """End `room`; its recording stays. Closing a closed room does nothing."""

    def events(self) -> AsyncIterator[AnyStageEvent]:
        """What happens on all stages from now on; too slow a reader loses the oldest of a bounded queue."""
