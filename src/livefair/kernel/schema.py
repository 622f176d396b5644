"""Bringing a database to the newest form of its tables: one line of history, run by Alembic."""

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

# Any number, the same in every program of ours: whoever holds it migrates, the others wait and find it done.
_MIGRATING = 0x6C697665


def sqlalchemy_url(url: str) -> str:
    return url.replace("postgres://", "postgresql://").replace("postgresql://", "postgresql+psycopg://")


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("livefair") / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Create or migrate all tables, all steps in one transaction. Safe to run again."""
    config = alembic_config()
    engine = create_engine(sqlalchemy_url(url))
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATING})
            else:
                # Python's sqlite3 begins by itself only before rows are changed: each new table would be kept alone.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()


def newest_revision() -> str:
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


def revision_of(url: str) -> str:
    """The step that the database has reached; empty when it has no tables of ours."""
    engine = create_engine(sqlalchemy_url(url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    finally:
        engine.dispose()
