import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from livefair.kernel import Database
from livefair.world.build import build
from tests.migrated import put_migrated
from tests.world.worlds import ENDS_AT_MS, plan_at


@pytest.fixture(scope="session")
def world_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worlds")
    (folder / "artwork").mkdir()
    return folder


@pytest.fixture(scope="session")
def world_file(world_folder: Path) -> Callable[..., Path]:
    """The database of a world of these terms. Making one takes long: those of plain terms are made once."""
    folder = world_folder
    known: dict[tuple, Path] = {}

    def make(**terms) -> Path:
        place = tuple(sorted(terms.items(), key=lambda term: term[0]))
        if "processors" not in terms and place in known:
            return known[place]
        path = folder / f"{len(list(folder.glob('*.db')))}.db"
        url = put_migrated(path)
        build(plan_at(url, folder / "artwork", **terms), lambda what, done, of: None)
        if "processors" not in terms:
            known[place] = path
        return path

    return make


@pytest.fixture
def made(world_file: Callable[..., Path], world_folder: Path, tmp_path: Path):
    """A world of one's own, opened at its end: made("one", seed=3)."""
    opened: list[Database] = []
    (tmp_path / "artwork").symlink_to(world_folder / "artwork")

    def make(name: str, *, ends_at_ms: int = ENDS_AT_MS, **terms) -> Database:
        path = tmp_path / f"{name}.db"
        shutil.copy(world_file(ends_at_ms=ends_at_ms, **terms), path)
        opened.append(Database(f"sqlite:///{path}", clock=lambda: ends_at_ms))
        return opened[-1]

    yield make
    for db in opened:
        db.close()
