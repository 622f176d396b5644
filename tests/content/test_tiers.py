import pytest

from livefair.content.rules.creators import TIERS, Numbers, criteria
from livefair.content.tiers import numbers_of, rank_hosts, set_tiers, tier_changes_of, tier_now, tiers, tiers_in_force
from livefair.kernel import DAY_MS, GUEST, HOUR_MS, SYSTEM, Invalid, NotAllowed
from livefair.live import end_show
from livefair.people import follow, give_role, sign_up
from livefair.people.badges import badges_of
from tests.live.conftest import put_on_air


def test_a_host_s_tier_changes_with_the_numbers_that_it_rests_on(db, join):
    host = join("hua", "host")
    db.write_now(rank_hosts, SYSTEM)
    assert db.read_now(tier_now, host.id) == 1
    for number in range(10):
        db.write_now(follow, join(f"fan{number}"), host.id)
    db.clock.advance(DAY_MS)
    db.write_now(rank_hosts, SYSTEM)
    [first] = db.read_now(tier_changes_of, host.id)
    assert (first.tier, first.was) == (1, 0)  # followers alone are not enough
    assert [(each.word, each.is_met) for each in criteria(2, db.read_now(numbers_of, [host.id])[host.id])] == [
        ("followers", True),
        ("minutes", False),
    ]
    assert [(badge.kind, badge.level) for badge in db.read_now(badges_of, host.id)] == [("creator", 1)]


def test_two_hours_on_air_and_ten_followers_make_a_host_rise(db, join):
    stage = put_on_air(db, join)
    for number in range(10):
        db.write_now(follow, join(f"fan{number}"), stage.host.id)
    db.clock.advance(2 * HOUR_MS)
    db.write_now(end_show, stage.host, stage.show_id)
    db.write_now(rank_hosts, SYSTEM)
    [now] = db.read_now(tier_changes_of, stage.host.id)
    assert (now.tier, now.followers, now.minutes) == (2, 10, 120)
    db.clock.advance(91 * DAY_MS)
    db.write_now(rank_hosts, SYSTEM)
    [later, _] = db.read_now(tier_changes_of, stage.host.id)
    assert (later.tier, later.was, later.minutes) == (1, 2, 0)


def test_every_host_is_counted_however_many_there_are(db):
    def many_hosts(tx, actor):
        for number in range(501):
            name = f"host{number}"
            person_id = sign_up(tx, GUEST, email=f"{name}@example.org", name=name, password_hash="none", locale="zh")
            give_role(tx, SYSTEM, person_id, "host")

    db.write_now(many_hosts, SYSTEM)
    db.write_now(rank_hosts, SYSTEM)
    assert len(db.read_now(tiers)) == 501


def test_what_tiers_take_is_the_operators_to_say_and_counts_from_the_next_day_on(db, join):
    host, olga = join("hua", "host"), join("olga", "operator")
    assert db.read_now(tiers_in_force) == TIERS
    needs = [Numbers(1, 0, 0, 10_000), Numbers(2, 60, 0, 5_000), Numbers(3, 90, 100, 1_000)]
    assert db.write_now(set_tiers, olga, needs) == 1
    db.write_now(follow, join("fan"), host.id)
    db.write_now(rank_hosts, SYSTEM)
    assert db.read_now(tier_now, host.id) == 2
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(set_tiers, host, needs)
    for wrong in (needs[:2], needs[::-1], [*needs[:2], Numbers(3, 90, 100, 10_001)]):
        with pytest.raises(Invalid, match="tiers_unsound"):
            db.write_now(set_tiers, olga, wrong)
