"""One empty, migrated database per test, on the engine that --engine names; what a test wrote must hold together."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, inspect

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair.kernel import GUEST, SYSTEM, Actor, Database, metadata
from livefair.kernel.clock import SetClock
from livefair.kernel.heap import settle_heap
from livefair.kernel.schema import sqlalchemy_url, upgrade
from livefair.people import actor_of, give_role, sign_up
from livefair.world import invariants
from tests.migrated import migrated
from tests.postgresql import Server, server, staying

# How long an example takes is the machine's affair.
# The same examples each time; to look for new ones: --hypothesis-profile=explore.
settings.register_profile("livefair", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("livefair")
START_MS = 1_790_000_000_000


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=["sqlite", "postgresql"], default="sqlite", help="the database under test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches a database is run again."""
    if config.getoption("--engine") == "sqlite":
        return
    touching = [item for item in items if "template" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if "template" not in getattr(item, "fixturenames", ())])
    items[:] = touching


def pytest_collection_finish() -> None:
    """What all tests have loaded is no garbage: no collection between them looks at it again."""
    settle_heap()


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("--engine"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with server() as found:
        yield found


@pytest.fixture(scope="session")
def template(engine_name: str, request: pytest.FixtureRequest) -> Iterator[Path | Server]:
    """A migrated database: a file to copy, or a PostgreSQL server with a database called template."""
    if engine_name == "sqlite":
        require_all_tables(f"sqlite:///{migrated()}")
        yield migrated()
        return
    found: Server = request.getfixturevalue("postgresql")
    upgrade(found.create("template"))
    require_all_tables(found.url("template"))
    yield found
    found.close()
    found.drop("template")


def require_all_tables(url: str) -> None:
    engine = create_engine(sqlalchemy_url(url))
    missing = set(metadata.tables) - set(inspect(engine).get_table_names())
    engine.dispose()
    assert not missing, f"no step of the history makes {', '.join(sorted(missing))}: see bin/migration"


@pytest.fixture
def database_url(template: Path | Server, tmp_path: Path) -> Iterator[str]:
    if isinstance(template, Path):
        shutil.copy(template, tmp_path / "livefair.db")
        yield f"sqlite:///{tmp_path}/livefair.db"
        return
    # One database for all tests, emptied after each: making one anew takes many times longer.
    url = template.url("template")
    yield url
    template.empty(url)


@pytest.fixture
def empty_urls(template: Path | Server, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Two databases without any table."""
    if isinstance(template, Path):
        yield f"sqlite:///{tmp_path}/bare_one.db", f"sqlite:///{tmp_path}/bare_two.db"
        return
    yield template.create("bare_one"), template.create("bare_two")
    template.drop("bare_one")
    template.drop("bare_two")


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START_MS)


@pytest.fixture(scope="session")
def looker(template: Path | Server) -> Iterator[Database | None]:
    """On PostgreSQL, whose new connections learn all tables anew: one that stays, to see that all holds together."""
    if isinstance(template, Path):
        yield None
        return
    database = Database(staying(template.url("template")))
    yield database
    database.close()


@pytest.fixture
def db(database_url: str, clock: SetClock, looker: Database | None) -> Iterator[Database]:
    database = Database(database_url, clock=clock, durable=False)
    yield database
    looking = looker or database
    looking.clock = clock
    breaches = looking.read_now(invariants.breaches)
    database.close()
    assert breaches == []


@pytest.fixture
def join(db: Database) -> Callable[..., Actor]:
    """Make a person and return them as an actor: join("ana", "host")."""

    def make(name: str, *roles: str) -> Actor:
        email = f"{name}@example.org"
        person_id = db.write_now(sign_up, GUEST, email=email, name=name, password_hash="none", locale="zh")
        for role in roles:
            db.write_now(give_role, SYSTEM, person_id, role)
        return db.read_now(actor_of, person_id)

    return make
