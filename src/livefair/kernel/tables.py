"""The tables' common ground. Only whole numbers and texts are stored, so that a row reads the same on every engine."""

from sqlalchemy import DDL, BigInteger, CheckConstraint, Column, Integer, MetaData, Table, Text, event

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def beside(table: Table, dialect: str, name: str, *statements: str) -> None:
    """What one engine needs beside a table to look things up in it, as that engine's own statements.

    Everything that they make has a name that begins with `name`.
    """
    metadata.info.setdefault("beside", []).append((table.name, dialect, name, statements))
    for statement in statements:
        only_there = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # SQLAlchemy's gap
        event.listen(table, "after_create", only_there)


def id_column(name: str = "id") -> Column[str]:
    """A primary key: UUID version 7 as text."""
    return Column(name, Text, primary_key=True)


def sequence_column(name: str = "seq") -> Column[int]:
    """A primary key that counts upwards in the order of writing."""
    return Column(name, BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def at_column(name: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    """A moment: milliseconds since 1970 in UTC."""
    return Column(name, BigInteger, nullable=nullable, index=index)


def minor_column(name: str, *, nullable: bool = False) -> Column[int]:
    """An amount of money in minor units; its currency stands in a column beside it."""
    return Column(name, BigInteger, nullable=nullable)


def one_of(name: str, *words: str, nullable: bool = False) -> Column[str]:
    """A text that can only be one of the given words, guarded by the database."""
    allowed = ", ".join(f"'{word}'" for word in words)
    return Column(name, Text, CheckConstraint(f"{name} IN ({allowed})", name=f"{name}_word"), nullable=nullable)
