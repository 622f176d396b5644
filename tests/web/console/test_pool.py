import asyncio

import pytest

from livefair.kernel import Actor, JobContext, Money
from livefair.value.pool.appeals import appeal, my_appeals
from livefair.value.pool.drafts import drafts, simulate_draft
from livefair.value.share_rulebook import share_rules_at
from livefair.web import i18n
from tests.value.pool.parties import OPERATOR, Town

PLAN = {
    "kappa": "20",
    "cap": "15",
    "buyers_min": "20",
    "appeal_days": "7",
    "days_ahead": "3",
    "reason": "with creators",
}


async def test_an_operator_drafts_a_plan_reads_what_it_would_have_given_and_publishes_it(db, join, clock, signed_in):
    await asyncio.to_thread(lambda: Town(db, join).evening())
    boss = await signed_in("boss", "operator")
    assert (await boss.post_form("/console/pool/drafts", PLAN | {"kappa": "40"})).status_code == 303
    [draft] = db.read_now(drafts, OPERATOR)
    assert "It is being simulated" in (await boss.get("/console/pool")).text
    refused = await boss.post_form(f"/console/pool/drafts/{draft.id}/publish", {})
    assert (refused.status_code, "still being simulated" in refused.text) == (422, True)
    await simulate_draft(JobContext(db), draft_id=draft.id)
    page = (await boss.get("/console/pool")).text
    assert "On the 12 lines of the last 28 days" in page
    assert i18n.money(Money(2_400), "en") in page
    assert (await boss.post_form(f"/console/pool/drafts/{draft.id}/publish", {})).status_code == 303
    assert db.read_now(share_rules_at, clock() + 4 * 86_400_000).kappa_bp == 4_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"kappa": "101"},
        {"kappa": "x"},
        {"cap": "0"},
        {"buyers_min": "0"},
        {"appeal_days": "28"},
        {"days_ahead": "-1"},
        {"reason": ""},
    ],
)
async def test_an_impossible_plan_is_refused(db, signed_in, wrong):
    boss = await signed_in("boss", "operator")
    assert (await boss.post_form("/console/pool/drafts", PLAN | wrong)).status_code == 422
    assert db.read_now(drafts, OPERATOR) == []


async def test_an_operator_answers_an_appeal(db, join, signed_in):
    town = await asyncio.to_thread(Town, db, join)
    await asyncio.to_thread(town.evening)
    period = await asyncio.to_thread(town.close)
    carl = Actor(town.ids["carl"])
    appeal_id = db.write_now(appeal, carl, period.id, words="one video is missing")
    boss = await signed_in("boss", "operator")
    assert "one video is missing" in (await boss.get("/console/pool")).text
    answer = {"words": "so it is", "granted": "0.77"}
    assert (await boss.post_form(f"/console/pool/appeals/{appeal_id}/answer", answer)).status_code == 303
    [answered] = db.read_now(my_appeals, carl)
    assert (answered.outcome, answered.granted_minor) == ("mended", 77)
    again = await boss.post_form(f"/console/pool/appeals/{appeal_id}/answer", answer)
    assert again.status_code == 422
