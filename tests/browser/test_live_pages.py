"""The player and the camera of our own pages, against the real media engine."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from threading import Thread

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, async_playwright, expect

from livefair.media import EmbeddedEngine, StageSpec
from tests.browser.conftest import FLAGS
from tests.media.conftest import settings
from tests.media.publishers import rtmp_command, running
from tests.web import preview

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser, pytest.mark.slow]

POSITION = "document.querySelector('lf-player video').currentTime"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedEngine]:
    engine = EmbeddedEngine(settings(tmp_path_factory.mktemp("media")))
    await engine.start()
    yield engine
    await engine.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(engine: EmbeddedEngine) -> AsyncIterator[Page]:
    """Pages of ours whose media requests go to the engine, as the web server would send them."""
    server = preview.Server(("127.0.0.1", 0), preview.Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"

    async def forward(route: Route) -> None:
        await route.continue_(url=route.request.url.replace(base, engine.address.http_base))

    async with async_playwright() as playwright:
        path = os.environ.get("LIVEFAIR_TEST_BROWSER") or shutil.which("chromium")
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = await browser.new_context(base_url=base, service_workers="block")
        await context.route("**/hls/**", forward)
        await context.route("**/whip/**", forward)
        await context.route_web_socket(re.compile("/ws/rooms/"), lambda socket: None)
        yield await context.new_page()
        await browser.close()
    server.shutdown()
    server.server_close()


async def moves(page: Page) -> None:
    """Until the picture goes on."""
    before = await page.evaluate(POSITION)
    for _ in range(100):
        await asyncio.sleep(0.2)
        if await page.evaluate(POSITION) > before + 0.5:
            return
    pytest.fail("the picture stands still")


async def test_the_player_joins_and_returns_when_the_host_comes_back(engine: EmbeddedEngine, page: Page) -> None:
    stage = await engine.open("room-1", StageSpec(recording="show", segment_ms=1_000))
    url = f"rtmp://127.0.0.1:{engine.address.rtmp_port}/live/{stage.ingest('host', 'rtmp').stream_key}"
    async with running(*rtmp_command(url)):
        await page.goto("/?t=mall/room.html")
        await expect(page.locator("lf-player[data-state=playing]")).to_be_attached(timeout=20_000)
        await moves(page)
    await expect(page.locator("lf-player:not([data-state=playing])")).to_be_attached(timeout=15_000)
    async with running(*rtmp_command(url)):
        await expect(page.locator("lf-player[data-state=playing]")).to_be_attached(timeout=30_000)
    await engine.close("room-1")


async def test_a_viewer_chooses_sound_alone_and_the_picture_again(engine: EmbeddedEngine, page: Page) -> None:
    """What is wished is read where the panel puts it; the panel itself is tested in tests/web/mall."""
    stage = await engine.open("room-1", StageSpec(recording="show-3", segment_ms=1_000))
    url = f"rtmp://127.0.0.1:{engine.address.rtmp_port}/live/{stage.ingest('host', 'rtmp').stream_key}"
    async with running(*rtmp_command(url, seconds=60)):
        await page.goto("/?t=mall/room.html")
        await expect(page.locator("lf-player[data-way=hls][data-state=playing]")).to_be_attached(timeout=20_000)
        await expect(page.locator("button.sound-only")).to_be_hidden()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.evaluate("document.querySelector('lf-room').dataset.picture = 'sound'")
        await expect(page.locator("lf-player[data-way=sound][data-state=playing]")).to_be_attached(timeout=20_000)
        await moves(page)
        assert await page.evaluate("document.querySelector('lf-player video').videoWidth") == 0
        media = [
            each
            for each in asked[asked.index(next(each for each in asked if "sound.m3u8" in each)) :]
            if "/hls/" in each
        ]
        assert [each for each in media if "sound" not in each] == []
        await expect(page.locator("button.sound-only")).to_be_visible()
        await page.locator("button.sound-only").click()
        await expect(page.locator("lf-player[data-way=hls][data-state=playing]")).to_be_attached(timeout=20_000)
        assert await page.evaluate("document.querySelector('lf-player video').videoWidth") == 320
    await engine.close("room-1")


async def test_a_viewer_chooses_a_smaller_picture(engine: EmbeddedEngine, page: Page) -> None:
    stage = await engine.open("room-1", StageSpec(recording="show-4", segment_ms=1_000))
    await engine.offer_ladder("room-1", wanted=True)
    url = f"rtmp://127.0.0.1:{engine.address.rtmp_port}/live/{stage.ingest('host', 'rtmp').stream_key}"
    async with running(*rtmp_command(url, seconds=90, size="960x540")):
        await page.goto("/?t=mall/room.html")
        await expect(page.locator("lf-player[data-state=playing]")).to_be_attached(timeout=20_000)
        await expect_text(page, "/hls/room-1/all.m3u8", "360.m3u8")
        for wish, width in (("small", 640), ("best", 960), ("medium", 854)):
            await page.evaluate("wish => { document.querySelector('lf-room').dataset.picture = wish }", wish)
            await page.wait_for_function(
                "width => document.querySelector('lf-player video').videoWidth === width", arg=width, timeout=20_000
            )
            await moves(page)
    await engine.close("room-1")


async def expect_text(page: Page, path: str, wanted: str) -> None:
    """Until the page can read this behind that address."""
    script = "async ([path, wanted]) => (await (await fetch(path)).text()).includes(wanted)"
    await page.wait_for_function(script, arg=[path, wanted], timeout=20_000, polling=300)


async def test_the_camera_goes_live_over_webrtc(engine: EmbeddedEngine, page: Page) -> None:
    stage = await engine.open("room-1", StageSpec(recording="show-2", segment_ms=1_000))
    await page.goto("/?t=studio/room.html")
    token = stage.ingest("host", "whip").token
    await page.evaluate("token => { document.querySelector('lf-publish').dataset.token = token }", token)
    await page.locator("[data-open]").click()
    await page.locator("[data-start]").click()
    await expect(page.locator("[data-path]")).to_have_text("WebRTC", timeout=20_000)
    await page.locator("[data-stop]").click()
    await engine.close("room-1")
