"""A child that makes its share of the artwork: reads a Share on stdin, writes the name of each file it made."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec

from livefair.world.artwork.make import Share, all_tasks


def main() -> int:
    os.nice(5)
    share = msgspec.json.decode(sys.stdin.buffer.read(65_536), type=Share)
    for task in all_tasks(Path(share.folder), share.seed, share.kind)[share.number :: share.of]:
        if not task.path.exists():
            sys.stdout.write(task.run() + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
