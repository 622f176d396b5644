import pytest

from livefair.kernel import DAY_MS, SYSTEM, JobContext
from livefair.value import publish_shipped_share_rules
from livefair.value.pool.drafts import drafts, simulate_draft
from livefair.value.share_rulebook import publish_gift_legs, share_rules_at, share_rules_of
from livefair.web.console.shares import points_of
from tests.value.pool.parties import OPERATOR

PLAN = {"psp": "0.6", "platform": "4.25", "reviewer": "2.5", "days_ahead": "2", "reason": "less for the house"}


async def publish(db, boss, plan):
    """Drafted, simulated, read, put in force."""
    assert (await boss.post_form("/console/shares", plan)).status_code == 303
    [draft] = db.read_now(drafts, OPERATOR)
    assert "It is being simulated" in (await boss.get("/console/shares")).text
    await simulate_draft(JobContext(db), draft_id=draft.id)
    assert "lines of the last 28 days" in (await boss.get("/console/shares")).text
    assert (await boss.post_form(f"/console/pool/drafts/{draft.id}/publish", {})).status_code == 303


@pytest.mark.parametrize(("typed", "points"), [("5", 500), ("0.6", 60), ("4.25", 425), ("12.50", 1250), ("0", 0)])
def test_a_percentage_becomes_exact_basis_points(typed, points):
    assert points_of(typed) == points


async def test_a_new_version_counts_from_its_day_and_the_old_one_stays(db, clock, signed_in):
    db.write_now(publish_shipped_share_rules, SYSTEM)
    boss = await signed_in("boss", "operator")
    await publish(db, boss, PLAN)
    page = (await boss.get("/console/shares")).text
    assert "less for the house" not in page
    newest = db.read_now(share_rules_at, clock() + 2 * DAY_MS)
    points = {leg.role: leg.basis_points for leg in newest.legs}
    assert (newest.version, points["platform"], points["reviewer"]) == (2, 425, 250)
    assert db.read_now(share_rules_at, clock()).version == 1


async def test_a_new_version_keeps_what_was_said_of_gifts(db, clock, signed_in):
    db.write_now(publish_shipped_share_rules, SYSTEM)
    db.write_now(publish_gift_legs, SYSTEM)
    boss = await signed_in("boss", "operator")
    await publish(db, boss, PLAN)
    before, newest = db.read_now(share_rules_of, 2), db.read_now(share_rules_at, clock() + 2 * DAY_MS)
    assert newest.version == 3
    assert newest.gift_legs == before.gift_legs != []
    assert "of the gift" in (await boss.get("/console/shares")).text


@pytest.mark.parametrize("have_gifts", [False, True])
async def test_the_host_s_part_of_a_gift_is_set_with_a_new_version(db, clock, signed_in, have_gifts):
    db.write_now(publish_shipped_share_rules, SYSTEM)
    if have_gifts:
        db.write_now(publish_gift_legs, SYSTEM)
    boss = await signed_in("boss", "operator")
    assert 'value="50"' in (await boss.get("/console/shares")).text
    await publish(db, boss, {**PLAN, "gift_host": "62.5"})
    legs = {leg.role: leg for leg in db.read_now(share_rules_at, clock() + 2 * DAY_MS).gift_legs}
    assert legs["host"].basis_points == 6_250
    assert legs["mcn"].of == "host"
    assert legs["platform"].remaining


@pytest.mark.parametrize(
    "wrong",
    [
        {"gift_host": "101"},
        {"gift_host": "x"},
        {"platform": "-1"},
        {"platform": "99"},
        {"psp": "x"},
        {"reason": ""},
        {"psp": "1e3"},
        {"days_ahead": "0"},
        {"days_ahead": "366"},
    ],
)
async def test_an_impossible_plan_is_refused_beside_its_field(db, signed_in, wrong):
    db.write_now(publish_shipped_share_rules, SYSTEM)
    boss = await signed_in("boss", "operator")
    assert (await boss.post_form("/console/shares", {**PLAN, **wrong})).status_code == 422
    assert db.read_now(drafts, OPERATOR) == []
