"""The child that sends one room's stream to one outside server: `python -m livefair.media.restream_child`.

Standard input: a `SendTo` as one JSON line, then fragmented MP4. Nothing is decoded or encoded.
"""

from __future__ import annotations

import errno
import os
import resource
import sys
import time
from typing import Any

import av
import msgspec

from livefair.media.confined import die_with_parent
from livefair.media.restream import Lost, SendTo, Sent

_TELL_S = 1.0
_LINE_MAX = 8_192
_MEMORY_BYTES = 1_500 << 20
_REASONS = {
    errno.ECONNREFUSED: "refused_connection",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.ETIMEDOUT: "timed_out",
}


def main() -> None:
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    # Libraries write addresses with their keys into logs: there are none.
    av.logging.set_level(av.logging.PANIC)
    told = False
    try:
        to = msgspec.json.decode(sys.stdin.buffer.readline(_LINE_MAX), type=SendTo)
        told = send(to)
    except av.FFmpegError as error:
        _say(Lost(_reason(error, is_connected=bool(_connected))))
    except (ValueError, OSError, MemoryError):
        _say(Lost("broken"))
    sys.exit(0 if told else 1)


_connected: list[bool] = []


def send(to: SendTo) -> bool:
    """Until the input ends."""
    # PyAV wants a file; it only ever calls read().
    source: Any = sys.stdin.buffer
    options = {"probesize": "500000", "analyzeduration": "500000", "protocol_whitelist": "none"}
    url = f"{to.url.rstrip('/')}/{to.key}"
    with (
        av.open(source, "r", format="mp4", options=options) as stream,
        av.open(url, "w", format="flv", options={"flvflags": "no_duration_filesize"}, timeout=(10.0, 15.0)) as out,
    ):
        video = stream.streams.video[0]
        audio = stream.streams.audio[0] if stream.streams.audio else None
        copies = {video.index: out.add_stream_from_template(video, opaque=True)}
        if audio is not None:
            copies[audio.index] = out.add_stream_from_template(audio, opaque=True)
        out.start_encoding()
        _connected.append(True)
        octets, told = 0, 0.0
        for packet in stream.demux([each for each in (video, audio) if each is not None]):
            if packet.dts is None:
                continue
            octets += packet.size
            packet.stream = copies[packet.stream.index]
            out.mux_one(packet)
            if time.monotonic() - told > _TELL_S:
                told = time.monotonic()
                _say(Sent(octets))
    return True


def _reason(error: av.FFmpegError, *, is_connected: bool) -> str:
    """A server that takes the connection and then closes it does not like the application or the key."""
    if isinstance(error, av.error.ExitError):  # our own time limit
        return "timed_out"
    return _REASONS.get(error.errno or 0, "lost" if is_connected else "key_refused")


def _say(line: Sent | Lost) -> None:
    os.write(1, msgspec.json.encode(line) + b"\n")


if __name__ == "__main__":
    main()
