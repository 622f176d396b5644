import asyncio
import re

import pytest

from livefair.people import actor_of
from livefair.value.pool.appeals import my_appeals
from tests.value.pool.parties import Town
from tests.web.conftest import enter


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


async def test_who_has_no_part_reads_how_to_get_one(signed_in):
    eve = await signed_in("eve")
    assert "No part of the pool yet" in (await eve.get("/me/pool")).text
