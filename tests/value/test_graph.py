import pytest

from livefair.kernel import DAY_MS, Actor, NotAllowed, NotFound
from livefair.value.graph import Edge, graph, open_edge
from tests.value.shopping import buy_and_keep, line, pay, refund, wait

OPERATOR = Actor("op", frozenset({"operator"}))


def test_who_shares_lines_is_joined_by_what_they_have_of_them(db):
    pay(db, line(10_000))
    pay(db, line(10_000, reviewer_id=None, mcn_id=None, host_id="other"))
    assert set(db.read_now(graph, OPERATOR)) == {
        Edge("brand", "brand", "host", "host", "CNY", 1_200, 1),
        Edge("brand", "brand", "other", "host", "CNY", 1_500, 1),
        Edge("brand", "brand", "reviewer", "reviewer", "CNY", 200, 1),
        Edge("host", "host", "mcn", "mcn", "CNY", 300, 1),
    }


def test_what_was_refunded_is_no_longer_had(db):
    bought = line(10_000)
    refund(db, pay(db, bought), {bought.line_id: 5_000})
    [edge] = db.read_now(open_edge, OPERATOR, "brand", "host").edges
    assert (edge.minor, edge.lines) == (600, 1)


def test_an_edge_opens_to_its_lines_and_to_the_ledger_s_entries_about_them(db):
    bought = line(10_000)
    buy_and_keep(db, bought)
    pay(db, line(host_id="other"))
    opened = db.read_now(open_edge, OPERATOR, "brand", "host")
    [found] = opened.lines
    assert (found.line_id, found.role, found.planned_minor, found.rule_version) == (bought.line_id, "host", 1_200, 1)
    assert found.released_at_ms is not None
    assert {entry.account for entry in opened.entries} == {f"escrow:{bought.line_id}"}
    assert sum(entry.minor for entry in opened.entries) == 0
    assert opened.deals == []


def test_old_lines_and_people_who_share_none_are_not_there(db):
    pay(db, line())
    with pytest.raises(NotFound):
        db.read_now(open_edge, OPERATOR, "brand", "nobody")
    wait(db, 91 * DAY_MS)
    assert db.read_now(graph, OPERATOR) == []


def test_the_graph_is_for_operators(db):
    for reading in (lambda: db.read_now(graph, Actor("a")), lambda: db.read_now(open_edge, Actor("a"), "b", "c")):
        with pytest.raises(NotAllowed, match="operators_only"):
            reading()
