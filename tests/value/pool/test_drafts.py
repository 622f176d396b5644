import asyncio

import pytest

from livefair.kernel import DAY_MS, Actor, Conflict, Invalid, JobContext, NotAllowed, NotFound
from livefair.value.pool.drafts import Wish, draft_called, draft_plan, drafts, publish_draft, simulate_draft
from livefair.value.rules.pool import PoolRule
from livefair.value.share_rulebook import share_rules_at
from tests.value.pool.parties import put_in_force

OPERATOR = Actor("op", frozenset({"operator"}))
WISH = Wish(days_ahead=3, reason="share with creators", kappa_bp=1_000, pool=PoolRule())


def drafted(db, wish=WISH):
    return db.write_now(draft_plan, OPERATOR, wish)


def simulated(db, draft_id):
    asyncio.run(simulate_draft(JobContext(db), draft_id=draft_id))


def test_a_plan_is_drafted_simulated_and_published_from_a_day_to_come(db, clock):
    draft_id = drafted(db)
    simulated(db, draft_id)
    assert db.read_now(draft_called, draft_id).simulated.lines == 0
    assert db.write_now(publish_draft, OPERATOR, draft_id) == 2
    assert db.read_now(share_rules_at, clock()).kappa_bp == 0
    assert db.read_now(share_rules_at, clock() + 3 * DAY_MS).kappa_bp == 1_000
    assert [draft.published_version for draft in db.read_now(drafts, OPERATOR)] == [2]


def test_nothing_is_published_that_was_not_simulated(db):
    draft_id = drafted(db)
    with pytest.raises(Conflict, match="draft_not_simulated"):
        db.write_now(publish_draft, OPERATOR, draft_id)


def test_a_draft_is_published_once(db):
    draft_id = drafted(db)
    simulated(db, draft_id)
    db.write_now(publish_draft, OPERATOR, draft_id)
    with pytest.raises(Conflict, match="draft_published"):
        db.write_now(publish_draft, OPERATOR, draft_id)


def test_a_draft_is_outdated_by_another_version_and_by_its_own_day(db, clock):
    first, second = drafted(db), drafted(db)
    for draft_id in (first, second):
        simulated(db, draft_id)
    put_in_force(db)
    with pytest.raises(Conflict, match="draft_outdated"):
        db.write_now(publish_draft, OPERATOR, first)
    late = drafted(db)
    simulated(db, late)
    clock.advance(4 * DAY_MS)
    with pytest.raises(Conflict, match="draft_outdated"):
        db.write_now(publish_draft, OPERATOR, late)


def test_a_draft_without_kappa_ends_the_pool(db, clock):
    put_in_force(db)
    draft_id = drafted(db, WISH._replace(kappa_bp=0))
    simulated(db, draft_id)
    db.write_now(publish_draft, OPERATOR, draft_id)
    assert db.read_now(share_rules_at, clock()).kappa_bp > 0
    assert db.read_now(share_rules_at, clock() + 3 * DAY_MS).pool is None


def test_what_is_not_wished_for_stays_as_it_is(db, clock):
    put_in_force(db)
    draft_id = drafted(db, Wish(1, "less for the house", legs={"platform": 425}))
    simulated(db, draft_id)
    db.write_now(publish_draft, OPERATOR, draft_id)
    before, after = db.read_now(share_rules_at, clock()), db.read_now(share_rules_at, clock() + DAY_MS)
    assert (after.kappa_bp, after.pool, after.gift_legs) == (before.kappa_bp, before.pool, before.gift_legs)
    points = [{leg.role: leg.basis_points for leg in rules.legs} for rules in (before, after)]
    assert points[1] == points[0] | {"platform": 425}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kappa_bp": -1},
        {"kappa_bp": 10_001},
        {"days_ahead": 0},
        {"days_ahead": 366},
        {"pool": PoolRule(cap_bp=0)},
        {"reason": " "},
    ],
)
def test_an_impossible_wish_is_refused(db, wrong):
    with pytest.raises(Invalid):
        drafted(db, WISH._replace(**wrong))


def test_drafts_are_for_operators(db):
    host = Actor("host", frozenset({"host"}))
    for refused in (lambda: db.write_now(draft_plan, host, WISH), lambda: db.read_now(drafts, host)):
        with pytest.raises(NotAllowed, match="operators_only"):
            refused()
    with pytest.raises(NotFound):
        db.write_now(publish_draft, OPERATOR, "nothing")
