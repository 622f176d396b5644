"""Serving HLS: the live playlist with blocking reload, its parts and segments, replays and clips."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import quote

from aiohttp import web

from livefair.media.clock import now_ms
from livefair.media.doors import Doors
from livefair.media.http_request import client_ip, number_in, token_of
from livefair.media.playlist import live_playlist, multivariant_playlist, replay_playlist
from livefair.media.recording import SegmentIndex
from livefair.media.refusals import Refused
from livefair.media.renditions import Rendition, Sounds, recorded_media, rendition_of, variants_of
from livefair.media.rungs import NAMES, SOUND
from livefair.media.segments import LiveWindow
from livefair.media.stage import LiveStage
from livefair.media.stills import Stills
from livefair.media.tickets import NAME

_PLAYLIST_TYPE = "application/vnd.apple.mpegurl"
_AHEAD_MAX = 2
_FIRST_WAIT_S = 5.0
_FILE = re.compile(
    rf"(?P<prefix>(?:(?:{'|'.join((SOUND, *NAMES))})_)?)"
    r"(?P<kind>init|s)(?P<number>\d{1,9})(?:\.(?P<part>\d{1,4}))?\.(?:mp4|m4s)"
)
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_PRIVATE_FOREVER = {"Cache-Control": "private, max-age=31536000, immutable"}


class HlsRoutes:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._stills = Stills()
        self._sounds = Sounds()
        self._rendered: dict[tuple[str, str, bool], tuple[LiveWindow, int, str]] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/hls/{room}/index.m3u8", self.low_latency),
            web.get("/hls/{room}/plain.m3u8", self.plain),
            web.get("/hls/{room}/all.m3u8", self.all),
            web.get(f"/hls/{{room}}/{{rendition:{'|'.join((SOUND, *NAMES))}}}.m3u8", self.low_latency),
            web.get("/hls/{room}/{recording}/replay.m3u8", self.replay),
            web.get("/hls/{room}/{recording}/poster.webp", self.poster),
            web.get("/hls/{room}/{recording}/{file}", self.file),
        ]

    async def low_latency(self, request: web.Request) -> web.Response:
        """With parts. `_HLS_msn` and `_HLS_part` wait for what does not exist yet."""
        stage = self._stage(request)
        rendition = rendition_of(stage, request.match_info.get("rendition", ""))
        number, part = number_in(request, "_HLS_msn"), number_in(request, "_HLS_part")
        window = rendition.window
        if number is not None:
            if number > window.next_position[0] + _AHEAD_MAX:
                raise Refused("too_far_ahead", 400)
            if not await window.wait(number, part, 3 * window.target_duration):
                raise Refused("nothing_new", 503)
        return await self._live(request, stage, rendition, parts=True)

    async def plain(self, request: web.Request) -> web.Response:
        """Whole segments only, for players and caches that know nothing of parts."""
        stage = self._stage(request)
        return await self._live(request, stage, rendition_of(stage, ""), parts=False)

    async def all(self, request: web.Request) -> web.Response:
        """Every quality that is offered now, and sound alone."""
        stage = self._stage(request)
        if not await stage.window.wait_listed(_FIRST_WAIT_S):
            raise Refused("not_live_yet", 404)
        text = multivariant_playlist(list(variants_of(stage)), query=_token_query(request))
        return web.Response(text=text, content_type=_PLAYLIST_TYPE, headers={"Cache-Control": "no-cache"})

    async def replay(self, request: web.Request) -> web.Response:
        """All of a recording, or from `t0` to `t1` (epoch ms): a clip starts exactly, cut at key frames."""
        index = self._recording(request)
        from_ms, to_ms = number_in(request, "t0"), number_in(request, "t1")
        if to_ms is not None:
            await self._until_recorded(request, index, to_ms)
        text = replay_playlist(index.rows(), from_ms, to_ms, query=_token_query(request))
        if text is None:
            raise Refused("not_found", 404)
        headers = {"Cache-Control": "no-cache"}
        return web.Response(text=text, content_type=_PLAYLIST_TYPE, headers=headers)

    async def _until_recorded(self, request: web.Request, index: SegmentIndex, to_ms: int) -> None:
        """A clip of what was live a moment ago ends in a segment that is still open: it is closed soon."""
        stage = self._doors.stages.get(request.match_info["room"])
        if stage is None or stage.publisher is None or stage.spec.recording != request.match_info["recording"]:
            return
        rows = index.rows()
        if rows and rows[-1].ended_at_ms < to_ms <= now_ms():
            await stage.window.wait(stage.window.next_position[0], None, 2 * stage.window.target_duration)

    async def poster(self, request: web.Request) -> web.Response:
        """A still: the newest while the recording runs, else its first; or the one at `t` (epoch ms)."""
        at_ms = number_in(request, "t")
        stage = self._doors.stages.get(request.match_info["room"])
        live = stage is not None and stage.spec.recording == request.match_info["recording"]
        if stage is not None and live and at_ms is None:
            self._stage(request)
            picture = await self._stills.newest(stage.window, str(stage.folder))
        else:
            picture = await self._stills.at(self._recording(request), at_ms)
        headers = {"Cache-Control": "private, max-age=10" if live else "private, max-age=86400"}
        return web.Response(body=picture, content_type="image/webp", headers=headers)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """An initialisation segment, a segment, or a part; a part just announced is waited for."""
        found = _FILE.fullmatch(request.match_info["file"])
        if found is None:
            raise Refused("not_found", 404)
        room, recording = request.match_info["room"], request.match_info["recording"]
        stage = self._doors.stages.get(room)
        if stage is not None and stage.spec.recording == recording:
            self._stage(request)
            data = await self._live_file(stage, found)
            if data is not None:
                headers = _FOREVER if stage.spec.public else _PRIVATE_FOREVER
                return web.Response(body=data, content_type="video/mp4", headers=headers)
        return await self._recorded_file(request, found)

    async def _live_file(self, stage: LiveStage, found: re.Match[str]) -> bytes | None:
        name = found["prefix"].removesuffix("_")
        window = stage.window if name in ("", SOUND) else stage.window_of(name)
        if window is None:
            return None
        data = await _live_bytes(window, found)
        if data is None or name != SOUND:
            return data
        number = int(found["number"])
        segment = window.segment(number)
        init = data if found["kind"] == "init" else window.inits.get(segment.init if segment else -1)
        if init is None:
            return None
        fragments = b"" if found["kind"] == "init" else data
        return self._sounds.of((str(stage.folder), found[0]), (init, fragments, number))

    async def _recorded_file(self, request: web.Request, found: re.Match[str]) -> web.StreamResponse:
        index = self._recording(request)
        headers = _FOREVER if index.about().public else _PRIVATE_FOREVER
        if found["part"] is not None or found["prefix"] not in ("", f"{SOUND}_"):
            raise Refused("not_found", 404)
        if found["prefix"]:
            return web.Response(
                body=await self._recorded_sound(index, found), content_type="video/mp4", headers=headers
            )
        path = index.folder / request.match_info["file"]
        if not path.is_file():
            raise Refused("not_found", 404)
        return web.FileResponse(path, headers=headers | {"Content-Type": "video/mp4"})

    async def _recorded_sound(self, index: SegmentIndex, found: re.Match[str]) -> bytes:
        kind, number = found["kind"], int(found["number"])
        init = number if kind == "init" else next((row.init for row in index.rows() if row.number == number), -1)
        media = await asyncio.to_thread(recorded_media, index.folder, kind, number, init)
        made = self._sounds.of((str(index.folder), found[0]), media)
        if made is None:
            raise Refused("not_found", 404)
        return made

    async def _live(self, request: web.Request, stage: LiveStage, rendition: Rendition, *, parts: bool) -> web.Response:
        agent = request.headers.get("User-Agent", "")[:200]
        ip = client_ip(request, self._doors.settings)
        stage.saw_player(request.query.get("viewer", "")[:64] or f"{ip} {agent}")
        if not await rendition.window.wait_listed(_FIRST_WAIT_S):
            raise Refused("not_live_yet", 404)
        if rendition.window.given_up:  # players take another one then
            raise Refused("not_offered", 404)
        text = self._text(stage, rendition, parts=parts, query=_token_query(request))
        if text is None:
            raise Refused("not_live_yet", 404)
        headers = {"Cache-Control": "no-cache"}
        return web.Response(text=text, content_type=_PLAYLIST_TYPE, headers=headers)

    def _text(self, stage: LiveStage, rendition: Rendition, *, parts: bool, query: str) -> str | None:
        """Rendered once for all who ask without a ticket."""
        window, key = rendition.window, (stage.room, rendition.name, parts)
        folder, sound = f"{stage.spec.recording}/{rendition.prefix}", rendition.name == SOUND
        if query:
            return live_playlist(window, folder, parts=parts, query=query, sound=sound)
        of, version, text = self._rendered.get(key, (None, 0, ""))
        if of is window and version == window.version:
            return text
        fresh = live_playlist(window, folder, parts=parts, sound=sound)
        if fresh is not None:
            self._rendered[key] = (window, window.version, fresh)
            while len(self._rendered) > 4 * self._doors.limits.rooms:
                del self._rendered[next(iter(self._rendered))]
        return fresh

    def _stage(self, request: web.Request) -> LiveStage:
        ip = client_ip(request, self._doors.settings)
        stage, _ = self._doors.admit_viewer(_name(request, "room"), token_of(request), ip)
        return stage

    def _recording(self, request: web.Request) -> SegmentIndex:
        ip = client_ip(request, self._doors.settings)
        room, recording = _name(request, "room"), _name(request, "recording")
        return self._doors.admit_replay(room, recording, token_of(request), ip)


async def _live_bytes(window: LiveWindow, found: re.Match[str]) -> bytes | None:
    number = int(found["number"])
    if found["kind"] == "init":
        return window.inits.get(number)
    part = None if found["part"] is None else int(found["part"])
    if part is not None and (number, part) == window.next_position:
        await window.wait(number, part, 2 * window.target_duration)
    segment = window.segment(number)
    if segment is None or segment.gap:
        return None
    if part is None:
        return segment.data if segment.closed else None
    return segment.parts[part].data if part < len(segment.parts) else None


def _token_query(request: web.Request) -> str:
    """The ticket has to travel along to every address of the playlist."""
    token = token_of(request)
    return f"?token={quote(token, safe='')}" if token else ""


def _name(request: web.Request, part: str) -> str:
    name = request.match_info[part]
    if not NAME.fullmatch(name):
        raise Refused("not_found", 404)
    return name
