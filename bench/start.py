"""The second start of the whole program: seconds until it is ready, and its memory when nothing happens.

PYTHONPATH=src python bench/start.py
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

START_S_MAX = 90
IDLE_S = 5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(home: Path) -> tuple[subprocess.Popen[bytes], float]:
    """The program and the seconds until /readyz says yes."""
    port, began_s = free_port(), time.perf_counter()
    words = ["--home", str(home), "--port", str(port), "--rtmp-port", "0", "--crowd", "0"]
    command = [sys.executable, "-m", "livefair.cli", "run", *words]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not is_ready(port):
        if process.poll() is not None or time.perf_counter() - began_s > START_S_MAX:
            raise SystemExit("the program does not start")
        time.sleep(0.02)
    return process, time.perf_counter() - began_s


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


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
    print(f"{what:<44}{value:>12}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for what in ("first start to ready, s", "second start to ready, s"):
            process, took_s = started(home)
            row(what, f"{took_s:.2f}")
            row("  of it on the processor, s", f"{sum(map(cpu_s, family(process.pid))):.2f}")
            if what.startswith("second"):
                time.sleep(IDLE_S)
                pids = family(process.pid)
                row("processes", f"{len(pids)}")
                for field in ("Rss", "Pss"):
                    row(f"{field} of all of them, MiB", f"{sum(own_mib(pid, field) for pid in pids):.0f}")
                row("Rss of the web server alone, MiB", f"{own_mib(process.pid, 'Rss'):.0f}")
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=START_S_MAX)


if __name__ == "__main__":
    main()
