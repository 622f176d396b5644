"""A month's tax figures as a file."""

import pytest

from livefair.kernel import Database
from livefair.web.desk.taxes import span_of
from tests.web.conftest import Browse, enter
from tests.web.town import Town, built


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


def test_a_month_ends_where_the_next_begins() -> None:
    assert span_of("2026-12")[1] == span_of("2027-01")[0]
    assert span_of("2026-02")[1] - span_of("2026-02")[0] == 28 * 86_400_000


async def test_a_brand_downloads_a_month(db: Database, town: Town, browse: Browse) -> None:
    brand = enter(db, browse(), town.people["brand"])
    answer = await brand.get("/desk/taxes.csv?month=2026-09")
    assert answer.text.splitlines()[0] == "\ufeffkind,currency,rate_percent,gross,net,tax"
    assert "sold,CNY,13.00," in answer.text
    for wrong in ("", "?month=2026-13", "?month=x"):
        assert 400 <= (await brand.get(f"/desk/taxes.csv{wrong}")).status_code < 500
