"""Reads a Request from standard input, writes an Answer, and lets whatever serves people go first."""

import os
import signal
import sys

import msgspec

from livefair.value.studies.estimating import Request, estimate


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, who ends us
    if hasattr(os, "nice"):
        os.nice(10)
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    sys.stdout.buffer.write(msgspec.json.encode(estimate(request)))


if __name__ == "__main__":
    main()
