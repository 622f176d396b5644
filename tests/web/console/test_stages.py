import re

import pytest

from livefair.value.indicators import registry
from livefair.value.indicators.numbers import STEPS, SUMS
from tests.web.town import built


@pytest.fixture
async def boss(signed_in):
    return await signed_in("boss", "operator")


@pytest.mark.parametrize("period", ["", "1d", "7d", "28d", "90d", "nonsense", "%00", "'; drop"])
async def test_the_three_stages_of_any_period_can_be_read(db, boss, period):
    built(db)
    page = await boss.get("/console", params={"period": period})
    assert page.status_code == 200
    assert page.text.count('class="indicator') >= 18


async def test_every_indicator_opens_to_formula_n_and_window(db, boss):
    built(db)
    overview = (await boss.get("/console")).text
    for indicator in ("PB", "PC", "BC1"):
        if f"/console/indicators/{indicator}" in overview:
            page = await boss.get(f"/console/indicators/{indicator}")
            assert page.status_code == 200
            assert "formula" in page.text
    assert (await boss.get("/console/indicators/NOTHING")).status_code == 404


async def test_every_arrow_opens_to_its_days_interval_and_version(db, boss):
    built(db)
    overview = (await boss.get("/console", params={"period": "7d"})).text
    arrows = sorted(set(re.findall(r'href="(/console/arrows/[A-Za-z0-9]+/[A-Za-z0-9]+)\?period=7d"', overview)))
    assert len(arrows) == len({(link.source, link.target) for link in registry().links})
    page = (await boss.get(arrows[0])).text
    assert "unknown: ten days" in page
    assert "Bonett" in page
    assert (await boss.get("/console/arrows/CS/PB")).status_code == 404


async def test_every_number_opens_to_its_formula_and_rows(db, boss):
    built(db)
    overview = (await boss.get("/console")).text
    numbers = sorted(set(re.findall(r'href="/console/numbers/([a-z_]+)\?period=28d"', overview)))
    assert numbers == sorted([*SUMS, *STEPS])
    for code in numbers:
        page = await boss.get(f"/console/numbers/{code}", params={"from": "x"})
        assert "formula" in page.text, code
    assert "shop.OrderPaid" in (await boss.get("/console/numbers/gross")).text
    assert (await boss.get("/console/numbers/nothing")).status_code == 404


@pytest.mark.parametrize("path", ["/console", "/console/people", "/console/shares", "/console/jobs", "/console/health"])
async def test_moderators_see_reports_alone_and_others_nothing(signed_in, path):
    assert (await (await signed_in("mod", "moderator")).get(path)).status_code == 403
    assert (await (await signed_in("ana")).get(path)).status_code == 403


async def test_the_page_says_when_not_all_could_be_counted(db, boss, monkeypatch):
    built(db)
    monkeypatch.setattr("livefair.value.indicators.window.FACTS_MAX", 0)
    assert "Only the first" in (await boss.get("/console")).text
    assert "shop.OrderPaid" in (await boss.get("/console/indicators/BC3")).text
