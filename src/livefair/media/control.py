"""What the web process and the worker say to each other: JSON lines over the worker's own pipes.

Nobody else can reach a pipe, so it needs no port and no token; when it closes, the worker ends.
"""

from __future__ import annotations

import msgspec

from livefair.media.contract import (
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
from livefair.media.restream import Target
from livefair.media.settings import MediaSettings

LINE_MAX = 1 << 20


class Configure(msgspec.Struct, frozen=True, tag=True):
    """The first line; the ports are those of the worker before, so that addresses stay."""

    settings: MediaSettings
    http_port: int
    rtmp_port: int


class OpenStage(msgspec.Struct, frozen=True, tag=True):
    number: int
    room: str
    spec: StageSpec


class CloseStage(msgspec.Struct, frozen=True, tag=True):
    number: int
    room: str


class Kick(msgspec.Struct, frozen=True, tag=True):
    """Tickets issued up to `at_ms` are refused from now on."""

    number: int
    room: str
    subject: str | None
    at_ms: int


class SetTargets(msgspec.Struct, frozen=True, tag=True):
    """Send the room's stream on to these and to no others."""

    number: int
    room: str
    targets: list[Target]


class SetLadder(msgspec.Struct, frozen=True, tag=True):
    """Offer the room's picture smaller as well, or not any more."""

    number: int
    room: str
    wanted: bool


class GetStats(msgspec.Struct, frozen=True, tag=True):
    number: int


class GetPlaces(msgspec.Struct, frozen=True, tag=True):
    """Asked of the program that has the workers, never of a worker."""

    number: int


Command = OpenStage | CloseStage | Kick | SetTargets | SetLadder | GetStats | GetPlaces


class WorkerPlace(msgspec.Struct, frozen=True):
    """Where one worker listens; the position in the list is its shard."""

    http_port: int
    rtmp_port: int


class Ready(msgspec.Struct, frozen=True, tag=True):
    http_port: int
    rtmp_port: int
    pid: int


class WorkerStats(msgspec.Struct, frozen=True, kw_only=True):
    """`cpu_s`: processor seconds so far; `memory_kb`: the highest resident size."""

    uptime_s: float
    cpu_s: float
    memory_kb: int
    requests: int
    refusals: int
    stages: list[StageStats]


class Answer(msgspec.Struct, frozen=True, tag=True):
    """To a command by its number; `refused` is a code. `whip_rooms` are those that WebRTC is received from now."""

    number: int
    refused: str | None = None
    stats: WorkerStats | None = None
    places: list[WorkerPlace] | None = None
    whip_rooms: list[str] = []


Told = (
    Ready
    | Answer
    | PublishStarted
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

_command: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)
_told: msgspec.json.Decoder[Told] = msgspec.json.Decoder(Told)


def to_line(message: Configure | Command | Told) -> bytes:
    return msgspec.json.encode(message, enc_hook=str) + b"\n"


def read_configure(line: bytes) -> Configure:
    return msgspec.json.decode(line, type=Configure, dec_hook=lambda kind, value: kind(value))


def read_command(line: bytes) -> Command:
    return _command.decode(line)


def read_told(line: bytes) -> Told:
    return _told.decode(line)
