"""Publishing by RTMP: one port, many stream keys, each checked before any media is taken.

Nothing can be played over it. Media messages become FLV tags for libavformat to take apart.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol
from urllib.parse import parse_qs

from livefair.media.amf import Value, read_values, write_values
from livefair.media.refusals import Refused, not_admitted
from livefair.media.rtmp_chunks import ChunkConnection, Message

_log = logging.getLogger("livefair.media.rtmp")

_HANDSHAKE_S = 10.0
_COMMANDS_MAX = 64
_AUDIO, _VIDEO, _DATA, _COMMAND_3, _COMMAND = 8, 9, 18, 17, 20
_FLV_HEAD = b"FLV\1\5\0\0\0\x09\0\0\0\0"
_SET_DATA_FRAME = b"\2\0\x0d@setDataFrame"


class RtmpSink(Protocol):
    """Where an admitted publisher's bytes go."""

    def feed(self, data: bytes) -> bool:
        """False: too fast, hang up."""

    def close(self) -> None:
        """The publisher is gone or done."""


Admit = Callable[[str, str, str, Callable[[], None]], RtmpSink]
"""(room, token, ip, hang_up) -> sink; Refused when it may not publish."""


class RtmpConnection:
    """One publisher from its handshake to its end."""

    def __init__(self, chunks: ChunkConnection, ip: str, admit: Admit, idle_s: float) -> None:
        self._chunks = chunks
        self._ip = ip
        self._admit = admit
        self._idle_s = idle_s
        self._app = ""
        self._sink: RtmpSink | None = None
        self._commands = 0

    async def run(self) -> None:
        try:
            async with asyncio.timeout(_HANDSHAKE_S):
                await self._chunks.shake_hands()
            while True:
                async with asyncio.timeout(self._idle_s):
                    message = await self._chunks.receive()
                await self._on_message(message)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
            pass
        except (ValueError, Refused) as reason:
            _log.info("rtmp %s: %r", self._ip, reason)
        finally:
            self._end()
            self._chunks.close()

    def hang_up(self) -> None:
        self._chunks.close()

    async def _on_message(self, message: Message) -> None:
        if message.kind in (_AUDIO, _VIDEO, _DATA):
            self._on_media(message)
        elif message.kind in (_COMMAND, _COMMAND_3):
            self._commands += 1
            if self._commands > _COMMANDS_MAX:
                raise ValueError("too many commands")
            body = message.body if message.kind == _COMMAND else message.body[1:]
            self._on_command(read_values(body))
            await self._chunks.drain()

    def _on_media(self, message: Message) -> None:
        if self._sink is None:
            raise ValueError("media before publish")
        body = message.body
        if message.kind == _DATA and body.startswith(_SET_DATA_FRAME):
            body = body[len(_SET_DATA_FRAME) :]
        if not self._sink.feed(_flv_tag(message.kind, message.stamp_ms, body)):
            raise ValueError("faster than the worker")

    def _on_command(self, values: list[Value]) -> None:
        name, number = [*values, None, None][:2]
        match name:
            case "connect":
                self._on_connect(values, number)
            case "createStream":
                self._chunks.send(3, _COMMAND, write_values("_result", number, None, 1))
            case "publish":
                self._on_publish(values)
            case "deleteStream" | "FCUnpublish" | "closeStream":
                self._end()
            case "play" | "play2":
                raise ValueError("only publishing")

    def _on_connect(self, values: list[Value], number: Value) -> None:
        about = values[2] if len(values) > 2 else None
        self._app = str(about.get("app", "")) if isinstance(about, dict) else ""
        self._chunks.send_setup()
        server: Value = {"fmsVer": "FMS/3,0,1,123", "capabilities": 31}
        status = _status("status", "NetConnection.Connect.Success", "ok") | {"objectEncoding": 0}
        self._chunks.send(3, _COMMAND, write_values("_result", number, server, status))

    def _on_publish(self, values: list[Value]) -> None:
        if self._sink is not None:
            raise ValueError("already publishing")
        key = values[3] if len(values) > 3 else None
        try:
            self._sink = self._enter(key)
        except Refused as refused:
            self._say("error", "NetStream.Publish.BadName", refused.code)
            raise
        self._say("status", "NetStream.Publish.Start", "live")
        self._sink.feed(_FLV_HEAD)

    def _enter(self, key: Value) -> RtmpSink:
        if self._app.strip("/") != "live" or not isinstance(key, str):
            raise not_admitted()
        room, _, query = key.partition("?")
        token = parse_qs(query).get("token", [""])[0]
        return self._admit(room, token, self._ip, self.hang_up)

    def _say(self, level: str, code: str, description: str) -> None:
        self._chunks.send(3, _COMMAND, write_values("onStatus", 0, None, _status(level, code, description)), 1)

    def _end(self) -> None:
        if self._sink is not None:
            self._sink.close()
            self._sink = None


def _status(level: str, code: str, description: str) -> dict[str, Value]:
    return {"level": level, "code": code, "description": description}


def _flv_tag(kind: int, stamp_ms: int, body: bytes) -> bytes:
    stamp = (stamp_ms & 0xFFFFFF).to_bytes(3, "big") + bytes([stamp_ms >> 24 & 0xFF])
    tag = bytes([kind]) + len(body).to_bytes(3, "big") + stamp + b"\0\0\0" + body
    return tag + len(tag).to_bytes(4, "big")
