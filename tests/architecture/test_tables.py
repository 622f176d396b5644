"""What the tables themselves must keep, over all packages."""

import importlib
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, MetaData, Table, Text
from sqlalchemy.schema import ForeignKey

from livefair.kernel import metadata

ROOT = Path(__file__).parents[2]
DRAWN = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
LAYERS = [layer.strip("()") for layer in DRAWN]
PLAIN = (BigInteger, Integer, Text)


def home_of_tables() -> dict[str, str]:
    """Table name → the package that declares it."""
    found = dict.fromkeys(("fact_log", "job"), "kernel")
    source = ROOT / "src"
    for path in (*source.glob("livefair/*/models.py"), *source.glob("livefair/*/models/*.py")):
        package = path.relative_to(source).parts[1]
        name = ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        found |= {value.name: package for value in vars(module).values() if isinstance(value, Table)}
    return found


def floor_of(package: str) -> int:
    """0 is the highest."""
    return next(number for number, layer in enumerate(LAYERS) if package in layer.split(" | "))


def keys_that_point_up(tables: MetaData, home: dict[str, str]) -> list[str]:
    return [
        f"{table.name}.{key.parent.name} points up to {key.column.table.name}"
        for table in tables.sorted_tables
        for key in table.foreign_keys
        if floor_of(home[key.column.table.name]) < floor_of(home[table.name])
    ]


def columns_of_other_kinds(tables: MetaData) -> list[str]:
    return [
        f"{table.name}.{column.name} is {column.type}"
        for table in tables.sorted_tables
        for column in table.columns
        if not isinstance(column.type, PLAIN)
    ]


def test_foreign_keys_point_to_the_same_floor_or_down():
    assert keys_that_point_up(metadata, home_of_tables()) == []


def test_every_table_belongs_to_a_package():
    assert set(metadata.tables) <= set(home_of_tables())


def test_only_whole_numbers_and_texts_are_stored():
    assert columns_of_other_kinds(metadata) == []


@pytest.fixture
def bad_tables() -> MetaData:
    tables = MetaData()
    Table("order", tables, Column("id", Text, primary_key=True))
    Table("person", tables, Column("id", Text, primary_key=True), Column("order_id", Text, ForeignKey("order.id")))
    return tables


def test_a_key_that_points_up_is_caught(bad_tables):
    told = keys_that_point_up(bad_tables, {"order": "shop", "person": "people"})
    assert told == ["person.order_id points up to order"]


def test_a_column_of_another_kind_is_caught(bad_tables):
    Table("note", bad_tables, Column("is_done", Boolean), Column("share", Float), Column("text", Text))
    assert columns_of_other_kinds(bad_tables) == ["note.is_done is BOOLEAN", "note.share is FLOAT"]
