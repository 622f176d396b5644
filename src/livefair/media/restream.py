"""Sending a room's stream on to outside servers: one child process for each target, which nothing else waits for.

A child gets its secret and then the very bytes that viewers get, over its standard input. When it ends, or is too
slow, it is started again, later each time; the room and the other targets go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from livefair.media.children import child_environment, end_child
from livefair.media.refusals import Refused
from livefair.media.segments import Part

_log = logging.getLogger("livefair.media.restream")

TARGETS_MAX = 3
URL_CHARS_MAX = 300
KEY_CHARS_MAX = 300
BACKLOG_BYTES = 8 << 20
BACKOFF_S = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
HEALTHY_S = 30.0
_CONNECT_S = 20.0
_QUIET_S = 20.0
_LINE_MAX = 8 << 10

CHILDREN = {
    "rtmp": "restream_child",
    "rtmps": "restream_child",
    "srt": "restream_srt",
    "https": "restream_whip",
    "http": "restream_whip",
}
_PORTS = {"rtmp": 1935, "rtmps": 443, "https": 443, "http": 80}
PASSPHRASE_CHARS = (10, 79)

TargetState = Literal["waiting", "connecting", "live", "down"]


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where to: `url` is rtmp://, rtmps://, srt:// or https:// (WHIP) without the key, which is never shown anywhere.

    The key is RTMP's stream key, WHIP's bearer token, or SRT's stream id, behind it `?passphrase=…` if it has one.
    """

    id: str
    url: str
    key: str

    def __repr__(self) -> str:
        return f"Target({self.id!r})"


class SendTo(msgspec.Struct, frozen=True):
    """The child's first line of input; `address` is what the name meant when it was allowed."""

    url: str
    key: str
    address: str
    private: bool = False


class Sent(msgspec.Struct, frozen=True, tag=True):
    """The child's word every second: so much has been taken by the other side."""

    octets: int


class Lost(msgspec.Struct, frozen=True, tag=True):
    """The child's last word."""

    reason: str


_line: msgspec.json.Decoder[Sent | Lost] = msgspec.json.Decoder(Sent | Lost)
Told = Callable[[str, TargetState, str], None]
"""(target, state, reason)"""


def check_target(url: str, key: str, *, plain_http: bool = False) -> None:
    """Refused `target_malformed` for what is no address of an outside server of a kind that we know, or no key."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("target_malformed", 422) from None
    is_plain = all(text.isascii() and text.isprintable() and " " not in text for text in (url, key))
    fits = 0 < len(url) <= URL_CHARS_MAX and 0 < len(key) <= KEY_CHARS_MAX
    is_known = parts.scheme in CHILDREN and (parts.scheme != "http" or plain_http) and bool(parts.hostname)
    is_whole = port is not None if parts.scheme == "srt" else bool(parts.path.strip("/"))
    has_secret = parts.username is not None or parts.password is not None or bool(parts.fragment)
    if not (is_plain and fits and is_known and is_whole) or has_secret or port == 0:
        raise Refused("target_malformed", 422)
    if parts.scheme == "srt" and (parts.query or parts.path.strip("/") or not _is_srt_key(key)):
        raise Refused("target_malformed", 422)


def srt_key(key: str) -> tuple[str, str]:
    """(stream id, passphrase or nothing)"""
    stream_id, _, passphrase = key.partition("?passphrase=")
    return stream_id, passphrase


def _is_srt_key(key: str) -> bool:
    _, passphrase = srt_key(key)
    return passphrase == "" or PASSPHRASE_CHARS[0] <= len(passphrase) <= PASSPHRASE_CHARS[1]


class Restream:
    """One target of one room, on the event loop of the worker."""

    def __init__(self, target: Target, tell: Told, *, allow_private: bool) -> None:
        self.target = target
        self._tell = tell
        self._allow_private = allow_private
        self._init: bytes | None = None
        self._queue: asyncio.Queue[bytes] | None = None
        self._queued = 0
        self._process: Process | None = None
        self._failures = 0
        self._state: tuple[TargetState, str] | None = None
        self._reason = ""
        self._fresh = asyncio.Event()
        self._task = asyncio.create_task(self._keep_sending(), name=f"restream-{target.id}")

    def begin(self, init: bytes | None) -> None:
        """A publisher has come, or sends something else now. None: it is gone."""
        self._init = init
        if self._queue is not None:
            self._queue.put_nowait(b"")
            self._queue = None
        self._fresh.set()

    def feed(self, part: Part) -> None:
        """Never blocks: a target that cannot keep up is cut off and tried again."""
        queue = self._queue
        if queue is None:
            return
        if self._queued < 0:
            if not part.independent:
                return
            self._queued = 0
        self._queued += len(part.data)
        if self._queued > BACKLOG_BYTES:
            self._reason = "too_slow"
            self._queue = None
            self._kill()
            return
        queue.put_nowait(part.data)

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def _say(self, state: TargetState, reason: str = "") -> None:
        if self._state != (state, reason):
            self._state = (state, reason)
            self._tell(self.target.id, state, reason)

    async def _keep_sending(self) -> None:
        while True:
            self._fresh.clear()
            if self._init is None:
                self._failures = 0
                self._say("waiting")
                await self._fresh.wait()
                continue
            began = time.monotonic()
            self._reason = ""
            try:
                await self._send_once(self._init)
            except OSError:
                self._reason = "not_started"
            if self._fresh.is_set():  # the publisher's doing, no failure of the target
                continue
            self._failures = 0 if time.monotonic() - began > HEALTHY_S else self._failures + 1
            self._say("down", self._reason or "lost")
            wait_s = BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)]
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._fresh.wait()

    async def _send_once(self, init: bytes) -> None:
        if not self._failures:
            self._say("connecting")
        address = await self._allowed_address()
        if address is None:
            return
        child = CHILDREN[urlsplit(self.target.url).scheme]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", f"livefair.media.{child}",
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_LINE_MAX, env=child_environment(), start_new_session=True,
        )  # fmt: skip
        self._process = process
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._queue, self._queued = queue, -1
        to = SendTo(self.target.url, self.target.key, address, self._allow_private)
        feeding = asyncio.create_task(self._pour(process, msgspec.json.encode(to) + b"\n" + init, queue))
        try:
            await self._listen(process)
        finally:
            if self._queue is queue:
                self._queue = None
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)
            await end_child(process)

    async def _pour(self, process: Process, head: bytes, queue: asyncio.Queue[bytes]) -> None:
        assert process.stdin is not None
        with contextlib.suppress(ConnectionError):
            process.stdin.write(head)
            while data := await queue.get():
                process.stdin.write(data)
                await process.stdin.drain()
                self._queued -= len(data)
        process.stdin.close()

    async def _listen(self, process: Process) -> None:
        """Until the child ends, or says nothing for too long."""
        assert process.stdout is not None
        wait_s = _CONNECT_S
        try:
            while True:
                async with asyncio.timeout(wait_s):
                    text = await process.stdout.readline()
                if not text:
                    return
                line = _line.decode(text)
                if isinstance(line, Lost):
                    self._reason = self._reason or line.reason
                    return
                wait_s = _QUIET_S
                self._say("live")
        except TimeoutError:
            self._reason = self._reason or "timed_out"

    async def _allowed_address(self) -> str | None:
        """Names are looked up anew each time: none may lead into the operator's own network. The child calls what was
        found here, not the name: it might mean something else a moment later."""
        parts = urlsplit(self.target.url)
        try:
            port = parts.port or _PORTS[parts.scheme]
            found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, port)
        except OSError:
            self._reason = "name_unknown"
            return None
        addresses = [str(each[4][0]).partition("%")[0] for each in found]
        if not self._allow_private and not all(ipaddress.ip_address(each).is_global for each in addresses):
            self._reason = "address_forbidden"
            return None
        return addresses[0]


class Restreams:
    """All targets of one room."""

    def __init__(self, tell: Told, *, allow_private: bool) -> None:
        self._tell = tell
        self._allow_private = allow_private
        self._each: dict[str, Restream] = {}
        self._init: bytes | None = None

    @property
    def targets(self) -> list[Target]:
        return [one.target for one in self._each.values()]

    async def set(self, targets: list[Target]) -> None:
        """Send to these from now on. What stays the same is not disturbed."""
        if len(targets) > TARGETS_MAX:
            raise Refused("too_many_targets", 422, limit=TARGETS_MAX)
        for target in targets:
            check_target(target.url, target.key, plain_http=self._allow_private)
        wanted = {target.id: target for target in targets}
        gone = [one for one in self._each.values() if wanted.get(one.target.id) != one.target]
        for one in gone:
            del self._each[one.target.id]
        await asyncio.gather(*(one.close() for one in gone))
        for target in targets:
            if target.id not in self._each:
                self._each[target.id] = one = Restream(target, self._tell, allow_private=self._allow_private)
                one.begin(self._init)

    def begin(self, init: bytes | None) -> None:
        self._init = init
        for one in self._each.values():
            one.begin(init)

    def feed(self, part: Part) -> None:
        for one in self._each.values():
            one.feed(part)

    async def close(self) -> None:
        await self.set([])
