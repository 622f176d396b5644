"""The demo world is made by the use cases alone; these worlds are short and have no films."""

from pathlib import Path

import pytest
from PIL import Image

from livefair import ledger
from livefair.kernel import Database
from livefair.kernel.files import Files
from livefair.kernel.runner import job_counts
from livefair.kernel.schema import upgrade
from livefair.people import actor_of
from livefair.people.queries import people_with_role
from livefair.value.queries import overview, span_of
from livefair.world import invariants
from livefair.world.artwork.files import Artwork
from livefair.world.build import build
from livefair.world.demo import demo_accounts
from livefair.world.fair import Plan
from livefair.world.stall_book import offered_by

ENDS_AT_MS = 1_790_000_000_000
DAYS = 9


def plan_at(url: str, folder: Path, *, seed: int = 3, ends_at_ms: int = ENDS_AT_MS) -> Plan:
    """What the world looks like is tested elsewhere: here every picture is one grey square, made before."""
    for path in Artwork.of(folder, seed).pictures():
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".webp":
            Image.new("RGB", (8, 8), "grey").save(path)
        else:
            path.write_bytes(b"nothing to see")
    return Plan(
        url=url,
        files=Files("memory://"),
        folder=folder,
        seed=seed,
        password="a password for tests",
        ends_at_ms=ends_at_ms,
        provider_key=b"a key for tests",
        days=DAYS,
        customers=24,
        films=0,
    )


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


def test_a_world_holds_together_and_is_lived_in(made):
    db = made("one")
    assert db.read_now(invariants.breaches) == []
    assert db.read_now(job_counts)[1] == 0
    assert len(db.read_now(demo_accounts)) == 7
    assert len(db.read_now(people_with_role, "host")) == 4
    assert len(db.read_now(offered_by, ("peacock-mug", "celadon-teapot"))) == 2
    [operator] = db.read_now(people_with_role, "operator")
    boss = db.read_now(actor_of, operator.id)
    found = db.read_now(lambda tx: overview(tx, boss, span_of(tx, "28d")))
    assert found.sums.orders > 10
    assert len(found.stages) == 3


def test_the_same_seed_is_the_same_book_whenever_it_is_made(made):
    one, again = made("one"), made("again", ends_at_ms=ENDS_AT_MS + 12_345_678)
    assert one.read_now(ledger.digest) == again.read_now(ledger.digest)


def test_another_seed_is_another_book(made):
    assert made("one").read_now(ledger.digest) != made("other", seed=4).read_now(ledger.digest)
