import pytest
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from livefair.kernel import metadata, schema
from livefair.kernel.schema import newest_revision, revision_of, sqlalchemy_url, upgrade


def test_the_history_leads_to_the_tables_as_they_are_declared(empty_urls):
    migrated, declared = empty_urls
    upgrade(migrated)
    engine = create_engine(sqlalchemy_url(declared))
    metadata.create_all(engine)
    assert picture_of(create_engine(sqlalchemy_url(migrated))) == picture_of(engine)


def test_an_upgrade_can_be_run_again(empty_urls):
    url, _ = empty_urls
    assert revision_of(url) == ""
    upgrade(url)
    upgrade(url)
    assert revision_of(url) == newest_revision()


def test_an_upgrade_that_fails_half_way_leaves_nothing_behind(empty_urls):
    url, _ = empty_urls
    engine = create_engine(sqlalchemy_url(url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE live_target (in_the_way INTEGER)"))
    with pytest.raises(DBAPIError, match="live_target"):
        upgrade(url)
    assert revision_of(url) == ""
    assert inspect(engine).get_table_names() == ["live_target"]
    engine.dispose()


def test_postgres_urls_are_read_by_the_driver_that_we_bring():
    assert schema.sqlalchemy_url("postgres://a@b/c") == "postgresql+psycopg://a@b/c"
    assert schema.sqlalchemy_url("sqlite:///x") == "sqlite:///x"


def picture_of(engine: Engine) -> dict[str, object]:
    """All that the database itself says about its tables, in an order of our own."""
    found = inspect(engine)
    picture: dict[str, object] = {
        table: {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)),
            "key": found.get_pk_constraint(table),
            "checks": sorted((str(c["name"]), c["sqltext"]) for c in found.get_check_constraints(table)),
            "indexes": sorted((str(i["name"]), i["column_names"], i["unique"]) for i in found.get_indexes(table)),
            "uniques": sorted((str(u["name"]), u["column_names"]) for u in found.get_unique_constraints(table)),
            "foreign": sorted(
                (str(f["name"]), f["constrained_columns"], f["referred_table"]) for f in found.get_foreign_keys(table)
            ),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }
    engine.dispose()
    return picture
