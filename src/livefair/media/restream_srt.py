"""The child that sends one room's stream to one SRT server: `python -m livefair.media.restream_srt`.

Standard input: a `SendTo` as one JSON line, then fragmented MP4, which goes on as MPEG-TS. It uses the system's libsrt:
the ffmpeg program has it too, but would want the key on its command line, which everybody on the machine can read.
"""

from __future__ import annotations

import ctypes
import socket
import struct
from ctypes.util import find_library
from typing import Any
from urllib.parse import urlsplit

import av

from livefair.media.restream import SendTo, srt_key
from livefair.media.restreaming import Failed, Progress, opened, run_child

_NAMES = ("libsrt.so.1.5", "libsrt-gnutls.so.1.5", "libsrt-openssl.so.1.5", "libsrt.dylib")
_PACKET = 1316
_CONNECT_MS, _SEND_MS, _LATENCY_MS = 5_000, 15_000, 200
# From srt.h: options, and why a connection was refused.
_SNDTIMEO, _CONNTIMEO, _PASSPHRASE, _LATENCY, _STREAMID = 13, 36, 26, 23, 46
_BAD_SECRET, _UNSECURE, _PEER = 10, 11, 2
_REJECTED_BY_SERVER = 1_000
_ECONNREJ = 1_002


def library() -> Any:
    """libsrt. Failed `srt_missing` where the system has none."""
    for name in (*_NAMES, find_library("srt"), find_library("srt-gnutls")):
        if name is None:
            continue
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise Failed("srt_missing")


class SrtSocket:
    """A caller. Failed: key_refused, refused_connection, timed_out, lost."""

    def __init__(self, to: SendTo) -> None:
        self._srt = library()
        self._srt.srt_startup()
        self._socket = self._srt.srt_create_socket()
        stream_id, passphrase = srt_key(to.key)
        self._set(_CONNTIMEO, ctypes.c_int(_CONNECT_MS))
        self._set(_SNDTIMEO, ctypes.c_int(_SEND_MS))
        self._set(_LATENCY, ctypes.c_int(_LATENCY_MS))
        self._set(_STREAMID, stream_id.encode())
        if passphrase:
            self._set(_PASSPHRASE, passphrase.encode())
        self._connect(to)

    def _set(self, option: int, value: Any) -> None:
        data = ctypes.create_string_buffer(value, len(value)) if isinstance(value, bytes) else value
        if self._srt.srt_setsockflag(self._socket, option, ctypes.byref(data), ctypes.sizeof(data)) < 0:
            raise Failed("broken")

    def _connect(self, to: SendTo) -> None:
        family, _, _, _, where = socket.getaddrinfo(
            to.address, urlsplit(to.url).port, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST
        )[0]
        name = _sockaddr(family, str(where[0]), int(where[1]))
        if self._srt.srt_connect(self._socket, name, len(name)) < 0:
            raise Failed(self._why())

    def _why(self) -> str:
        refused = self._srt.srt_getrejectreason(self._socket)
        if refused in (_BAD_SECRET, _UNSECURE, _PEER) or refused >= _REJECTED_BY_SERVER:
            return "key_refused"
        return "refused_connection" if self._srt.srt_getlasterror(None) == _ECONNREJ else "timed_out"

    def send(self, data: bytes) -> None:
        if self._srt.srt_send(self._socket, data, len(data)) < 0:
            raise Failed("lost")

    def close(self) -> None:
        self._srt.srt_close(self._socket)


class Packets:
    """The file that the MPEG-TS muxer writes to."""

    def __init__(self, out: SrtSocket) -> None:
        self._out = out
        self._rest = bytearray()
        self._progress = Progress()

    def write(self, data: bytes) -> int:
        self._rest += data
        while len(self._rest) >= _PACKET:
            self._out.send(bytes(self._rest[:_PACKET]))
            del self._rest[:_PACKET]
        self._progress.took(len(data))
        return len(data)

    def flush(self) -> None:
        if self._rest:
            self._out.send(bytes(self._rest))
            self._rest.clear()


def _sockaddr(family: int, host: str, port: int) -> bytes:
    packed = socket.inet_pton(family, host)
    head = struct.pack("=H", family) + struct.pack(">H", port)
    return head + packed + bytes(8) if family == socket.AF_INET else head + bytes(4) + packed + bytes(4)


def send(to: SendTo) -> None:
    """Until the input ends."""
    out = SrtSocket(to)
    packets = Packets(out)
    # PyAV wants a file; it only ever calls write().
    file: Any = packets
    with opened() as stream, av.open(file, "w", format="mpegts", options={"flush_packets": "1"}) as mux:
        copies = {each.index: mux.add_stream_from_template(each) for each in stream.streams}
        for packet in stream.demux():
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                mux.mux_one(packet)
    packets.flush()
    out.close()


if __name__ == "__main__":
    run_child(send)
