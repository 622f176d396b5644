import asyncio
import re

import pytest

from livefair.people import actor_of
from livefair.value.pool.appeals import my_appeals
from tests.value.pool.parties import Town
from tests.web.conftest import bearer, enter


@pytest.fixture
async def closed(db, join):
    town = await asyncio.to_thread(Town, db, join)
    await asyncio.to_thread(town.evening)
    return town, await asyncio.to_thread(town.close)


async def test_everybody_reads_how_value_is_shared_without_a_name(closed, browse):
    page = (await browse().get("/sharing")).text
    assert "20% of the platform" in page
    assert "Roles with few parties, together" in page
    assert "carl" not in page


async def test_before_there_is_a_pool_the_report_says_so(browse):
    assert "There is no co-creation pool at the moment." in (await browse().get("/sharing")).text


async def test_a_party_reads_why_and_appeals_once(db, browse, closed):
    town, period = closed
    carl = db.read_now(actor_of, town.ids["carl"])
    mine = enter(db, browse(), carl)
    assert re.search(r"8 orders of 8 buyers|8 位买家在遇到你之后留下了 8 单", (await mine.get("/me/pool")).text)
    where = f"/me/pool/{period.id}/appeal"
    assert (await mine.post_form(where, {"words": " "})).status_code == 422
    assert (await mine.post_form(where, {"words": "more"})).status_code == 303
    assert [one.words for one in db.read_now(my_appeals, carl)] == ["more"]
    assert (await mine.post_form(where, {"words": "more"})).status_code == 422


async def test_a_statement_says_which_money_came_of_the_pool_and_leads_to_why(db, browse, closed):
    town, period = closed
    await asyncio.to_thread(town.pay, period)
    page = (await enter(db, browse(), db.read_now(actor_of, town.ids["carl"])).get("/me/value")).text
    assert re.search(r"Co-creation pool: your part of a period|共创池：你在买家留下的订单里出了力", page)
    assert len(re.findall(r'href="/me/pool"', page)) == 2


async def test_programs_read_the_report_and_their_parts_and_appeal(db, browse, closed):
    town, period = closed
    programs, carl = browse(), bearer(db, db.read_now(actor_of, town.ids["carl"]))
    report = (await programs.get("/api/sharing", headers=carl)).json()
    assert report["kappa_bp"] == 2_000
    assert [one["period"]["id"] for one in report["periods"]] == [period.id]
    [part] = (await programs.get("/api/pool", headers=carl)).json()
    assert (part["role"], part["kept"], part["buyers"], part["was_capped"]) == ("creator", 8, 8, True)
    assert part["planned"]["minor"] == period.collected_minor * 6 // 10
    where = f"/api/pool/{period.id}/appeal"
    assert (await programs.post(where, json={"words": "more"}, headers=carl)).status_code == 201
    assert (await programs.post(where, json={"words": "more"}, headers=carl)).status_code == 409
    assert (await programs.post(where, json={"words": ""}, headers=carl)).status_code == 422


async def test_who_has_no_part_reads_how_to_get_one(signed_in):
    eve = await signed_in("eve")
    assert "No part of the pool yet" in (await eve.get("/me/pool")).text
