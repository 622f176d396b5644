"""The first start with the demo world, as a newcomer meets it, and the second; the memory when nothing happens.

ready      the first page comes
living     the feed shows a video and a room on air, and the room's stream plays
complete   the last film of the demo world is in the feed

PYTHONPATH=src python bench/start.py
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

START_S_MAX = 600
COMPLETE_S_MAX = 1_800
IDLE_S = 5
COMPLETE = "the demo world is complete"
STREAM = re.compile(r'data-kind="room"[^>]* data-src="([^"]+)"')
ENTRY = re.compile(r"^[^#\s].*", re.MULTILINE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Started:
    """The program in a session of its own; `after` measures from its start."""

    def __init__(self, home: Path, *words: str) -> None:
        port = free_port()
        self.address, self._log = f"http://127.0.0.1:{port}", home.parent / "told"
        self._began_s = time.perf_counter()
        given = ["--home", str(home), "--port", str(port), "--rtmp-port", "0", *words]
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "livefair.cli", "run", *given],
                start_new_session=True,
                stdout=log,
                stderr=subprocess.DEVNULL,
            )

    def after(self, holds: Callable[[], bool], s_max: float = START_S_MAX) -> float:
        """Seconds from the start until something holds."""
        while not holds():
            if self.process.poll() is not None or time.perf_counter() - self._began_s > s_max:
                raise SystemExit(f"the program does not get so far:\n{self._log.read_text()}")
            time.sleep(0.05)
        return time.perf_counter() - self._began_s

    def page(self, path: str) -> str:
        """Empty while there is none."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    def is_ready(self) -> bool:
        return bool(self.page("/readyz"))

    def is_living(self) -> bool:
        feed = self.page("/")
        stream = STREAM.search(feed)
        return 'data-kind="video"' in feed and stream is not None and self._plays(stream[1])

    def _plays(self, playlist: str) -> bool:
        """Whether there is a segment in the playlist, or in the first one that it names."""
        listed = self.page(playlist)
        if "#EXT-X-STREAM-INF" in listed and (entry := ENTRY.search(listed)):
            listed = self.page(urljoin(playlist, entry[0]))
        return "#EXTINF" in listed

    def is_complete(self) -> bool:
        return COMPLETE in self._log.read_text()

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=START_S_MAX)


def family(pid: int) -> list[int]:
    """A process and all that it has started (Linux)."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def own_mib(pid: int, field: str) -> float:
    """`Rss` counts shared pages in each process, `Pss` only this process's share of them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(what: str, value: str) -> None:
    print(f"{what:<44}{value:>12}", flush=True)


def first(home: Path) -> None:
    started = Started(home, "--world", "market_day")
    row("first start to ready, s", f"{started.after(started.is_ready):.1f}")
    row("  to living, s", f"{started.after(started.is_living):.1f}")
    row("  to complete, s", f"{started.after(started.is_complete, COMPLETE_S_MAX):.1f}")
    started.stop()


def second(home: Path) -> None:
    started = Started(home)
    row("second start to ready, s", f"{started.after(started.is_ready):.1f}")
    row("  to living, s", f"{started.after(started.is_living):.1f}")
    started.stop()


def idle(home: Path) -> None:
    started = Started(home, "--crowd", "0")
    row("without a crowd to ready, s", f"{started.after(started.is_ready):.1f}")
    row("  of it on the processor, s", f"{sum(map(cpu_s, family(started.process.pid))):.1f}")
    time.sleep(IDLE_S)
    pids = family(started.process.pid)
    row("processes", f"{len(pids)}")
    for field in ("Rss", "Pss"):
        row(f"{field} of all of them, MiB", f"{sum(own_mib(pid, field) for pid in pids):.0f}")
    row("Rss of the web server alone, MiB", f"{own_mib(started.process.pid, 'Rss'):.0f}")
    started.stop()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        row("processors, load before", f"{os.cpu_count()}, {os.getloadavg()[0]:.1f}")
        for measure in (first, second, idle):
            measure(home)


if __name__ == "__main__":
    main()
