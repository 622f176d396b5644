"""The worker's HTTP: WHIP, WHEP and the recorder socket; refusals become small JSON documents."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from weakref import WeakValueDictionary

import msgspec
from aiohttp import WSCloseCode, WSMsgType, web
from aiohttp.typedefs import Middleware

from livefair.media.doors import Doors
from livefair.media.http_hls import HlsRoutes
from livefair.media.http_request import client_ip, token_of
from livefair.media.ingest_bytes import ByteIngest
from livefair.media.publisher import Publisher
from livefair.media.refusals import Refused
from livefair.media.sdp import check_offer
from livefair.media.whep import WhepSession

_log = logging.getLogger("livefair.media.http")

_SOCKET_KICKED = 4_000

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build_app(doors: Doors) -> web.Application:
    """All routes. Uploads are small: the largest body is a session description."""
    app = web.Application(client_max_size=2 * doors.limits.sdp_bytes, middlewares=[_refusals(doors)])
    webrtc, hls = WebRtcRoutes(doors), HlsRoutes(doors)
    app.add_routes(
        [
            web.post("/whip/{room}", webrtc.publish),
            web.delete("/whip/{room}/{session}", webrtc.leave),
            web.post("/whep/{room}", webrtc.play),
            web.delete("/whep/{room}/{session}", webrtc.leave),
            web.get("/ingest/{room}", RecorderSocket(doors).serve),
            *hls.routes(),
        ]
    )
    return app


class WebRtcRoutes:
    """Offers in, answers out; a session is deleted by its unguessable address."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        # The stage holds its sessions; here they must not outlive it.
        self._sessions: WeakValueDictionary[str, Publisher | WhepSession] = WeakValueDictionary()

    async def publish(self, request: web.Request) -> web.Response:
        room = request.match_info["room"]
        ip = client_ip(request, self._doors.settings)
        stage, ticket = self._doors.admit_publisher(room, token_of(request), ip)
        offer = await self._offer(request)
        answer, publisher = await self._doors.whip(stage, ticket, offer)
        return self._created("whip", room, answer, publisher)

    async def play(self, request: web.Request) -> web.Response:
        room = request.match_info["room"]
        ip = client_ip(request, self._doors.settings)
        stage, ticket = self._doors.admit_viewer(room, token_of(request), ip)
        offer = await self._offer(request)
        answer, session = await self._doors.whep(stage, ticket, offer)
        return self._created("whep", room, answer, session)

    async def leave(self, request: web.Request) -> web.Response:
        session = self._sessions.pop(request.match_info["session"], None)
        if session is None:
            raise Refused("not_found", 404)
        # Answered before the connection closes: publishers report an error when they must wait.
        asyncio.get_running_loop().call_soon(session.leave)
        return web.Response(status=200)

    async def _offer(self, request: web.Request) -> str:
        if request.content_type != "application/sdp":
            raise Refused("content_type", 415, needed="application/sdp")
        return check_offer(await request.read(), self._doors.limits.sdp_bytes)

    def _created(self, kind: str, room: str, answer: str, session: Publisher | WhepSession) -> web.Response:
        self._sessions[session.session] = session
        headers = {"Location": f"/{kind}/{room}/{session.session}", "Cache-Control": "no-store"}
        return web.Response(status=201, text=answer, content_type="application/sdp", headers=headers)


class RecorderSocket:
    """A browser's MediaRecorder over WebSocket, for networks where nothing else gets through.

    Closes with 4000 and the reason as text when we end it, 1009 when a message is too long.
    """

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        room = request.match_info["room"]
        ip = client_ip(request, self._doors.settings)
        stage, ticket = self._doors.admit_publisher(room, token_of(request), ip)
        limits = self._doors.limits
        with ExitStack() as held:
            held.enter_context(self._doors.guard.connection(ip))
            socket = web.WebSocketResponse(max_msg_size=limits.message_bytes, heartbeat=limits.silence_s)
            await socket.prepare(request)
            publisher = Publisher("ws", ticket, asyncio.get_running_loop(), stage)
            publisher.hang_up = lambda reason: stage.background(_close_socket(socket, reason))
            ingest = self._doors.byte_publisher(stage, publisher)
            try:
                await _pump(socket, publisher, ingest)
            finally:
                ingest.pipe.close()
        return socket


async def _pump(socket: web.WebSocketResponse, publisher: Publisher, ingest: ByteIngest) -> None:
    async for message in socket:
        if publisher.ended or message.type is not WSMsgType.BINARY:
            return
        publisher.count(len(message.data))
        if not ingest.pipe.feed(message.data):
            publisher.end("too_slow")


async def _close_socket(socket: web.WebSocketResponse, reason: str) -> None:
    code = WSCloseCode.OK if reason == "ended" else _SOCKET_KICKED
    await socket.close(code=code, message=reason.encode())


def _refusals(doors: Doors) -> Middleware:
    @web.middleware
    async def refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
        doors.requests += 1
        try:
            return await handler(request)
        except Refused as refused:
            doors.refusals += 1
            return _as_problem(refused)
        except web.HTTPException as answer:
            if answer.status < 400:
                raise
            return _as_problem(Refused("request_refused", answer.status))

    return refuse


def _as_problem(refused: Refused) -> web.Response:
    document = {"status": refused.status, "code": refused.code, "params": refused.params}
    headers = {"Cache-Control": "no-store"}
    if refused.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return web.Response(
        status=refused.status, body=msgspec.json.encode(document), headers=headers,
        content_type="application/problem+json",
    )  # fmt: skip
