"""RTMP's chunk layer: the handshake, and messages cut into interleaved chunks, in both directions."""

from __future__ import annotations

import asyncio
import os
import struct
from dataclasses import dataclass, field

_STREAMS_MAX = 32
_MESSAGE_MAX = 6 << 20
_CHUNK_MAX = 1 << 20
_EXTENDED = 0xFFFFFF
_SEND_CHUNK = 4096
_WINDOW = 2_500_000
_HANDSHAKE = 1536

SET_CHUNK_SIZE, ABORT, ACKNOWLEDGEMENT, WINDOW_SIZE, PEER_BANDWIDTH = 1, 2, 3, 5, 6


@dataclass(frozen=True, slots=True)
class Message:
    kind: int
    stamp_ms: int
    body: bytes


@dataclass(slots=True)
class _ChunkStream:
    stamp_ms: int = 0
    delta_ms: int = 0
    length: int = 0
    kind: int = 0
    extended: bool = False
    body: bytearray | None = field(default=None)


class ChunkConnection:
    """Messages over one TCP connection. ValueError when the peer does not speak RTMP."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._streams: dict[int, _ChunkStream] = {}
        self._chunk = 128
        self._received = 0
        self._acknowledged = 0

    async def shake_hands(self) -> None:
        if await self._read(1) != b"\3":
            raise ValueError("not RTMP")
        theirs = await self._read(_HANDSHAKE)
        self._writer.write(b"\3" + bytes(8) + os.urandom(_HANDSHAKE - 8) + theirs)
        await self._writer.drain()
        await self._read(_HANDSHAKE)

    async def greet(self) -> None:
        """The other side of `shake_hands`: we are the one who called."""
        self._writer.write(b"\3" + bytes(8) + os.urandom(_HANDSHAKE - 8))
        await self._writer.drain()
        if await self._read(1) != b"\3":
            raise ValueError("not RTMP")
        self._writer.write(await self._read(_HANDSHAKE))
        await self._read(_HANDSHAKE)

    async def receive(self) -> Message:
        """The next whole message that is not about the chunk layer itself."""
        while True:
            message = await self._read_chunk()
            self._acknowledge()
            if message is not None and not self._is_ours(message):
                return message

    def send(self, chunk_stream: int, kind: int, body: bytes, message_stream: int = 0, stamp_ms: int = 0) -> None:
        late = struct.pack(">I", stamp_ms & 0xFFFFFFFF) if stamp_ms >= _EXTENDED else b""
        head = bytes([chunk_stream]) + min(stamp_ms, _EXTENDED).to_bytes(3, "big")
        head += len(body).to_bytes(3, "big") + bytes([kind]) + struct.pack("<I", message_stream) + late
        self._writer.write(head + body[:_SEND_CHUNK])
        for start in range(_SEND_CHUNK, len(body), _SEND_CHUNK):
            self._writer.write(bytes([0xC0 | chunk_stream]) + late + body[start : start + _SEND_CHUNK])

    def send_setup(self) -> None:
        self.send(2, WINDOW_SIZE, struct.pack(">I", _WINDOW))
        self.send(2, PEER_BANDWIDTH, struct.pack(">IB", _WINDOW, 2))
        self.send_chunk_size()

    def send_chunk_size(self) -> None:
        self.send(2, SET_CHUNK_SIZE, struct.pack(">I", _SEND_CHUNK))

    async def drain(self) -> None:
        await self._writer.drain()

    def close(self) -> None:
        self._writer.close()

    async def _read(self, count: int) -> bytes:
        self._received += count
        return await self._reader.readexactly(count)

    async def _read_chunk(self) -> Message | None:
        """One chunk; the message that it completes, if it does."""
        form, number = await self._read_basic_header()
        stream = self._streams.get(number)
        if stream is None:
            if len(self._streams) >= _STREAMS_MAX:
                raise ValueError("too many chunk streams")
            stream = self._streams[number] = _ChunkStream()
        if form < 3:
            await self._read_message_header(form, stream)
        else:
            await self._continue(stream)
        body = stream.body if stream.body is not None else bytearray()
        body += await self._read(min(self._chunk, stream.length - len(body)))
        stream.body = None if len(body) == stream.length else body
        if stream.body is not None:
            return None
        return Message(stream.kind, stream.stamp_ms & 0xFFFFFFFF, bytes(body))

    async def _read_basic_header(self) -> tuple[int, int]:
        first = (await self._read(1))[0]
        form, number = first >> 6, first & 63
        if number == 0:
            number = 64 + (await self._read(1))[0]
        elif number == 1:
            low, high = await self._read(2)
            number = 64 + low + 256 * high
        return form, number

    async def _read_message_header(self, form: int, stream: _ChunkStream) -> None:
        head = await self._read((11, 7, 3)[form])
        stamp = int.from_bytes(head[:3], "big")
        if form < 2:
            stream.length, stream.kind = int.from_bytes(head[3:6], "big"), head[6]
            if stream.length > _MESSAGE_MAX:
                raise ValueError("message too long")
        stream.extended = stamp == _EXTENDED
        if stream.extended:
            stamp = int.from_bytes(await self._read(4), "big")
        stream.stamp_ms = stamp if form == 0 else stream.stamp_ms + stamp
        stream.delta_ms = 0 if form == 0 else stamp
        stream.body = bytearray()

    async def _continue(self, stream: _ChunkStream) -> None:
        if stream.extended:
            await self._read(4)
        if stream.body is None:
            stream.stamp_ms += stream.delta_ms
            stream.body = bytearray()

    def _is_ours(self, message: Message) -> bool:
        if message.kind == SET_CHUNK_SIZE:
            self._chunk = int.from_bytes(message.body[:4], "big")
            if not 1 <= self._chunk <= _CHUNK_MAX:
                raise ValueError("chunk size")
        return message.kind in (SET_CHUNK_SIZE, ABORT, ACKNOWLEDGEMENT, WINDOW_SIZE, PEER_BANDWIDTH)

    def _acknowledge(self) -> None:
        if self._received - self._acknowledged > _WINDOW // 2:
            self._acknowledged = self._received
            self.send(2, ACKNOWLEDGEMENT, struct.pack(">I", self._received & 0xFFFFFFFF))
