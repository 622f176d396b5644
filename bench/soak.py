"""Does the media worker stay as it is? Publishers and viewers for an hour, its memory and descriptors over time.

    python bench/soak.py [--minutes 60] [--rooms 2] [--viewers 20] [--ladder]

Prints a row for each sample and at the end what grows per hour, with its 95 % interval; the first fifth does not count,
since windows and caches fill up. Publishers come again every five minutes, as publishers do.
"""

import argparse
import asyncio
import math
import os
import re
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import aiohttp

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.media.publishers import rtmp_command, running

from livefair.media import EmbeddedEngine, MediaLimits, MediaSettings, StageSpec

SAMPLES = 60
AGAIN_S = 300.0
WARM_UP = 0.2
PUBLISH_S = 24 * 3600


class Sample(NamedTuple):
    at_s: float
    rss_mib: float
    descriptors: int
    children: int
    threads: int
    cpu_s: float


def sample(pid: int, began_s: float) -> Sample:
    status = dict(re.findall(r"^(\w+):\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M))
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return Sample(
        at_s=time.monotonic() - began_s,
        rss_mib=int(status["VmRSS"]) / 1024,
        descriptors=len(list(Path(f"/proc/{pid}/fd").iterdir())),
        children=len(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()),
        threads=int(status["Threads"]),
        cpu_s=(int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"),
    )


def slope(samples: list[Sample], field: str) -> tuple[float, float]:
    """(growth per hour, half of its 95 % interval) by least squares; neighbouring samples are taken for independent."""
    kept = samples[math.ceil(len(samples) * WARM_UP) :]
    if len(kept) < 3:
        return math.nan, math.nan
    hours, values = [one.at_s / 3600 for one in kept], [float(getattr(one, field)) for one in kept]
    mean_x, mean_y = sum(hours) / len(kept), sum(values) / len(kept)
    spread = sum((x - mean_x) ** 2 for x in hours)
    growth = sum((x - mean_x) * (y - mean_y) for x, y in zip(hours, values, strict=True)) / spread
    rest = sum((y - mean_y - growth * (x - mean_x)) ** 2 for x, y in zip(hours, values, strict=True))
    return growth, 1.96 * math.sqrt(rest / (len(kept) - 2) / spread)


async def publish(engine: EmbeddedEngine, room: str, size: str) -> None:
    """At its natural speed, again and again until cancelled."""
    stage = engine.stage(room)
    assert stage is not None
    while True:
        key = stage.ingest("host", "rtmp", ttl_s=PUBLISH_S).stream_key
        url = f"rtmp://127.0.0.1:{engine.address.rtmp_port}/live/{key}"
        async with running(*rtmp_command(url, seconds=PUBLISH_S, gop=30, size=size)):
            await asyncio.sleep(AGAIN_S)


async def watch(http: aiohttp.ClientSession, url: str, got: list[int]) -> None:
    """Low-latency HLS as players read it: blocking reloads and each part."""
    folder = url.rpartition("/")[0]
    query = ""
    while True:
        try:
            async with http.get(url + query) as answer:
                text = await answer.text()
            found = re.findall(r'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="([^"]*s(\d+)\.(\d+)\.m4s)"', text)
            if not found:
                await asyncio.sleep(0.5)
                continue
            address, number, part = found[0]
            async with http.get(f"{folder}/{address}") as answer:
                got[0] += len(await answer.read())
            query = f"?_HLS_msn={number}&_HLS_part={part}"
        except aiohttp.ClientError:
            got[1] += 1
            await asyncio.sleep(0.5)


async def soak(minutes: float, rooms: int, viewers: int, *, ladder: bool) -> list[Sample]:
    with tempfile.TemporaryDirectory() as folder:
        limits = MediaLimits(recordings_bytes=2 << 30, ladders=rooms if ladder else 0)
        engine = EmbeddedEngine(MediaSettings(folder=Path(folder), key="soak" * 8, limits=limits))
        await engine.start()
        samples: list[Sample] = []
        got = [0, 0]
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            tasks = []
            for number in range(rooms):
                await engine.open(f"room-{number}", StageSpec(recording="show"))
                if ladder:
                    await engine.offer_ladder(f"room-{number}", wanted=True)
                tasks.append(asyncio.create_task(publish(engine, f"room-{number}", "960x540" if ladder else "640x360")))
            for number in range(viewers):
                url = f"{engine.address.http_base}/hls/room-{number % rooms}/index.m3u8"
                tasks.append(asyncio.create_task(watch(http, url, got)))
            try:
                await measured(engine, minutes * 60, samples)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        print(
            f"{got[0] / 1e6:,.0f} MB read by viewers, {got[1]} lost requests, {engine.restarts} restarts of the worker"
        )
        await engine.stop()
    return samples


async def measured(engine: EmbeddedEngine, seconds: float, samples: list[Sample]) -> None:
    began_s = time.monotonic()
    print("  minute   MiB  descriptors  children  threads  CPU s")
    while time.monotonic() - began_s < seconds:
        await asyncio.sleep(seconds / SAMPLES)
        with suppress(FileNotFoundError):  # the worker was lost: the next sample is of its successor
            one = sample(engine.worker_pid or 0, began_s)
            samples.append(one)
            print(
                f"{one.at_s / 60:8.2f} {one.rss_mib:5.0f} {one.descriptors:12} {one.children:9} "
                f"{one.threads:8} {one.cpu_s:6.1f}", flush=True,
            )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rooms", type=int, default=2)
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--ladder", action="store_true")
    args = parser.parse_args()
    samples = asyncio.run(soak(args.minutes, args.rooms, args.viewers, ladder=args.ladder))
    for field in ("rss_mib", "descriptors", "threads"):
        growth, half = slope(samples, field)
        print(f"{field:12} {growth:+9.2f} per hour, 95 % from {growth - half:+.2f} to {growth + half:+.2f}")


if __name__ == "__main__":
    main()
