"""The house's profit and loss is the ledger's own entries, told apart by where they came from."""

import pytest

from livefair import ledger
from livefair.kernel import DAY_MS, SYSTEM, Actor, NotAllowed
from livefair.kernel.runner import run_due_now
from livefair.ledger.periods import house_accounts
from livefair.live import end_show
from livefair.live.gifts import Giving, send_gift
from livefair.shop import Source, confirm_receipt, ship_order
from livefair.shop.fulfilment import line_ids_of
from livefair.value.profit import ELSEWHERE, ROWS_MAX, profit_since
from livefair.value.refunds import refund_line
from tests.live.conftest import put_on_air
from tests.purse import fill
from tests.stall import buy, set_up
from tests.value.shopping import WINDOW_MS, buy_and_keep, line

OPERATOR = Actor("op", frozenset({"operator"}))


def sums_of(rows):
    return sum(row.contribution_minor for row in rows), sum(row.passed_on_minor for row in rows)


def read(db, since_ms=0):
    return db.read_now(profit_since, OPERATOR, since_ms)


def balances(db):
    return {name: db.read_now(ledger.balance, *name) for name in db.read_now(house_accounts)}


def settled_month(db, join, clock):
    """One thing sold on air, one elsewhere, one that comes back after it was settled, and a gift."""
    stage, stall = put_on_air(db, join), set_up(db, join)
    zoe, source = join("zoe"), Source(room_id=stage.room_id, host_id=stage.host.id)
    fill(db, zoe, 5_000)
    gift = db.write_now(send_gift, zoe, stage.room_id, Giving("cake", "first-gift", 1))
    orders = [
        buy(stall, zoe, source=source, key="a"),
        buy(stall, zoe, key="b"),
        buy(stall, zoe, source=source, key="c"),
    ]
    for order in orders:
        run_due_now(db)
        db.write_now(ship_order, stall.brand, order, carrier="SF", tracking="1")
        db.write_now(confirm_receipt, zoe, order)
    run_due_now(db)
    db.write_now(end_show, stage.host, stage.show_id)
    clock.advance(WINDOW_MS + 40 * DAY_MS)
    run_due_now(db)
    [line_id] = db.read_now(line_ids_of, orders[2])
    db.write_now(refund_line, SYSTEM, line_id, refund_id="late", amount_minor=5_000)
    return stage, gift


month = pytest.fixture(settled_month, name="month")


def test_every_table_adds_up_to_the_balances_to_the_cent(db, month):
    found, standing = read(db), balances(db)
    assert {(one.name, one.currency): one.closing_minor for one in found.accounts} == standing
    assert all(one.opening_minor == 0 for one in found.accounts)
    passed_on = standing["platform:fees", "CNY"]
    contributed = sum(standing.values()) - passed_on
    assert contributed > 0 < passed_on
    for rows in (found.rooms, found.hosts, found.categories):
        assert sums_of(rows) == (contributed, passed_on)


def test_each_entry_is_told_where_it_came_from(db, month):
    stage, _ = month
    found = read(db)
    rooms = {row.key: row for row in found.rooms}
    assert set(rooms) == {stage.room_id, ELSEWHERE}
    assert rooms[ELSEWHERE].contribution_minor == 9_900 * 5 // 100
    assert {row.key for row in found.hosts} == {stage.host.id, ELSEWHERE}
    kinds = {row.key: row.contribution_minor for row in found.categories}
    assert set(kinds) == {"kitchen", "gift"}
    assert kinds["gift"] == db.read_now(ledger.balance, "platform:gifts")


def test_what_moved_before_is_in_the_opening_balance(db, month, clock):
    clock.advance(DAY_MS)
    found = read(db, since_ms=clock())
    assert {(one.name, one.currency): one.opening_minor for one in found.accounts} == balances(db)
    assert found.rooms == found.hosts == found.categories == []


def test_the_smallest_rows_are_summed_up(db):
    for number in range(ROWS_MAX + 5):
        buy_and_keep(db, line(1_000 + 100 * number, host_id=f"host{number}"))
    buy_and_keep(db, line(5_000), currency="USD")
    found, standing = read(db), balances(db)
    assert len(found.hosts) <= ROWS_MAX + 2
    for currency in ("CNY", "USD"):
        rows = [row for row in found.hosts if row.currency == currency]
        assert sums_of(rows) == (standing["platform:commission", currency], standing["platform:fees", currency])


def test_only_operators_see_it(db):
    with pytest.raises(NotAllowed, match="operators_only"):
        db.read_now(profit_since, Actor("h", frozenset({"host"})), 0)
