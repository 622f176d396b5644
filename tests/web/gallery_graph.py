"""Samples of who earns with whom."""

from livefair.kernel import Money
from livefair.supply.deals import Deal
from livefair.web.charts import Stage, StageNode
from livefair.web.console.graph import EdgeView, EntryView, GraphView, LineView, OpenedView
from tests.web.samples import NOW_MS, Shown

EDGES = [
    EdgeView("/console/graph/b1/h1", "暖物", "林小夏", "host", Money(1_240_000), 312),
    EdgeView("/console/graph/h1/m1", "林小夏", "星河机构", "mcn", Money(240_000), 312),
]
COLUMNS = [
    Stage("品牌", [StageNode("b1", "暖物", "¥12,400", "/console/graph#edges")]),
    Stage("主播", [StageNode("h1", "林小夏", "¥12,400", "/console/graph#edges")]),
    Stage("机构", [StageNode("m1", "星河机构", "¥2,400", "/console/graph#edges")]),
]


def pages() -> Shown:
    deal = Deal("d1", "o1", "b1", "h1", None, "signed", "nobody", 2, 2, 0, NOW_MS, None)
    line = LineView("line-0001", "order-1", "host", Money(1_200), Money(900), 3, NOW_MS, None)
    entry = EntryView(NOW_MS, "escrow:line-0001", "release", Money(-1_200))
    opened = OpenedView("暖物", "林小夏", EDGES[:1], [deal], [line, line._replace(released_at_ms=NOW_MS)], [entry])
    graph = GraphView(COLUMNS, [("b1", "h1"), ("h1", "m1")], EDGES)
    return {
        "console/graph.html": ("/console/graph", {"graph": graph}),
        "console/edge.html": ("/console/graph/b1/h1", {"opened": opened}),
    }
