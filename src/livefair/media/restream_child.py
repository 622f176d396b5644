"""The child that sends one room's stream to one RTMP server: `python -m livefair.media.restream_child`.

Standard input: a `SendTo` as one JSON line, then fragmented MP4. Nothing is decoded or encoded. Our own client speaks,
because libavformat's checks no certificate of an RTMPS server and calls the name, not the address that was allowed.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any
from urllib.parse import urlsplit

import av

from livefair.media.amf import Value, read_values, write_values
from livefair.media.restream import SendTo
from livefair.media.restreaming import Failed, Progress, opened, run_child
from livefair.media.rtmp_chunks import ChunkConnection

_CONNECT_S = 10.0
_SEND_S = 15.0
_COMMAND, _DATA = 20, 18
_CONTROL, _PING, _PONG = 4, 6, 7
_ANSWERS_MAX = 50
_TAG_HEAD, _FLV_HEAD, _TAG_TAIL = 11, 13, 4
_FOLLOWING_MESSAGES = 3


class RtmpClient:
    """Publishes to one server. Failed: key_refused, lost; OSError as the network has it."""

    def __init__(self, to: SendTo) -> None:
        self._to = to
        self._parts = urlsplit(to.url)
        self._stream = 1
        self._listening: asyncio.Task[None] | None = None
        self.lost: str | None = None

    async def connect(self) -> None:
        is_secure = self._parts.scheme == "rtmps"
        port = self._parts.port or (443 if is_secure else 1935)
        context = ssl.create_default_context() if is_secure else None
        name = self._parts.hostname if is_secure else None
        reader, writer = await asyncio.open_connection(self._to.address, port, ssl=context, server_hostname=name)
        self._chunks = ChunkConnection(reader, writer)
        try:
            await self._chunks.greet()
            await self._publish()
        except (asyncio.IncompleteReadError, ConnectionError):
            # A server that takes the connection and then closes it does not like the application or the key.
            raise Failed("key_refused") from None
        self._listening = asyncio.create_task(self._listen())

    async def _publish(self) -> None:
        # The key goes behind the application; a query of the address belongs to the application.
        app = self._parts.path.strip("/") + (f"?{self._parts.query}" if self._parts.query else "")
        about: Value = {"app": app, "type": "nonprivate", "flashVer": "FMLE/3.0 (compatible; Livefair)",
                        "tcUrl": self._to.url.rstrip("/")}  # fmt: skip
        self._chunks.send_chunk_size()
        self._call("connect", 1, about)
        await self._answer("_result", 1)
        self._call("releaseStream", 2, None, self._to.key)
        self._call("FCPublish", 3, None, self._to.key)
        self._call("createStream", 4, None)
        created = await self._answer("_result", 4)
        number = created[3] if len(created) > 3 else None
        self._stream = int(number) if isinstance(number, float) else 1
        self._call("publish", 5, None, self._to.key, "live", stream=self._stream)
        await self._answer("onStatus", None)

    def _call(self, *values: Value, stream: int = 0) -> None:
        self._chunks.send(3, _COMMAND, write_values(*values), stream)

    async def _answer(self, name: str, number: float | None) -> list[Value]:
        await self._chunks.drain()
        for _ in range(_ANSWERS_MAX):
            values = await self._command()
            if values[:1] == ["_error"] and number in (values[1:2] or [None]):
                raise Failed("key_refused")
            if values[:1] == [name] and (number is None or values[1:2] == [number]):
                if name == "onStatus" and "Start" not in _code(values):
                    raise Failed("key_refused")
                return values
        raise Failed("broken")

    async def _command(self) -> list[Value]:
        """The next command; pings are answered meanwhile."""
        while True:
            message = await self._chunks.receive()
            if message.kind == _COMMAND:
                return read_values(message.body)
            if message.kind == _CONTROL and message.body[:2] == _PING.to_bytes(2, "big"):
                self._chunks.send(2, _CONTROL, _PONG.to_bytes(2, "big") + message.body[2:6])

    async def _listen(self) -> None:
        try:
            while True:
                values = await self._command()
                if values[:1] == ["onStatus"] and "Publish.Start" not in _code(values):
                    raise Failed("lost")
        except (Failed, ValueError, asyncio.IncompleteReadError, OSError):
            self.lost = "lost"

    async def send(self, tag: bytes) -> None:
        """One FLV tag without its tail."""
        if self.lost is not None:
            raise Failed(self.lost)
        kind, body = tag[0], tag[_TAG_HEAD:]
        stamp = int.from_bytes(tag[4:7], "big") | tag[7] << 24
        if kind == _DATA:
            body = write_values("@setDataFrame") + body
        self._chunks.send(4, kind, body, self._stream, stamp)
        async with asyncio.timeout(_SEND_S):
            await self._chunks.drain()


class TagSplitter:
    """The file that the FLV muxer writes to; hands on whole tags, and waits until they are sent."""

    def __init__(self, client: RtmpClient, loop: asyncio.AbstractEventLoop) -> None:
        self._client, self._loop = client, loop
        self._buffer = bytearray()
        self._has_head = False
        self._progress = Progress()

    def write(self, data: bytes) -> int:
        self._buffer += data
        if not self._has_head and len(self._buffer) >= _FLV_HEAD:
            del self._buffer[:_FLV_HEAD]
            self._has_head = True
        while self._has_head and len(self._buffer) >= _TAG_HEAD:
            size = _TAG_HEAD + int.from_bytes(self._buffer[1:4], "big")
            if len(self._buffer) < size + _TAG_TAIL:
                break
            tag = bytes(self._buffer[:size])
            del self._buffer[: size + _TAG_TAIL]
            asyncio.run_coroutine_threadsafe(self._client.send(tag), self._loop).result()
            self._progress.took(size)
        return len(data)


async def _send(to: SendTo) -> None:
    client = RtmpClient(to)
    async with asyncio.timeout(_CONNECT_S):
        await client.connect()
    await asyncio.to_thread(_mux, TagSplitter(client, asyncio.get_running_loop()))


def _mux(sink: TagSplitter) -> None:
    # PyAV wants a file; it only ever calls write().
    file: Any = sink
    options = {"flvflags": "no_duration_filesize", "flush_packets": "1"}
    with opened() as stream, av.open(file, "w", format="flv", options=options) as out:
        copies = {each.index: out.add_stream_from_template(each, opaque=True) for each in stream.streams}
        out.start_encoding()
        for packet in stream.demux():
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                out.mux_one(packet)


def _code(values: list[Value]) -> str:
    about = values[3] if len(values) > _FOLLOWING_MESSAGES else None
    return str(about.get("code", "")) if isinstance(about, dict) else ""


def send(to: SendTo) -> None:
    """Until the input ends."""
    asyncio.run(_send(to))


if __name__ == "__main__":
    run_child(send)
