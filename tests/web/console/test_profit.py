"""An operator reads what the house has earned, as a page and as a file."""

import csv
import io

import pytest

from tests.value.test_profit import balances, settled_month
from tests.web.conftest import in_english

month = pytest.fixture(settled_month, name="month")


async def test_the_page_and_the_file_say_what_the_ledger_says(db, signed_in, month):
    stage, _ = month
    boss = in_english(await signed_in("boss", "operator"))
    page = (await boss.get("/console/profit?period=90d")).text
    assert "Hana's corner" in page.replace("&#39;", "'")
    assert "Commission of the platform" in page
    answer = await boss.get("/console/profit.csv?period=90d")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["key"] for row in rows if row["by"] == "rooms"} == {stage.room_id, "elsewhere"}
    standing = balances(db)
    for by in ("rooms", "hosts", "categories"):
        passed_on = sum(int(row["passed_on_minor"]) for row in rows if row["by"] == by)
        contributed = sum(int(row["contribution_minor"]) for row in rows if row["by"] == by)
        assert passed_on == standing["platform:fees", "CNY"]
        assert contributed == sum(standing.values()) - passed_on


async def test_before_anything_is_settled_the_page_says_so_and_others_do_not_see_it(signed_in):
    boss = in_english(await signed_in("boss", "operator"))
    assert "Nothing was settled yet" in (await boss.get("/console/profit?period=nonsense")).text
    mo = await signed_in("mo", "moderator")
    assert (await mo.get("/console/profit")).status_code == 403
    assert (await mo.get("/console/profit.csv")).status_code == 403
