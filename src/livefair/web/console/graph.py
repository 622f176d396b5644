"""Who earns with whom: brands, people and agencies as a graph, and each edge with its deals and ledger lines."""

from collections import defaultdict
from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import Actor, Money, ReadTx
from livefair.people import organisation_names, person_cards
from livefair.supply.deals import Deal
from livefair.value.graph import Edge, Line, graph, open_edge
from livefair.web import i18n
from livefair.web.access import needs
from livefair.web.charts import Stage, StageNode
from livefair.web.i18n import N_, gettext
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/console/graph"
COLUMNS = (N_("Brands"), N_("Hosts, reviewers and whose idea it was"), N_("Agencies"))
COLUMN_MAX = 9


class EdgeView(NamedTuple):
    href: str
    source: str
    target: str
    role: str
    amount: Money
    lines: int


class GraphView(NamedTuple):
    columns: list[Stage]
    links: list[tuple[str, str]]
    edges: list[EdgeView]


class LineView(NamedTuple):
    id: str
    order_id: str
    role: str
    planned: Money
    left: Money
    version: int
    at_ms: int
    released_at_ms: int | None


class EntryView(NamedTuple):
    at_ms: int
    account: str
    reason: str
    amount: Money


class OpenedView(NamedTuple):
    """`deals`: (id, state, version, when it was opened)"""

    source: str
    target: str
    edges: list[EdgeView]
    deals: list[Deal]
    lines: list[LineView]
    entries: list[EntryView]


@get("/graph")
async def show_graph(request: AppRequest) -> Answer:
    found = await request.services.db.analyse(graph_view, request.actor, request.locale)
    return await request.page("console/graph.html", {"graph": found})


@get("/graph/{brand_or_host_id:str}/{partner_id:str}")
async def show_edge(request: AppRequest, brand_or_host_id: Id, partner_id: Id) -> Answer:
    found = await request.services.db.analyse(edge_view, request.actor, brand_or_host_id, partner_id)
    return await request.page("console/edge.html", {"opened": found})


def graph_view(tx: ReadTx, actor: Actor, locale: str) -> GraphView:
    edges = graph(tx, actor)
    names = _names(tx, edges)
    places: list[dict[str, int]] = [defaultdict(int), defaultdict(int), defaultdict(int)]
    for edge in edges:
        column = 0 if edge.source_role == "brand" else 1
        places[column][edge.source] += edge.minor if column == 0 else 0
        places[column + 1][edge.target] += edge.minor
    currency = edges[0].currency if edges else "CNY"
    columns = [
        Stage(gettext(title, locale), [_node(one, found[one], currency, names, locale) for one in _largest(found)])
        for title, found in zip(COLUMNS, places, strict=True)
    ]
    links = sorted({(edge.source, edge.target) for edge in edges})
    return GraphView(columns, links, [_edge(edge, names) for edge in edges])


def _largest(found: dict[str, int]) -> list[str]:
    return sorted(found, key=lambda one: (-found[one], one))[:COLUMN_MAX]


def _node(one: str, minor: int, currency: str, names: dict[str, str], locale: str) -> StageNode:
    return StageNode(one, names.get(one, one[-8:]), i18n.money(Money(minor, currency), locale), f"{HERE}#edges")


def edge_view(tx: ReadTx, actor: Actor, source: str, target: str) -> OpenedView:
    found = open_edge(tx, actor, source, target)
    names = _names(tx, found.edges)
    return OpenedView(
        source=names.get(source, source[-8:]),
        target=names.get(target, target[-8:]),
        edges=[_edge(edge, names) for edge in found.edges],
        deals=found.deals,
        lines=[_line(line) for line in found.lines],
        entries=[
            EntryView(one.at_ms, one.account, one.reason, Money(one.minor, one.currency)) for one in found.entries
        ],
    )


def _edge(edge: Edge, names: dict[str, str]) -> EdgeView:
    return EdgeView(
        href=f"{HERE}/{edge.source}/{edge.target}",
        source=names.get(edge.source, edge.source[-8:]),
        target=names.get(edge.target, edge.target[-8:]),
        role=edge.role,
        amount=Money(edge.minor, edge.currency),
        lines=edge.lines,
    )


def _line(line: Line) -> LineView:
    return LineView(
        id=line.line_id,
        order_id=line.order_id,
        role=line.role,
        planned=Money(line.planned_minor, line.currency),
        left=Money(line.planned_minor - line.refunded_minor, line.currency),
        version=line.rule_version,
        at_ms=line.planned_at_ms,
        released_at_ms=line.released_at_ms,
    )


def _names(tx: ReadTx, edges: list[Edge]) -> dict[str, str]:
    ids = sorted({party for edge in edges for party in (edge.source, edge.target)})
    return {party: card.name for party, card in person_cards(tx, ids).items()} | organisation_names(tx, ids)


router = Router("/", route_handlers=[show_graph, show_edge], opt=needs("operator"))
