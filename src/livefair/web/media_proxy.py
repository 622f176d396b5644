"""The media workers' door on our own address: WHIP, WHEP, LL-HLS and the recorder socket, passed on by a strict list.

A worker checks tickets itself. By default it listens on loopback only; a reverse proxy may forward these paths to it
directly.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

import aiohttp
from litestar import Litestar, Response, Router, WebSocket, delete, get, post, route, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect
from litestar.params import PathParameter

from livefair.kernel import Invalid, NotAllowed, TooLarge, Unavailable, not_found
from livefair.live.on_air import show_for
from livefair.media import Action, Refused, replay_playlist
from livefair.web.access import OPEN
from livefair.web.archive import MEDIA_FILE, Archive, Kept
from livefair.web.callers import Caller
from livefair.web.requests import Answer, AppRequest
from livefair.web.services import Services
from livefair.web.turn import ice_links

SDP_BYTES_MAX = 64_000
ANSWER_BYTES_MAX = 64 << 20
QUERY_BYTES_MAX = 1_000
SLICE_BYTES_MAX = 4 << 20
PLAYLIST_TYPE = "application/vnd.apple.mpegurl"
POSTER = "poster.webp"
NO_PICTURE_YET = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 160"><path fill="#241a1f" d="M0 0h90v160H0z"/>'
    b'<g fill="none" stroke="#f3b9a5" stroke-width="2" stroke-linecap="round"><circle cx="45" cy="80" r="3"/>'
    b'<path d="M37 72a11 11 0 0 0 0 16M53 72a11 11 0 0 1 0 16M31 66a20 20 0 0 0 0 28M59 66a20 20 0 0 1 0 28"/>'
    b"</g></svg>"
)
INGEST_PREFIX = "/ingest/"
# A blocked playlist answers within three target durations.
TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=3, sock_read=30)

PASSED_ON = ("authorization", "content-type", "range", "if-none-match", "user-agent")
PASSED_BACK = (
    "content-type",
    "cache-control",
    "location",
    "content-range",
    "accept-ranges",
    "etag",
    "www-authenticate",
)

Name = Annotated[str, PathParameter(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="A room or a recording")]
File = Annotated[str, PathParameter(pattern=r"^[a-z0-9_.]{1,40}$", description="A playlist or a piece of media")]


@contextlib.asynccontextmanager
async def media_client(app: Litestar) -> AsyncIterator[None]:
    """One client for the whole program; how many viewers there may be is the worker's decision."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=TIMEOUT, auto_decompress=False) as client:
        app.state.media_client = client
        yield


@post("/whip/{room:str}", status_code=201)
async def publish(request: AppRequest, room: Name) -> Answer:
    return await forward(request, room, f"/whip/{room}")


@delete("/whip/{room:str}/{session:str}", status_code=200)
async def stop_publishing(request: AppRequest, room: Name, session: Name) -> Answer:
    return await forward(request, room, f"/whip/{room}/{session}")


@post("/whep/{room:str}", status_code=201)
async def play(request: AppRequest, room: Name) -> Answer:
    return await forward(request, room, f"/whep/{room}")


@delete("/whep/{room:str}/{session:str}", status_code=200)
async def stop_playing(request: AppRequest, room: Name, session: Name) -> Answer:
    return await forward(request, room, f"/whep/{room}/{session}")


@route("/whip/{room:str}", http_method=["OPTIONS"])
async def ice_to_publish(request: AppRequest, room: Name) -> Answer:
    return ice_for(request, room, "publish")


@route("/whep/{room:str}", http_method=["OPTIONS"])
async def ice_to_play(request: AppRequest, room: Name) -> Answer:
    return ice_for(request, room, "play")


def ice_for(request: AppRequest, room: str, action: Action) -> Answer:
    """Which ICE servers to use, for who has a ticket: a relay is not for everybody."""
    ticket = request.services.ticket(action, room, token_of(request))
    if ticket is None:
        raise NotAllowed("ticket_refused")
    settings, now_ms = request.services.settings, request.services.db.clock()
    links = ice_links(settings.turn_urls, settings.turn_secret, ticket.subject, now_ms=now_ms)
    headers = {"Cache-Control": "no-store", **({"Link": ", ".join(links)} if links else {})}
    return Response(b"", status_code=204, headers=headers)


@get("/hls/{room:str}/{file:str}")
async def live_file(request: AppRequest, room: Name, file: File) -> Answer:
    return await forward(request, room, f"/hls/{room}/{file}")


@get("/hls/{room:str}/{recording:str}/{file:str}")
async def recorded_file(request: AppRequest, room: Name, recording: Name, file: File) -> Answer:
    if file == POSTER:
        return await _poster(request, room, recording)
    archive, key = request.services.archive, (room, recording)
    kept = await archive.kept(key) if archive is not None else None
    if archive is None or kept is None:
        return await forward(request, room, f"/hls/{room}/{recording}/{file}")
    copy = Copy(archive, kept, key)
    if kept.is_complete and (found := await _archived(request, copy, file)):
        return found
    try:
        return await forward(request, room, f"/hls/{room}/{recording}/{file}")
    except Unavailable:
        if found := await _archived(request, copy, file):
            return found
        raise


async def _poster(request: AppRequest, room: str, recording: str) -> Answer:
    """A still of a show; one that has no picture yet, or while the engine is away, has a kind one in its place."""
    try:
        answer: Answer = await forward(request, room, f"/hls/{room}/{recording}/{POSTER}")
    except Unavailable:
        answer = Response(b"", status_code=503)
    if answer.status_code not in {404, 503}:
        return answer
    shown, _ = await request.read(show_for, request.actor, recording)
    if shown.room_id != room:
        not_found("show")
    return Response(NO_PICTURE_YET, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


def token_of(request: AppRequest) -> str:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    return bearer.strip() if scheme.lower() == "bearer" else request.query_params.get("token", "")


class Copy(NamedTuple):
    archive: Archive
    kept: Kept
    key: tuple[str, str]


async def _archived(request: AppRequest, copy: Copy, file: str) -> Answer | None:
    """From the archive, by the worker's rules; None for what is not kept there, such as stills."""
    token = token_of(request)
    if not copy.kept.public and request.services.ticket("play", copy.key[0], token) is None:
        raise NotAllowed("ticket_refused")
    if file == "replay.m3u8":
        return _replay(request, copy.kept, f"?{urlencode({'token': token})}" if token else "")
    data = await copy.archive.get(copy.key, file) if MEDIA_FILE.fullmatch(file) else None
    headers = {"Cache-Control": f"{'public' if copy.kept.public else 'private'}, max-age=31536000, immutable"}
    return None if data is None else Response(data, media_type="video/mp4", headers=headers)


def _replay(request: AppRequest, kept: Kept, query: str) -> Answer | None:
    text = replay_playlist(kept.rows, _epoch_ms(request, "t0"), _epoch_ms(request, "t1"), query=query)
    if text is None:
        return None
    return Response(text.encode(), media_type=PLAYLIST_TYPE, headers={"Cache-Control": "no-cache"})


def _epoch_ms(request: AppRequest, name: str) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Invalid("bad_value", field=name)
    return int(text)


async def forward(request: AppRequest, room: str, path: str) -> Answer:
    """Ask the room's worker and answer what it answers. Unavailable: media_away."""
    if len(request.scope["query_string"]) > QUERY_BYTES_MAX:
        raise Invalid("bad_value")
    body = None if request.method == "GET" else await request.body()
    url = address_of(request.services, room) + path + query_of(request.scope["query_string"])
    client: aiohttp.ClientSession = request.app.state.media_client
    try:
        async with client.request(
            request.method, url, data=body, headers=headers_for(request.headers, request.address), allow_redirects=False
        ) as answer:
            content = await _bounded(answer.content)
            return Response(content, status_code=answer.status, headers=_back(answer.headers))
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unavailable("media_away") from error


async def _bounded(stream: aiohttp.StreamReader) -> bytes:
    content = await stream.read(ANSWER_BYTES_MAX)
    while not stream.at_eof():
        more = await stream.read(ANSWER_BYTES_MAX)
        content += more
        if len(content) > ANSWER_BYTES_MAX:
            raise TooLarge("answer_too_large")
    return content


def _back(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in PASSED_BACK if name in headers}


def headers_for(headers: Mapping[str, str], address: str) -> dict[str, str]:
    kept = {name: headers[name] for name in PASSED_ON if name in headers}
    return {**kept, "X-Forwarded-For": address}


def query_of(query: bytes) -> str:
    return f"?{query.decode('latin-1')}" if query else ""


def address_of(services: Services, room: str) -> str:
    if services.media is None:
        raise Unavailable("media_away")
    try:
        return services.media.address_of(room).http_base
    except Refused as away:
        raise Unavailable("media_away") from away


@websocket("/ingest/{room:str}")
async def record(socket: WebSocket[Caller, None, State], room: Name) -> None:
    """A browser's recorder: its slices go to the worker as they come; the end on either side ends the other."""
    services: Services = socket.app.state.services
    client: aiohttp.ClientSession = socket.app.state.media_client
    client_address = socket.scope.get("client")
    headers = headers_for(socket.headers, client_address[0] if client_address else "unknown")
    query = query_of(socket.scope["query_string"][:QUERY_BYTES_MAX])
    url = f"{address_of(services, room)}{INGEST_PREFIX}{room}{query}"
    try:
        async with client.ws_connect(url, headers=headers, max_msg_size=SLICE_BYTES_MAX) as worker:
            await socket.accept()
            await _pass_on(socket, worker)
    except aiohttp.WSServerHandshakeError as refused:
        await _refuse(socket, 4000 + refused.status)
    except (aiohttp.ClientError, TimeoutError):
        await _refuse(socket, 4503)


async def _refuse(socket: WebSocket[Caller, None, State], code: int) -> None:
    """A browser hears a closing code only of a socket that was opened."""
    await socket.accept()
    await socket.close(code=code, reason="refused")


async def _pass_on(socket: WebSocket[Caller, None, State], worker: aiohttp.ClientWebSocketResponse) -> None:
    up = asyncio.create_task(_up(socket, worker))
    down = asyncio.create_task(_down(worker))
    await asyncio.wait((up, down), return_when=asyncio.FIRST_COMPLETED)
    for task in (up, down):
        task.cancel()
    await asyncio.gather(up, down, return_exceptions=True)
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # the browser may have gone first
        await socket.close(code=worker.close_code or 1000)


async def _up(socket: WebSocket[Caller, None, State], worker: aiohttp.ClientWebSocketResponse) -> None:
    with contextlib.suppress(WebSocketDisconnect, aiohttp.ClientError):
        while True:
            await worker.send_bytes(await socket.receive_data(mode="binary"))


async def _down(worker: aiohttp.ClientWebSocketResponse) -> None:
    """The worker says nothing but goodbye."""
    async for _message in worker:
        continue


router = Router(
    "/",
    route_handlers=[
        ice_to_publish,
        publish,
        stop_publishing,
        ice_to_play,
        play,
        stop_playing,
        live_file,
        recorded_file,
        record,
    ],
    opt=OPEN,
    request_max_body_size=SDP_BYTES_MAX,
    include_in_schema=False,
)
