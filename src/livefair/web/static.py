"""The built assets: hashed names, precompressed, kept by browsers for ever; and what must live at the root."""

import re
from pathlib import Path

from litestar import Response, Router, asgi, get, route
from litestar.handlers import ASGIRouteHandler
from litestar.params import FromPath
from litestar.types import Message, Receive, Scope, Send
from servestatic import ServeStaticASGI

from livefair.kernel import not_found
from livefair.web.access import OPEN
from livefair.web.requests import Answer, AppRequest
from livefair.web.templating import DIST

HASHED = re.compile(r"-[A-Z0-9]{8}\.[a-z0-9.]+$")
# The one script that compiles WebAssembly: a worker, whose own answer says what it may.
COMPILES = re.compile(r"/backdrop-worker[-A-Z0-9]*\.js$")
COMPILER_POLICY = b"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /me\nDisallow: /cart\nDisallow: /orders\n"


def static_files(dist: Path = DIST) -> ASGIRouteHandler:
    """`/static/…` from the build; without a build, nothing is there."""
    files = ServeStaticASGI(
        None,
        root=dist if dist.is_dir() else None,
        prefix="static/",
        autorefresh=False,
        immutable_file_test=lambda path, _url: HASHED.search(path) is not None,
    )

    @asgi("/static", is_mount=True, opt=OPEN, copy_scope=True)
    async def static(scope: Scope, receive: Receive, send: Send) -> None:
        scope["path"] = "/static" + scope["path"].removeprefix("/static").rstrip("/")
        await files(scope, receive, _allowing_wasm(send) if COMPILES.search(scope["path"]) else send)

    return static


def _allowing_wasm(send: Send) -> Send:
    async def send_with_policy(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"content-security-policy", COMPILER_POLICY)]
        await send(message)

    return send_with_policy


@get("/sw.js", opt=OPEN)
async def service_worker() -> Answer:
    """At the root, because a worker rules only what lies below its own address."""
    path = DIST / "sw.js"
    if not path.exists():
        not_found("file")
    return Response(path.read_bytes(), media_type="text/javascript", headers={"Cache-Control": "no-cache"})


@get("/offline", opt=OPEN)
async def offline(request: AppRequest) -> Answer:
    """What the service worker keeps to show without a network."""
    return await request.page("shared/offline.html", {})


@get("/robots.txt", opt=OPEN, media_type="text/plain", sync_to_thread=False)
def robots() -> str:
    return ROBOTS


@route("/{rest:path}", http_method=["GET", "POST", "PUT", "PATCH", "DELETE"], opt={"csrf": "in_body"})
async def nothing_here(request: AppRequest, rest: FromPath[str]) -> Answer:
    """Every other address, so that "not found" too knows who asks and in which language."""
    not_found("page")


router = Router("/", route_handlers=[service_worker, offline, robots, nothing_here], include_in_schema=False)
