"""All that the engine is told: frozen values, sent to the worker as its first line of input."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class MediaLimits:
    """Every queue, list, body and rate of the worker ends somewhere; here is where."""

    rooms: int = 60
    whep_viewers: int = 30
    hls_viewers: int = 20_000
    ladders: int = 4
    connections_per_ip: int = 48
    failures_per_ip: int = 20
    failure_window_s: int = 60
    bitrate_kbps: int = 8_000
    # Whether streams may be sent on into private networks, such as this machine.
    private_targets: bool = False
    pixels: int = 1920 * 1920
    sdp_bytes: int = 64_000
    message_bytes: int = 4 << 20
    backlog_bytes: int = 8 << 20
    silence_s: float = 8.0
    rtmp_idle_s: float = 10.0
    recording_s: int = 12 * 3600
    recordings_bytes: int = 200 << 30
    retention_days: int = 365


@dataclass(frozen=True, kw_only=True)
class MediaSettings:
    """Where the worker listens and keeps its files, and the key that tickets are signed with.

    A port of 0 lets the system choose; `WorkerAddress` tells the choice. `ice_addresses` are the
    addresses offered to WebRTC peers: empty means every address of this machine.
    """

    folder: Path
    key: str = field(repr=False)
    http_host: str = "127.0.0.1"
    http_port: int = 0
    rtmp_host: str = "127.0.0.1"
    rtmp_port: int = 0
    ice_addresses: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    limits: MediaLimits = MediaLimits()
    # Which of several workers this is: each sweeps the recordings of its own rooms only.
    shard: int = 0
    shards: int = 1
