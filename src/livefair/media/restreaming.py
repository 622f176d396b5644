"""What the children that send a stream to outside servers have in common."""

from __future__ import annotations

import errno
import os
import resource
import ssl
import sys
import time
from collections.abc import Callable
from typing import Any

import av
import msgspec
from av.container import InputContainer

from livefair.media.confined import die_with_parent
from livefair.media.restream import Lost, SendTo, Sent

_TELL_S = 1.0
_LINE_MAX = 8_192
_MEMORY_BYTES = 1_500 << 20
_REASONS = {
    errno.ECONNREFUSED: "refused_connection",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.ETIMEDOUT: "timed_out",
}


class Failed(Exception):
    """The argument is the reason that the host is told."""


class Progress:
    """Tells the parent every second how much the other side has taken."""

    def __init__(self) -> None:
        self._octets, self._told = 0, 0.0

    def took(self, octets: int) -> None:
        self._octets += octets
        if time.monotonic() - self._told > _TELL_S:
            self._told = time.monotonic()
            say(Sent(self._octets))


def run_child(send: Callable[[SendTo], None]) -> None:
    """Hold this process, read whereto, send until the input ends; whatever goes wrong is one word to the parent."""
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    # Libraries write addresses with their keys into logs: there are none.
    av.logging.set_level(av.logging.PANIC)
    reason = None
    try:
        send(msgspec.json.decode(sys.stdin.buffer.readline(_LINE_MAX), type=SendTo))
    except Failed as failed:
        reason = str(failed)
    except Exception as error:
        # Whatever a hostile server makes a library raise, the parent is told one word and lives.
        reason = reason_of(error)
    if reason is not None:
        say(Lost(reason))
    sys.stdout.flush()
    os._exit(1 if reason else 0)  # threads of libraries may still wait for the network


def reason_of(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate_refused"
    if isinstance(error, TimeoutError):
        return "timed_out"
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0, "lost")
    return "lost" if isinstance(error, EOFError) else "broken"


def opened() -> InputContainer:
    """The stream from the parent."""
    # PyAV wants a file; it only ever calls read().
    source: Any = sys.stdin.buffer
    options = {"probesize": "500000", "analyzeduration": "500000", "protocol_whitelist": "none"}
    container: InputContainer = av.open(source, "r", format="mp4", options=options)
    return container


def say(line: Sent | Lost) -> None:
    os.write(1, msgspec.json.encode(line) + b"\n")
