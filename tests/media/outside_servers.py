"""Small real HTTP servers that speak as MediaMTX, SRS and LiveKit are documented to, each with publishers to play."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web


class Documented:
    """`publish` is what a publisher with that ticket achieves; `hook` is where the server asks."""

    def __init__(self) -> None:
        self.hook = ""
        self.live: dict[str, str] = {}
        self.known: set[str] = set()
        self.sessions = 0

    def routes(self) -> list[web.RouteDef]:
        raise NotImplementedError

    async def publish(self, room: str, path: str, key: str | None, token: str) -> bool:
        raise NotImplementedError

    def enter(self, room: str) -> bool:
        self.sessions += 1
        self.live[room] = f"session-{self.sessions}"
        return True

    async def ask(self, body: dict[str, Any]) -> tuple[int, str]:
        async with aiohttp.ClientSession() as http, http.post(self.hook, json=body) as answer:
            return answer.status, await answer.text()


class MediaMtxServer(Documented):
    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v3/config/paths/add/{name:.+}", self.add),
            web.delete("/v3/config/paths/delete/{name:.+}", self.delete),
            web.get("/v3/paths/list", self.paths),
            web.post("/v3/webrtcsessions/kick/{id}", self.kick),
        ]

    async def add(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name in self.known:
            return web.json_response({"status": "error", "error": "path already exists"}, status=400)
        self.known.add(name)
        return web.json_response({"status": "ok"})

    async def delete(self, request: web.Request) -> web.Response:
        self.known.remove(request.match_info["name"])
        return web.json_response({"status": "ok"})

    async def paths(self, _request: web.Request) -> web.Response:
        items = []
        for name in sorted(self.known):
            session = self.live.get(name.removeprefix("live/"))
            items.append(
                {
                    "name": name, "confName": name, "ready": session is not None, "readyTime": None, "tracks": ["H264"],
                    "source": {"type": "webRTCSession", "id": session} if session else None,
                    "bytesReceived": 1234, "bytesSent": 99,
                    "readers": [{"type": "hlsMuxer", "id": ""}, {"type": "webRTCSession", "id": "v1"}],
                }
            )  # fmt: skip
        return web.json_response({"pageCount": 1, "itemCount": len(items), "items": items})

    async def kick(self, request: web.Request) -> web.Response:
        self.live = {room: one for room, one in self.live.items() if one != request.match_info["id"]}
        return web.json_response({"status": "ok"})

    async def publish(self, room: str, path: str, key: str | None, token: str) -> bool:
        assert path == f"/live/{room}/whip"
        status, _ = await self.ask(
            {
                "user": "", "password": "", "token": token, "ip": "203.0.113.9", "action": "publish",
                "path": f"live/{room}", "protocol": "webrtc", "id": "abc", "query": "",
            }
        )  # fmt: skip
        return 200 <= status < 300 and self.enter(room)


class SrsServer(Documented):
    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/v1/versions", self.versions),
            web.get("/api/v1/streams/", self.streams),
            web.delete("/api/v1/clients/{id}", self.kick),
        ]

    async def versions(self, _request: web.Request) -> web.Response:
        return web.json_response({"code": 0, "server": "vid-1", "data": {"major": 5, "version": "5.0.0"}})

    async def streams(self, _request: web.Request) -> web.Response:
        streams = [
            {
                "id": f"vid-{room}", "name": room, "vhost": "vid-0", "app": "live", "clients": 3, "frames": 50,
                "tcUrl": "webrtc://fair.example/live", "send_bytes": 5, "recv_bytes": 1234,
                "publish": {"active": True, "cid": session},
                "video": {"codec": "H264", "profile": "Main", "level": "3.1", "width": 1280, "height": 720},
            }
            for room, session in self.live.items()
        ]  # fmt: skip
        return web.json_response({"code": 0, "server": "vid-1", "streams": streams})

    async def kick(self, request: web.Request) -> web.Response:
        self.live = {room: one for room, one in self.live.items() if one != request.match_info["id"]}
        return web.json_response({"code": 0})

    async def publish(self, room: str, path: str, key: str | None, token: str) -> bool:
        assert path.startswith(f"/rtc/v1/whip/?app=live&stream={room}&token=")
        status, text = await self.ask(
            {
                "server_id": "vid-1", "action": "on_publish", "client_id": "9", "ip": "203.0.113.9", "app": "live",
                "vhost": "__defaultVhost__", "tcUrl": "webrtc://fair.example/live", "stream": room,
                "param": f"?token={token}",
            }
        )  # fmt: skip
        return status == 200 and json.loads(text)["code"] == 0 and self.enter(room)


class LiveKitServer(Documented):
    KEY, SECRET = "devkey", "a-secret-of-the-tests"

    def __init__(self) -> None:
        super().__init__()
        self.ingresses: dict[str, dict[str, str]] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/twirp/livekit.{method:.+}", self.twirp)]

    async def twirp(self, request: web.Request) -> web.Response:
        grants = self._claims(request.headers["Authorization"].removeprefix("Bearer "))["video"]
        body = await request.json()
        assert grants["room"] in (body.get("room"), body.get("name"), body.get("roomName"), grants["room"])
        match request.match_info["method"]:
            case "RoomService/CreateRoom":
                self.known.add(body["name"])
                return web.json_response({"sid": "RM_1", "name": body["name"]})
            case "RoomService/DeleteRoom":
                self.known.remove(body["room"])
            case "RoomService/ListParticipants":
                return web.json_response({"participants": self._participants(body["room"])})
            case "RoomService/RemoveParticipant":
                self.live.pop(body["room"], None)
            case "Ingress/CreateIngress":
                number = str(len(self.ingresses) + self.sessions * 10 + 1)
                made = {
                    "ingressId": f"IN_{number}", "streamKey": f"key-{number}", "url": "https://ingress.example/w",
                    "roomName": body["roomName"], "inputType": body["inputType"],
                }  # fmt: skip
                self.ingresses[made["ingressId"]] = made
                return web.json_response(made)
            case "Ingress/DeleteIngress":
                del self.ingresses[body["ingressId"]]
        return web.json_response({})

    def _participants(self, room: str) -> list[dict[str, Any]]:
        session = self.live.get(room)
        track = {"sid": "TR_1", "type": "VIDEO", "width": 1280, "height": 720}
        host = {"sid": session, "identity": "host-whip", "tracks": [track]}
        return [host, {"sid": "PA_9", "identity": "viewer", "tracks": []}] if session else []

    async def publish(self, room: str, path: str, key: str | None, token: str) -> bool:
        assert path == "https://ingress.example/w"
        is_known = any(each["streamKey"] == key and each["roomName"] == room for each in self.ingresses.values())
        return is_known and token != "wrong" and self.enter(room)

    def _claims(self, token: str) -> dict[str, Any]:
        head, _, signature = token.rpartition(".")
        assert self.sign(head) == signature
        claims = head.partition(".")[2]
        found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        assert found["iss"] == self.KEY
        return found

    def sign(self, head: str) -> str:
        digest = hmac.new(self.SECRET.encode(), head.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def webhook(self, body: bytes) -> str:
        """The Authorization header of a call with this body."""
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        parts = [{"alg": "HS256"}, {"iss": self.KEY, "sha256": digest, "exp": 4_000_000_000}]
        head = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
        return f"{head}.{self.sign(head)}"


@asynccontextmanager
async def serving(routes: list[web.RouteDef]) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
