from pathlib import Path

import pytest

from livefair.kernel import Database
from livefair.kernel.schema import upgrade
from livefair.world.build import build
from tests.world.worlds import plan_at


@pytest.fixture
def made(tmp_path: Path):
    """Make a world in a database of its own and open it at its end: made("one", seed=3)."""
    opened: list[Database] = []

    def make(name: str, **terms) -> Database:
        url = f"sqlite:///{tmp_path}/{name}.db"
        upgrade(url)
        plan = plan_at(url, tmp_path / "artwork", **terms)
        build(plan, lambda what, done, of: None)
        opened.append(Database(url, clock=lambda: plan.ends_at_ms))
        return opened[-1]

    yield make
    for db in opened:
        db.close()
