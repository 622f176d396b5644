import pytest

from livefair.value.worth import HOUSE
from livefair.value.worth.terms import said_terms
from livefair.web.worth_views import roughly
from tests.value.worth.market import PLAN, evening, weeks
from tests.web.conftest import bearer, enter
from tests.web.town import built

TERMS = {"opex": "1,200.50", "capital": "0", "tax": "20", "wacc": "12.5", "growth": "-1"}


@pytest.mark.parametrize(("value", "shown"), [(25_473_193.4, 25_000_000), (4.44, 4.4), (0.0, 0.0), (99_600, 100_000)])
def test_a_value_is_shown_to_two_figures(value, shown):
    assert roughly(value) == shown


async def test_an_operator_says_what_a_year_costs_and_reads_low_middle_and_high(db, join, signed_in):
    weeks(db, 6)
    evening(db, join, PLAN)
    boss = await signed_in("boss", "operator")
    page = (await boss.get("/console/worth")).text
    assert "No appraisal" in page
    assert "6 of 12 who came by the name bought" in page
    assert (await boss.post_form("/console/worth", TERMS)).status_code == 303
    said = db.read_now(said_terms, HOUSE)
    assert said == (120_050, 0, 2_000, 1_250, -100, 1)
    for field, wrong in (("opex", "x"), ("tax", "61"), ("wacc", "0"), ("growth", "11"), ("capital", "")):
        refused = await boss.post_form("/console/worth", TERMS | {field: wrong})
        assert (refused.status_code, f'id="e-{field}"' in refused.text) == (422, True), field
    assert db.read_now(said_terms, HOUSE) == said


async def test_a_brand_reads_and_says_its_own_by_page_and_by_program(db, browse):
    brand = built(db).people["brand"]
    desk = enter(db, browse(), brand)
    assert (await desk.post_form("/desk/worth", TERMS)).status_code == 303
    found = (await browse().get("/api/brand/worth", headers=bearer(db, brand))).json()
    assert (found["owner"], found["terms"]["opex_minor"]) == (brand.organisation_id, 120_050)
    assert "no appraisal" in found["caveat"]
