"""Commands for the media engine from other programs: signed requests over HTTP, from `RemoteEngine` only."""

from __future__ import annotations

import hmac
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

import msgspec
from aiohttp import web

from livefair.media.clock import now_ms
from livefair.media.control import (
    Answer,
    CloseStage,
    Command,
    GetPlaces,
    GetStats,
    Kick,
    OpenStage,
    read_command,
    to_line,
)
from livefair.media.fleet import Fleet
from livefair.media.refusals import Refused

PATH = "/control"
AT_HEADER, NONCE_HEADER, SIGNATURE_HEADER = "livefair-at", "livefair-nonce", "livefair-signature"
BODY_BYTES_MAX = 16_000
TOLERANCE_MS = 30_000
_SEEN_MAX = 20_000


def signature(key: str, at_ms: str, nonce: str, body: bytes) -> str:
    return hmac.new(key.encode(), f"{at_ms}.{nonce}.".encode() + body, sha256).hexdigest()


class ControlDoor:
    """Answers what is signed with the key, is at most half a minute old, and was not answered before."""

    def __init__(self, fleet: Fleet, key: str) -> None:
        self._fleet = fleet
        self._key = key
        self._seen: OrderedDict[str, None] = OrderedDict()

    @asynccontextmanager
    async def open(self, host: str, port: int) -> AsyncIterator[int]:
        """Listen until the block ends; yields the port, which the system chooses for 0."""
        app = web.Application(client_max_size=BODY_BYTES_MAX)
        app.add_routes([web.post(PATH, self._control), web.get("/healthz", _alive), web.get("/readyz", self._ready)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            yield runner.addresses[0][1]
        finally:
            await runner.cleanup()

    async def _ready(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok") if self._fleet.is_ready else web.Response(status=503, text="media_away")

    async def _control(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self._is_ours(request, body):
            return web.Response(status=401)
        try:
            command = read_command(body)
        except msgspec.DecodeError:
            return web.Response(status=400)
        try:
            answer = await self._obey(command)
        except Refused as refused:
            answer = Answer(command.number, refused=refused.code)
        return web.Response(body=to_line(answer), content_type="application/json")

    def _is_ours(self, request: web.Request, body: bytes) -> bool:
        at, nonce = request.headers.get(AT_HEADER, ""), request.headers.get(NONCE_HEADER, "")
        given = request.headers.get(SIGNATURE_HEADER, "").encode("utf-8", "replace")
        if not (at.isascii() and at.isdigit() and len(at) < 16) or abs(int(at) - now_ms()) > TOLERANCE_MS:
            return False
        wanted = signature(self._key, at, nonce, body)
        if wanted in self._seen or not hmac.compare_digest(wanted.encode(), given):
            return False
        self._seen[wanted] = None
        if len(self._seen) > _SEEN_MAX:
            self._seen.popitem(last=False)
        return True

    async def _obey(self, command: Command) -> Answer:
        match command:
            case OpenStage(_, room, spec):
                await self._fleet.open(room, spec)
            case CloseStage(_, room):
                await self._fleet.close(room)
            case Kick(_, room, subject, _):
                await self._fleet.kick(room, subject)
            case GetStats(number):
                return Answer(number, stats=await self._fleet.stats())
            case GetPlaces(number):
                return Answer(number, places=self._fleet.places, whip_rooms=self._fleet.whip_rooms())
        return Answer(command.number)


async def _alive(_request: web.Request) -> web.Response:
    return web.Response(text="ok")
