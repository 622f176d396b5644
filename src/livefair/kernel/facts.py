"""Facts: what has happened, announced by the domain where it happened.

A fact is written to `fact_log` in the transaction that made it true. Its listeners run after the commit, each in a
transaction of its own, once. The log is outbox, audit trail and research data in one.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, TypeVar

import msgspec
from sqlalchemy import Column, Index, Table, Text

from livefair.kernel.tables import at_column, metadata, sequence_column

FACT_LOG = Table(
    "fact_log",
    metadata,
    sequence_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    at_column("at_ms"),
    Column("actor_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_fact_log_kind_at_ms", "kind", "at_ms"),
)


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Named in the past tense. Carries ids and values, never rows."""

    kinds: ClassVar[dict[str, type["Fact"]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        Fact.kinds[kind_of(cls)] = cls


@cache
def kind_of(fact: type[Fact]) -> str:
    """`shop.OrderPaid` for livefair.shop.events.OrderPaid."""
    return f"{fact.__module__.removeprefix('livefair.').split('.')[0]}.{fact.__name__}"


def to_json(fact: Fact) -> str:
    return msgspec.json.encode(fact).decode()


def from_json(kind: str, body: str) -> Fact:
    return msgspec.json.decode(body, type=Fact.kinds[kind])


F = TypeVar("F", bound=Fact)
Listener = Callable[[Any, Any], None]
_listeners: dict[type[Fact], dict[str, Listener]] = defaultdict(dict)


def listens_to(fact: type[F]) -> Callable[[Callable[[Any, F], None]], Callable[[Any, F], None]]:
    """Register `listener(tx, fact)`. Its name is kept with every delivery, so renaming one is a migration."""

    def register(listener: Callable[[Any, F], None]) -> Callable[[Any, F], None]:
        _listeners[fact][name_of(listener)] = listener
        return listener

    return register


def name_of(function: Callable[..., Any]) -> str:
    """`value.share_the_sale` for livefair.value.listeners.share_the_sale."""
    return f"{function.__module__.removeprefix('livefair.').split('.')[0]}.{function.__qualname__}"


def listeners_of(fact: type[Fact]) -> dict[str, Listener]:
    return _listeners.get(fact, {})
