"""A child that makes artwork: reads a Share, then the name of one file a line, and writes each name when it is made."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import msgspec

from livefair.world.artwork.files import Artwork
from livefair.world.artwork.make import LINE_MAX, Share
from livefair.world.artwork.tasks import tasks


def main() -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, and with it our input ends
    share = msgspec.json.decode(sys.stdin.buffer.readline(LINE_MAX), type=Share)
    os.nice(share.nice)
    art = Artwork.of(Path(share.folder), share.seed)
    known = tasks(art, share.seed)
    while line := sys.stdin.buffer.readline(LINE_MAX):
        known[art.root / line.decode().strip()].run()
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
