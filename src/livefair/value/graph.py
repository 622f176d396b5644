"""Who earns with whom: brands, the people who sell and speak for their goods, and agencies, by order lines they share.

An edge is money: what one party has, or will have, of lines that are the other's as well. It opens to the deals between
the two, the lines, and the entries of the ledger that moved their money.
"""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select

from livefair import ledger
from livefair.kernel import DAY_MS, Actor, ReadTx, not_found, query, require, word_in
from livefair.ledger.statements import StatementLine
from livefair.supply.deals import Deal, deals_of_brand
from livefair.value.models import SHARE, SHARED_LINE

DAYS = 90
EDGES_MAX = 60
LINES_MAX = 50
FROM_BRAND = ("host", "cohost", "reviewer", "ideator")
FROM_HOST = ("mcn",)


class Edge(NamedTuple):
    """`minor`: what `target` has in `role` of lines of `source`, after refunds."""

    source: str
    source_role: str
    target: str
    role: str
    currency: str
    minor: int
    lines: int


class Line(NamedTuple):
    line_id: str
    order_id: str
    role: str
    currency: str
    planned_minor: int
    refunded_minor: int
    rule_version: int
    planned_at_ms: int
    released_at_ms: int | None


class Opened(NamedTuple):
    """`entries`: of the escrow accounts of these lines, where each one's money waited and was shared."""

    edges: list[Edge]
    deals: list[Deal]
    lines: list[Line]
    entries: list[StatementLine]


_one, _other = SHARE.alias("one"), SHARE.alias("other")
_pairs = (
    SHARED_LINE.join(_one, _one.c.line_id == SHARED_LINE.c.line_id)
    .join(_other, _other.c.line_id == SHARED_LINE.c.line_id)
)  # fmt: skip
_is_edge = (
    SHARED_LINE.c.planned_at_ms >= bindparam("since"),
    _one.c.party.is_not(None),
    _other.c.party.is_not(None),
    or_(
        and_(_one.c.role == "brand", word_in(_other.c.role, *FROM_BRAND)),
        and_(_one.c.role == "host", word_in(_other.c.role, *FROM_HOST)),
    ),
)
_left = func.sum(_other.c.planned_minor - _other.c.refunded_minor)
_edges = (
    select(
        _one.c.party, _one.c.role, _other.c.party, _other.c.role, SHARED_LINE.c.currency, _left,
        func.count(SHARED_LINE.c.line_id.distinct()),
    )
    .select_from(_pairs)
    .where(*_is_edge)
    .group_by(_one.c.party, _one.c.role, _other.c.party, _other.c.role, SHARED_LINE.c.currency)
)  # fmt: skip
_between = (_one.c.party == bindparam("source"), _other.c.party == bindparam("target"))


def _edge(source: str, source_role: str, target: str, role: str, *sums: str | int) -> Edge:
    currency, minor, lines = sums
    return Edge(source, source_role, target, role, str(currency), int(minor), int(lines))


_LARGEST = query(_edge, _edges.order_by(_left.desc(), _one.c.party, _other.c.party, _other.c.role).limit(EDGES_MAX))
_BETWEEN = query(_edge, _edges.where(*_between).order_by(_other.c.role, SHARED_LINE.c.currency).limit(EDGES_MAX))
_LINES = query(
    Line,
    select(
        SHARED_LINE.c.line_id, SHARED_LINE.c.order_id, _other.c.role, SHARED_LINE.c.currency, _other.c.planned_minor,
        _other.c.refunded_minor, SHARED_LINE.c.rule_version, SHARED_LINE.c.planned_at_ms, SHARED_LINE.c.released_at_ms,
    )
    .select_from(_pairs)
    .where(*_is_edge, *_between)
    .order_by(SHARED_LINE.c.planned_at_ms.desc(), SHARED_LINE.c.line_id, _other.c.role)
    .limit(LINES_MAX),
)  # fmt: skip


def graph(tx: ReadTx, actor: Actor) -> list[Edge]:
    """The largest edges of the last 90 days; for operators."""
    require(actor.has("operator"), "operators_only")
    return tx.all(_LARGEST, since=tx.now_ms - DAYS * DAY_MS)


def open_edge(tx: ReadTx, actor: Actor, source: str, target: str) -> Opened:
    """For operators. NotFound where the two share no line."""
    require(actor.has("operator"), "operators_only")
    since_ms = tx.now_ms - DAYS * DAY_MS
    edges = tx.all(_BETWEEN, since=since_ms, source=source, target=target) or not_found("link")
    lines = tx.all(_LINES, since=since_ms, source=source, target=target)
    accounts = sorted({f"escrow:{line.line_id}" for line in lines})
    return Opened(
        edges=edges,
        deals=[deal for deal in deals_of_brand(tx, source) if deal.host_id == target],
        lines=lines,
        entries=ledger.lines(tx, accounts, limit=200),
    )
