"""Bringing a database to the newest form of its tables: one line of history, run by Alembic."""

from importlib import resources

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine


def sqlalchemy_url(url: str) -> str:
    return url.replace("postgres://", "postgresql://").replace("postgresql://", "postgresql+psycopg://")


def upgrade(url: str) -> None:
    """Create or migrate all tables, each step in a transaction. Safe to run again."""
    config = Config()
    config.set_main_option("script_location", str(resources.files("livefair") / "migrations"))
    engine = create_engine(sqlalchemy_url(url))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
