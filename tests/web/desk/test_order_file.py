"""A brand's orders as a file."""

import csv
import io

import pytest

from livefair.kernel import DAY_MS, Database
from livefair.shop import ship_order
from livefair.web.desk.order_file import harmless
from tests.stall import buy, set_up
from tests.web.conftest import Browse, enter


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_each_line_of_the_brands_own_paid_orders_is_a_row(db: Database, join, browse: Browse, clock) -> None:
    stall, other = set_up(db, join, price_minor=1_050), set_up(db, join, name="other")
    order_id = buy(stall, join("ana"), quantity=2)
    buy(other, join("ben"))
    db.write_now(ship_order, stall.brand, order_id, carrier="SF", tracking="1")
    brand = enter(db, browse(), stall.brand)
    answer = await brand.get("/desk/orders.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    [row] = rows(answer.text)
    assert (row["order_id"], row["state"], row["quantity"]) == (order_id, "shipped", "2")
    assert (row["unit"], row["paid"], row["refunded"], row["currency"]) == ("10.50", "21.00", "0.00", "CNY")
    assert (row["name"], row["city"], row["phone"]) == ("林小满", "杭州", "13800000000")
    clock.advance(32 * DAY_MS)
    brand = enter(db, browse(), stall.brand)  # the session before is over
    assert rows((await brand.get("/desk/orders.csv")).text) == []
    assert len(rows((await brand.get("/desk/orders.csv?days=60")).text)) == 1
    assert (await brand.get("/desk/orders.csv?days=0")).status_code in {400, 404}


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-x", "@x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert [harmless(each) for each in ("a=b", 5)] == ["a=b", 5]
