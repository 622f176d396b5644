"""Knobs as versioned data: operators set them, the newest version is in force, older ones stay with their authors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Table, select

from livefair.governance import rules
from livefair.kernel import Actor, Fact, ReadTx, WriteTx, query, require, require_valid
from livefair.kernel.statements import Query

VERSIONS_SHOWN = 100

K = TypeVar("K", bound=msgspec.Struct)


class Policy(msgspec.Struct, Generic[K], frozen=True):
    """Version 0: nobody has set one yet, the program's own holds."""

    version: int
    knobs: K


@dataclass(frozen=True, slots=True)
class PolicyKind(Generic[K]):
    """One kind of policy: its table, its knobs with the lowest and highest value of each, and the fact of a new one."""

    table: Table
    knobs: type[K]
    bounds: Mapping[str, tuple[int, int]]
    told: type[Fact]
    last: Query[Policy[K]]
    newest: Query[Policy[K]]


def policy_kind(
    table: Table, knobs: type[K], *, bounds: Mapping[str, tuple[int, int]], told: type[Fact]
) -> PolicyKind[K]:
    """`told` takes `version` and `set_by`."""

    def made(version: int, text: str) -> Policy[K]:
        return Policy(version, msgspec.json.decode(text, type=knobs))

    newest = select(table.c.version, table.c.knobs).order_by(table.c.version.desc())
    return PolicyKind(
        table, knobs, bounds, told, query(made, newest.limit(1)), query(made, newest.limit(VERSIONS_SHOWN))
    )


def in_force(tx: ReadTx, kind: PolicyKind[K]) -> Policy[K]:
    return tx.one(kind.last) or Policy(0, kind.knobs())


def versions(tx: ReadTx, kind: PolicyKind[K]) -> list[Policy[K]]:
    """Newest first."""
    return tx.all(kind.newest)


def put_in_force(tx: WriteTx, actor: Actor, kind: PolicyKind[K], knobs: K) -> int:
    """Put the next version in force at once; returns it. Refusals: operators_only, out_of_range."""
    require(rules.may_publish_rules(actor.roles), "operators_only")
    for field, (low, high) in kind.bounds.items():
        require_valid(low <= getattr(knobs, field) <= high, "out_of_range", field=field)
    version = in_force(tx, kind).version + 1
    text = msgspec.json.encode(knobs).decode()
    tx.insert(kind.table, version=version, knobs=text, set_at_ms=tx.now_ms, set_by=actor.id)
    told: Any = kind.told
    tx.announce(told(version=version, set_by=actor.id))
    return version
