"""Run by Alembic through kernel.schema, which gives the connection; see bin/migration for writing a new step."""

from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateTableOp, MigrateOperation, MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Text
from sqlalchemy.sql.elements import conv
from sqlalchemy.sql.sqltypes import TypeEngine

import livefair.world.tables  # noqa: F401 (every package's tables)
from livefair.kernel import metadata

PLAIN = (BigInteger, Integer, Text)
BESIDE: list[tuple[str, str, str, tuple[str, ...]]] = metadata.info.get("beside", [])


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Whole numbers and texts are all that is stored, so a step reads as plain SQLAlchemy."""
    if kind == "type" and isinstance(item, TypeEngine):
        if item._variant_mapping:
            return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
        if type(item) in PLAIN:
            return f"sa.{type(item).__name__}()"
    return False


def write_checks(_context: MigrationContext, _revision: object, directives: list[MigrationScript]) -> None:
    """Alembic leaves out the checks at a column, on which the house's words depend, and what one engine alone needs."""
    operations = directives[0].upgrade_ops
    for operation in operations.ops if operations else ():
        if isinstance(operation, CreateTableOp):
            table = metadata.tables[operation.table_name]
            operation.columns = [*operation.columns, *(check for column in table.c for check in checks_of(column))]
    if operations:
        created = {operation.table_name for operation in operations.ops if isinstance(operation, CreateTableOp)}
        operations.ops += [OneEngineOnly(engine, texts) for name, engine, _, texts in BESIDE if name in created]


def checks_of(column: Column[Any]) -> Iterable[CheckConstraint]:
    for found in column.constraints:
        if isinstance(found, CheckConstraint):
            yield CheckConstraint(str(found.sqltext), name=conv(str(found.name)))


class OneEngineOnly(MigrateOperation):
    """Statements that only one engine understands, beside a table that both have."""

    def __init__(self, dialect: str, statements: Iterable[str]) -> None:
        self.dialect, self.statements = dialect, statements


@renderers.dispatch_for(OneEngineOnly)
def write_one_engine_only(_autogen: AutogenContext, operation: OneEngineOnly) -> str:
    lines = [f"    op.execute({statement!r})" for statement in operation.statements]
    return "\n".join([f"if op.get_bind().dialect.name == {operation.dialect!r}:", *lines])


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the tables' declarations answer for a name found in the database."""
    return kind not in {"table", "index"} or not any(str(name).startswith(own) for _, _, own, _ in BESIDE)


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=render_item,
    process_revision_directives=write_checks,
    include_name=is_ours,
    render_as_batch=context.config.attributes.get("batch", False),
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
