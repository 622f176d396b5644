"""The whole program in a process of its own, as an operator starts it, and what tests do to it from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

START_S_MAX = 90


class Running:
    """`livefair run`, or `media`, in a session of its own, as a terminal would have it; ready when this is made.

    What it says goes to a file beside its home, so that nothing waits for a reader.
    """

    def __init__(self, home: Path, *words: object, port: int = 0, command: str = "run") -> None:
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = home.parent / f"{home.name}.log"
        port_name = "--media-control-port" if command == "media" else "--port"
        given = ["--home", home, port_name, self.port, "--rtmp-port", 0, *words]
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "livefair.cli", command, *map(str, given)],
                start_new_session=True, stdout=log, stderr=subprocess.STDOUT, env=environment(),
            )  # fmt: skip
        self._ps = ["ps", "-o", "pid=", "--ppid", str(self.process.pid)]
        try:
            until(lambda: self.answers("/readyz"))
        except BaseException:
            self.kill()
            raise

    def told(self) -> str:
        return self._log.read_text("utf-8")

    def answers(self, path: str) -> bool:
        assert self.process.poll() is None, self.told()
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def children(self) -> list[int]:
        listed = subprocess.run(self._ps, capture_output=True, text=True, check=False)
        return [int(word) for word in listed.stdout.split()]

    def stop(self) -> None:
        """As an operator does. Does nothing to a program that has ended already."""
        self.process.terminate()
        self.process.wait(timeout=START_S_MAX)

    def kill(self) -> None:
        """As a power cut does: this process and all of its children, at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=START_S_MAX)


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIVEFAIR_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_S_MAX
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
