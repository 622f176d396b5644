from __future__ import annotations

import asyncio
import hashlib
import io
import os
import shutil
import signal
import socket
from pathlib import Path

import aiohttp
import av
import numpy as np
import pytest

from livefair.kernel.clock import wall_clock
from livefair.media import EmbeddedEngine, MediaSettings, StageSpec
from livefair.world.artwork import PRODUCTS
from livefair.world.show import Good, read_stamp, start
from livefair.world.show.player import Command, Player
from tests.media.publishers import HlsClient

_GOODS = [Good(p.key, p.en, f"¥{p.price_minor // 100}") for p in PRODUCTS[:3]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ffmpeg() -> str:
    found = shutil.which("ffmpeg")
    if found is None:
        imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="no ffmpeg as an independent RTMP server")
        found = str(imageio_ffmpeg.get_ffmpeg_exe())
    return found


def _played(pictures: int) -> list[str]:
    player = Player(4, 1, _GOODS[:1], lambda: 1_790_000_000_000, patient=True)
    player.obey(Command(say="hello there"))
    digests = []
    for number in range(pictures):
        if number == 4:
            player.obey(Command(cheer=True))
        picture, sound = player.next()
        digests.append(hashlib.sha256(picture + sound).hexdigest())
    player.close()
    return digests


@pytest.mark.slow
def test_the_same_seed_and_commands_play_the_same_show() -> None:
    first, again = _played(40), _played(40)
    assert first == again
    assert len(set(first)) > 35


@pytest.mark.slow
async def test_the_show_reaches_an_independent_rtmp_server_moves_and_carries_its_stamp(tmp_path: Path) -> None:
    port, target = _free_port(), tmp_path / "show.flv"
    url = f"rtmp://127.0.0.1:{port}/live"
    show = await start(url, "room?token=abc", 1, _GOODS)
    await show.until("drawn", within_s=60)
    server = await asyncio.create_subprocess_exec(
        _ffmpeg(), "-v", "error", "-listen", "1", "-f", "flv", "-i", f"{url}/room", "-t", "4", "-c", "copy", str(target)
    )
    try:
        await show.until("publishing", within_s=30)
        await show.pin(1)
        await server.wait()
        lost = await show.until("lost", within_s=20)
        assert "token" not in lost.why
    finally:
        if server.returncode is None:
            server.kill()
            await server.wait()
        await show.stop()
    assert show.news.state == "ended"
    _check_recording(target)


@pytest.mark.slow
async def test_viewers_see_the_show_through_the_real_ingest_and_it_comes_back_after_a_restart(tmp_path: Path) -> None:
    engine = EmbeddedEngine(MediaSettings(folder=tmp_path, key="only the tests know this key, 123456"))
    await engine.start()
    stage = await engine.open("stall", StageSpec(recording="show", segment_ms=1_000))
    url = f"rtmp://127.0.0.1:{engine.address.rtmp_port}/live"
    show = await start(url, stage.ingest("host", "rtmp").stream_key or "", 2, _GOODS)
    try:
        await show.until("publishing", within_s=90)
        assert await _age_ms(engine) < 8_000
        assert engine.worker_pid is not None
        os.kill(engine.worker_pid, signal.SIGKILL)
        await show.until("lost", within_s=30)
        await show.until("publishing", within_s=60)
        assert await _age_ms(engine) < 8_000
    finally:
        await show.stop()
        await engine.stop()


async def _age_ms(engine: EmbeddedEngine) -> int:
    """How old the newest picture is that a viewer of the HLS parts has."""
    async with aiohttp.ClientSession() as http:
        media = await HlsClient(http, f"{engine.address.http_base}/hls/stall/index.m3u8").follow(8)
    now = wall_clock() % (1 << 32)
    with av.open(io.BytesIO(media)) as parts:
        stamps = [read_stamp(f.to_ndarray(format="gray")) for f in parts.decode(video=0)]
    return now - max(s for s in stamps if s is not None)


def _check_recording(target: Path) -> None:
    with av.open(str(target)) as recording:
        assert {s.codec_context.name for s in recording.streams} == {"h264", "aac"}
        frames = [f.to_ndarray(format="gray") for f in recording.decode(video=0)]
    assert frames[0].shape == (960, 540)
    assert len(frames) > 60
    stamps = [s for s in map(read_stamp, frames) if s is not None]
    assert len(stamps) > len(frames) * 0.9
    assert stamps == sorted(stamps)
    assert 2000 < stamps[-1] - stamps[0] < 10_000
    moved = np.abs(frames[0][:900].astype(int) - frames[40][:900].astype(int)).mean()
    assert moved > 0.3


async def test_a_show_ends_when_its_parents_pipe_closes() -> None:
    show = await start("rtmp://127.0.0.1:9/live", "key", 1, ())
    await show.stop()
    assert show.news.state == "ended"


async def test_ctrl_c_is_left_to_the_parent() -> None:
    show = await start(f"rtmp://127.0.0.1:{_free_port()}/live", "key", 1, _GOODS)
    await show.until("drawn", "lost", within_s=60)
    os.kill(show.pid, signal.SIGINT)
    await show.until("lost", within_s=30)
    await show.stop()
    assert await show.wait() == 0
