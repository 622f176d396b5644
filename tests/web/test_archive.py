"""What a worker recorded is played from S3 when the worker, and its machine, are gone."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from moto.server import create_backend_app
from werkzeug.serving import make_server

from livefair.media import Fleet, RemoteEngine, StageSpec
from livefair.web.archive import COMPLETE, Archive, Archivist
from livefair.web.services import Services
from tests.media.conftest import settings
from tests.media.publishers import decoded, rtmp_command, running, until
from tests.web.rooms import served


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    server = make_server("127.0.0.1", 0, create_backend_app("s3"), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    endpoint = f"http://127.0.0.1:{server.port}"
    httpx.put(f"{endpoint}/fair", trust_env=False)
    yield Archive(f"s3://fair/{tmp_path.name}?endpoint={endpoint}")
    server.shutdown()
    thread.join()
    server.server_close()


@asynccontextmanager
async def recording(folder: Path, *rooms: tuple[str, bool]) -> AsyncIterator[Fleet]:
    """Workers that have recorded three seconds in each room; then they stop."""
    fleet = Fleet(settings(folder))
    await fleet.start()
    try:
        for room, public in rooms:
            stage = await fleet.open(room, StageSpec(recording="show", public=public, segment_ms=1_000))
            ticket = stage.ingest("host", "rtmp")
            url = f"rtmp://127.0.0.1:{ticket.port}/live/{ticket.stream_key}"
            async with running(*rtmp_command(url)):
                await until(lambda: _has(fleet, room, 3), "three segments")  # noqa: B023 (awaited in this turn)
        yield fleet
    finally:
        await fleet.stop()


async def _has(fleet: Fleet, room: str, segments: int) -> bool:
    return len(fleet.recording(room, "show").rows()) >= segments


async def _is_complete(archive: Archive, room: str) -> bool:
    return COMPLETE in await archive.names((room, "show"))


@asynccontextmanager
async def site_without_media(services: Services, archive: Archive, folder: Path) -> AsyncIterator[str]:
    """Web servers whose media program is not there."""
    media = RemoteEngine("http://127.0.0.1:9", "no key", settings(folder))
    await media.start()
    try:
        async with served(replace(services, archive=archive, media=media)) as address:
            yield f"http://{address}"
    finally:
        await media.stop()


@pytest.mark.slow
async def test_a_replay_outlives_the_worker_that_recorded_it(
    services: Services, archive: Archive, tmp_path: Path
) -> None:
    async with recording(tmp_path / "media", ("open", True), ("closed", False)) as fleet:
        async with Archivist(archive, fleet).running():
            for room in ("open", "closed"):
                await fleet.close(room)
                await until(lambda: _is_complete(archive, room), "the whole copy")  # noqa: B023 (awaited in this turn)
        rows = fleet.recording("open", "show").rows()
        token, _ = fleet.of("closed").ticket("play", "closed", "viewer", 60)
    shutil.rmtree(tmp_path / "media")
    async with site_without_media(services, archive, tmp_path) as site:
        pictures, sounds = await asyncio.to_thread(decoded, f"{site}/hls/open/show/replay.m3u8")
        assert pictures >= 40
        assert sounds > 0
        async with httpx.AsyncClient(base_url=site, trust_env=False) as http:
            clip = await http.get(f"/hls/open/show/replay.m3u8?t0={rows[1].started_at_ms + 400}")
            assert "#EXT-X-START:TIME-OFFSET=0.400,PRECISE=YES" in clip.text
            assert "s0.m4s" not in clip.text
            segment = await http.get("/hls/open/show/s1.m4s")
            assert segment.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert len(segment.content) == rows[1].size
            refused = [await http.get(f"/hls/closed/show/replay.m3u8{query}") for query in ("", "?token=a.guess")]
            assert [answer.status_code for answer in refused] == [403, 403]
            granted = await http.get(f"/hls/closed/show/replay.m3u8?token={token}")
            assert f"s1.m4s?token={token}" in granted.text
            for odd, status in (("replay.m3u8?t0=x", 422), ("s99.m4s", 503), ("index.jsonl", 503), ("complete", 503)):
                assert (await http.get(f"/hls/open/show/{odd}")).status_code == status
            assert (await http.get("/hls/never/show/replay.m3u8")).status_code == 503


@pytest.mark.slow
async def test_what_was_not_copied_before_a_crash_is_copied_after_it(archive: Archive, tmp_path: Path) -> None:
    async with recording(tmp_path, ("room", True)) as fleet:
        await fleet.close("room")
        assert await archive.names(("room", "show")) == set()
        async with Archivist(archive, fleet).running():
            await until(lambda: _is_complete(archive, "room"), "the whole copy")
        kept = await archive.kept(("room", "show"))
        assert kept is not None
        assert kept.rows == tuple(fleet.recording("room", "show").rows())
        # A second start finds that nothing is left to do.
        async with Archivist(archive, fleet).running() as archivist:
            await archivist.copy(("room", "show"))
