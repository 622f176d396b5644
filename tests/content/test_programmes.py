import pytest

from livefair import ledger
from livefair.content.programme_drawing import draw_programmes
from livefair.content.programmes import (
    ProgrammeDraft,
    account_of,
    apply,
    members_of,
    memberships_of,
    open_programme,
    programme_for,
    spend_quota,
    supported_among,
)
from livefair.kernel import DAY_MS, SYSTEM, Conflict, Invalid, Money, NotAllowed


def draft(db, **given):
    fields = {"name": "First videos", "about": "For those who begin.", "kind": "cash", "seats": 3}
    dates = {"apply_until_ms": db.clock() + 2 * DAY_MS, "ends_at_ms": db.clock() + 20 * DAY_MS}
    return ProgrammeDraft(**(fields | dates | {"per_head": Money(1_000)} | given))


def applied(db, join, programme_id, hosts):
    people = [join(f"host{number}", "host") for number in range(hosts)]
    for person in people:
        db.write_now(apply, person, programme_id)
        db.write_now(apply, person, programme_id)
    return people


def test_hosts_of_the_tiers_that_it_is_for_apply_until_its_day(db, clock, join):
    olga = join("olga", "operator")
    everybody = db.write_now(open_programme, olga, draft(db), key="a")
    assert db.write_now(open_programme, olga, draft(db), key="a") == everybody
    leading = db.write_now(open_programme, olga, draft(db, tier_min=4), key="b")
    [host] = applied(db, join, everybody, 1)
    with pytest.raises(Conflict, match="tier_unfit"):
        db.write_now(apply, host, leading)
    with pytest.raises(NotAllowed, match="hosts_only"):
        db.write_now(apply, join("mia"), everybody)
    clock.advance(2 * DAY_MS)
    with pytest.raises(Conflict, match="applications_over"):
        db.write_now(apply, join("late", "host"), everybody)
    assert [member.person_id for member in db.read_now(members_of, everybody)] == [host.id]


def test_a_budget_is_set_apart_for_all_seats_at_once_and_the_refused_sets_nothing_apart(db, join):
    olga = join("olga", "operator")
    programme_id = db.write_now(open_programme, olga, draft(db), key="a")
    assert db.read_now(ledger.balance, account_of(programme_id), "CNY") == 3_000
    for given, code in (
        ({"kind": "luck"}, "unknown_word"),
        ({"seats": 0}, "out_of_range"),
        ({"holdout_percent": 5}, "out_of_range"),
        ({"per_head": Money(0)}, "out_of_range"),
        ({"kind": "traffic"}, "out_of_range"),
        ({"kind": "training"}, "empty"),
        ({"apply_until_ms": db.clock()}, "programme_dates"),
        ({"ends_at_ms": db.clock() + 3 * 365 * DAY_MS}, "programme_dates"),
    ):
        with pytest.raises(Invalid, match=code):
            db.write_now(open_programme, olga, draft(db, **given), key="b")
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(open_programme, join("hua", "host"), draft(db), key="c")


def test_a_quota_is_spent_to_the_last_impression_and_no_further(db, clock, join):
    olga = join("olga", "operator")
    programme_id = db.write_now(open_programme, olga, draft(db, kind="traffic", quota=5), key="a")
    hosts = applied(db, join, programme_id, 6)
    clock.advance(2 * DAY_MS)
    db.write_now(draw_programmes, SYSTEM)
    ids = [host.id for host in hosts]
    supported = db.read_now(supported_among, ids)
    assert len(supported) == 3 <= len(hosts) - 2
    one = sorted(supported)[0]
    assert db.read_now(supported_among, [one]) == {one}
    db.write_now(spend_quota, SYSTEM, one, 3)
    assert one in db.read_now(supported_among, ids)
    db.write_now(spend_quota, SYSTEM, one, 3)
    assert one not in db.read_now(supported_among, ids)
    clock.advance(20 * DAY_MS)
    assert db.read_now(supported_among, ids) == frozenset()
    assert db.read_now(programme_for, olga, programme_id).budget_minor == 0


def test_whoever_has_a_seat_in_two_programmes_is_owed_what_both_give(db, clock, join):
    olga = join("olga", "operator")
    both = [db.write_now(open_programme, olga, draft(db, kind="traffic", quota=5, seats=6), key=key) for key in "ab"]
    hosts = applied(db, join, both[0], 6)
    for host in hosts:
        db.write_now(apply, host, both[1])
    clock.advance(2 * DAY_MS)
    db.write_now(draw_programmes, SYSTEM)
    left = {host.id: sum(one.quota_left for one in db.read_now(memberships_of, host.id).values()) for host in hosts}
    one = max(left, key=lambda person_id: left[person_id])
    assert left[one] == 10
    db.write_now(spend_quota, SYSTEM, one, 3)
    assert sum(member.quota_left for member in db.read_now(memberships_of, one).values()) == 7
