"""The studies on pages, as files and for programs."""

import csv
import io

import pytest

from livefair.kernel import JobContext
from livefair.value.studies import KINDS, latest_study
from livefair.value.studies.asking import make_study
from tests.value.studies.planted import month
from tests.web.conftest import bearer


@pytest.fixture
def people(db, join):
    return month(db, join, count=60)


@pytest.fixture
async def scholar(signed_in):
    return await signed_in("scholar", "researcher", accept_language="en")


async def run(db, browser, kind):
    answer = await browser.post_form(f"/lab/studies/{kind}")
    assert answer.status_code == 303
    assert "being made" in (await browser.get(f"/lab/{kind}")).text
    await make_study(JobContext(db), study_id=db.read_now(latest_study, browser.actor, kind).newest.id)


async def test_a_page_says_that_nothing_was_studied_yet(scholar):
    for kind in KINDS:
        assert "Nothing was studied yet." in (await scholar.get(f"/lab/{kind}")).text
        assert (await scholar.get(f"/lab/studies/{kind}/result.json")).status_code == 404


async def test_a_model_that_cannot_be_fitted_says_why_with_the_numbers(db, people, scholar):
    await run(db, scholar, "paths")
    page = (await scholar.get("/lab/paths")).text
    assert "60 rows" in page
    assert "155" in page
    assert "bc2_minutes" in page
    assert "path-diagram" not in page


async def test_attribution_shows_all_rules_and_that_no_experiment_ran(db, people, scholar):
    await run(db, scholar, "attribution")
    page = (await scholar.get("/lab/attribution")).text
    for words in ("First touch", "Markov", "Fitted Shapley", "unknown: no hold-out ran"):
        assert words in page
    assert not any(person in page for person in people)
    rows = list(csv.DictReader(io.StringIO((await scholar.get("/lab/studies/attribution/data.csv")).text)))
    assert {"journey", "player", "at", "value", "kind", "ended_at"} == set(rows[0])


async def test_retention_shows_cohorts_and_why_no_lifetime(db, people, scholar):
    await run(db, scholar, "retention")
    page = (await scholar.get("/lab/retention")).text
    assert "Customer lifetime: not estimated." in page


async def test_programs_ask_for_a_study_and_read_it(db, people, browse, join):
    program = browse(**bearer(db, join("prog", "researcher")), accept="application/json")
    made = await program.post("/api/lab/studies/retention")
    assert made.status_code == 202
    assert (await program.post("/api/lab/studies/retention")).status_code == 409
    await make_study(JobContext(db), study_id=made.json()["id"])
    told = (await program.get("/api/lab/studies/retention")).json()
    assert told["study"]["people"] > 20
    assert told["result"]["retention"]["period_days"] == 7
    assert (await program.get("/api/lab/studies/retention/data")).text.startswith("customer,at,value")
    assert len((await program.get("/api/lab/indicators")).json()) > 10
    assert (await program.post("/api/lab/studies/nothing")).status_code == 404


async def test_the_dictionary_is_the_registry(scholar):
    page = (await scholar.get("/lab/dictionary")).text
    assert "Shipped on time" in page
    assert "bc2_minutes" in page


async def test_only_researchers_and_operators_study(signed_in):
    ana = await signed_in("ana")
    for path in ("/lab/paths", "/lab/dictionary", "/lab/studies/paths/data.csv", "/lab/model.toml"):
        assert (await ana.get(path)).status_code == 403
    assert (await ana.post_form("/lab/studies/paths")).status_code == 403
