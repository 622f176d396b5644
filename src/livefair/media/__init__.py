"""Live pictures and untrusted files: an engine that carries opaque streams and knows no business word.

A *room* is an opaque name that one publisher at a time feeds, by WHIP, by RTMP or by a browser's
recorder over WebSocket, and that many watch, by low-latency HLS or WHEP. A worker process serves many
rooms (`EmbeddedEngine` supervises it, hears its events and signs the tickets that it checks), several share
them (`Fleet`), and other programs tell them what to do (`RemoteEngine` to `ControlDoor`). What was live stays
as its recording: replays and clips are views of `SegmentIndex`. Uploaded videos and pictures from strangers
are re-encoded in limited children.

Nothing here imports the codecs: only the worker and the children do.
"""

from livefair.media.contract import (
    AnyStageEvent,
    IngestKind,
    IngestTicket,
    KeyFramesTooRare,
    LadderChanged,
    MediaEngine,
    PlaybackKind,
    PlaybackSource,
    PublishStalled,
    PublishStarted,
    PublishStopped,
    RecordingReady,
    RecordingStopped,
    RestreamChanged,
    SegmentClosed,
    Stage,
    StageEvent,
    StageSpec,
    StageStats,
    StreamMeasured,
    ViewersCounted,
)
from livefair.media.control import WorkerStats
from livefair.media.control_door import ControlDoor
from livefair.media.engine import EmbeddedEngine, EmbeddedStage, WorkerAddress
from livefair.media.fleet import WORKERS_MAX, Fleet
from livefair.media.pictures import PictureFile, PictureLimits, reencode
from livefair.media.playlist import replay_playlist
from livefair.media.recording import ABOUT, INDEX, RecordingAbout, SegmentIndex, SegmentRow, parse_rows
from livefair.media.refusals import Refused
from livefair.media.remote import RemoteEngine
from livefair.media.restream import TARGETS_MAX, Target, check_target
from livefair.media.settings import MediaLimits, MediaSettings
from livefair.media.shards import shard_of
from livefair.media.tickets import Action, Ticket, issue_ticket, sign_ticket, verify_ticket
from livefair.media.vod import Progress, Transcoded, VideoLimits, transcode

__all__ = [
    "ABOUT",
    "INDEX",
    "TARGETS_MAX",
    "WORKERS_MAX",
    "Action",
    "AnyStageEvent",
    "ControlDoor",
    "EmbeddedEngine",
    "EmbeddedStage",
    "Fleet",
    "IngestKind",
    "IngestTicket",
    "KeyFramesTooRare",
    "LadderChanged",
    "MediaEngine",
    "MediaLimits",
    "MediaSettings",
    "PictureFile",
    "PictureLimits",
    "PlaybackKind",
    "PlaybackSource",
    "Progress",
    "PublishStalled",
    "PublishStarted",
    "PublishStopped",
    "RecordingAbout",
    "RecordingReady",
    "RecordingStopped",
    "Refused",
    "RemoteEngine",
    "RestreamChanged",
    "SegmentClosed",
    "SegmentIndex",
    "SegmentRow",
    "Stage",
    "StageEvent",
    "StageSpec",
    "StageStats",
    "StreamMeasured",
    "Target",
    "Ticket",
    "Transcoded",
    "VideoLimits",
    "ViewersCounted",
    "WorkerAddress",
    "WorkerStats",
    "check_target",
    "issue_ticket",
    "parse_rows",
    "reencode",
    "replay_playlist",
    "shard_of",
    "sign_ticket",
    "transcode",
    "verify_ticket",
]
