"""A migrated SQLite database, made once for a process and copied for whoever needs one."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from livefair.kernel.schema import upgrade


@cache
def migrated() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fair-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    upgrade(f"sqlite:///{folder}/livefair.db")
    return folder / "livefair.db"


def put_migrated(path: Path) -> str:
    """Returns the URL of a migrated database at this path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(migrated(), path)
    return f"sqlite:///{path}"
