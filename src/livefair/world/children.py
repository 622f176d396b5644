"""What a child process of the demo world inherits: where things are, and none of the settings with their secrets."""

from __future__ import annotations

import os
import sys

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH")


def environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # One thread each: a child's share of the machine is one core. One heap: what one thread frees, another uses.
    quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    return {**kept, **quiet, "PYTHONPATH": os.pathsep.join(sys.path)}
