import csv
import io

import pytest

from tests.web.town import built


@pytest.fixture
async def scholar(signed_in):
    return await signed_in("scholar", "researcher")


async def test_page_and_files_give_the_same_indicators(db, scholar):
    built(db)
    assert (await scholar.get("/lab")).status_code == 200
    table = list(csv.DictReader(io.StringIO((await scholar.get("/lab/indicators.csv")).text)))
    rows = (await scholar.get("/lab/indicators.json")).json()
    assert [row["id"] for row in rows] == [row["id"] for row in table]
    assert all(row["formula"] and row["n"] >= 0 for row in rows)


async def test_what_was_not_observed_is_unknown_not_zero(scholar):
    rows = (await scholar.get("/lab/indicators.json")).json()
    assert {row["value"] for row in rows if row["n"] == 0} == {None}


async def test_no_file_names_a_person(db, scholar):
    town = built(db)
    for file in ("indicators.csv", "indicators.json"):
        text = (await scholar.get(f"/lab/{file}")).text
        assert not any(actor.id in text for actor in town.people.values())


async def test_only_researchers_and_operators_enter(signed_in):
    assert (await (await signed_in("ana")).get("/lab")).status_code == 403
