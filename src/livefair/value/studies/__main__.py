"""Reads a Request from standard input, writes an Answer, and lets whatever serves people go first."""

import os
import sys

import msgspec

from livefair.value.studies.estimating import Request, estimate


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(10)
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    sys.stdout.buffer.write(msgspec.json.encode(estimate(request)))


if __name__ == "__main__":
    main()
