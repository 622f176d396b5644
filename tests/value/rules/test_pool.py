import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import Invalid
from livefair.value.rules.pool import (
    PERIOD_MS,
    Evidence,
    PoolRule,
    Way,
    allot,
    groups_of,
    lift_ppm,
    period_of,
    require_sound_pool,
    span_of_period,
    weigh,
)

OPEN = PoolRule(cap_bp=10_000, buyers_min=1)
HANA, CARL, RITA = ("host", "hana"), ("creator", "carl"), ("reviewer", "rita")


def ways(*met, kept=0, lost=0, value=100, of="buyer"):
    """So many people who met them and kept or lost an order."""
    name = "+".join(party for _, party in met)
    people = [Way(f"{of} {name} {n}", frozenset(met), value, is_kept=True) for n in range(kept)]
    return people + [Way(f"{of} {name} l{n}", frozenset(met), 0, is_kept=False) for n in range(lost)]


def weighed(found, **groups):
    return {one.player.group: one for one in weigh(found, groups).weighed}


def minors(minor, found, rule=OPEN, **groups):
    return {part.party: part.minor for part in allot(minor, weigh(found, groups), rule)}


def test_what_was_kept_is_divided_equally_over_all_who_were_met():
    alone = [*ways(HANA, kept=40), *ways(lost=40)]
    both = [*ways(HANA, CARL, kept=40), *ways(lost=40)]
    assert weighed(both)["hana"].credit_micro == weighed(both)["carl"].credit_micro
    assert weighed(both)["hana"].credit_micro * 2 == weighed(alone)["hana"].credit_micro


def test_who_was_met_as_often_where_orders_were_lost_has_no_lift_and_gets_nothing():
    found = [*ways(HANA, kept=60, lost=20), *ways(CARL, kept=30, lost=90), *ways(kept=10, lost=10)]
    assert weighed(found)["carl"].lift_ppm == 0
    assert minors(1_000, found) == {"hana": 1_000}


def test_nothing_is_paid_for_presence_where_nothing_was_lost():
    assert lift_ppm(50, 0, 80, 0) == 0
    assert minors(1_000, ways(HANA, kept=50)) == {}


def test_few_orders_are_drawn_to_the_mean_of_their_role():
    found = [*ways(HANA, kept=200, value=100), *ways(("host", "new"), kept=2, value=10_000), *ways(lost=100)]
    got = weighed(found)
    assert got["new"].credit_micro < 2 * 10_000 * 1_000_000 // 5
    assert got["hana"].credit_micro > 200 * 100 * 1_000_000


def test_a_cap_holds_for_a_party_and_what_it_cuts_off_goes_to_nobody():
    found = [*ways(HANA, kept=90), *ways(CARL, kept=30), *ways(lost=200)]
    free, capped = minors(1_000, found), minors(1_000, found, PoolRule(cap_bp=2_000, buyers_min=1))
    assert free["hana"] > 200
    assert capped["hana"] == 200
    assert capped["carl"] == min(200, free["carl"])


def test_a_cap_holds_for_all_roles_of_a_party_together():
    found = [*ways(HANA, ("creator", "hana"), kept=50), *ways(CARL, kept=50), *ways(lost=200)]
    parts = allot(1_000, weigh(found, {}), PoolRule(cap_bp=2_000, buyers_min=1))
    assert {part.role for part in parts if part.party == "hana"} == {"host", "creator"}
    assert sum(part.minor for part in parts if part.party == "hana") == 200


def test_two_accounts_of_one_person_get_no_more_than_one():
    split = [*ways(HANA, ("host", "hana2"), kept=60), *ways(CARL, kept=60), *ways(lost=200)]
    alone = [*ways(HANA, kept=60), *ways(CARL, kept=60), *ways(lost=200)]
    twins = minors(1_000, split, hana="hana", hana2="hana")
    assert twins["hana"] + twins["hana2"] == minors(1_000, alone)["hana"]


def test_merged_parties_are_capped_as_one_and_say_so():
    found = [*ways(HANA, kept=60), *ways(("host", "hana2"), kept=60), *ways(CARL, kept=60), *ways(lost=200)]
    rule = PoolRule(cap_bp=2_000, buyers_min=1)
    parts = allot(1_000, weigh(found, {"hana": "hana", "hana2": "hana"}), rule)
    twins = [part for part in parts if part.party != "carl"]
    assert [(part.minor, part.merged, part.was_capped) for part in twins] == [(100, 2, True)] * 2


def test_what_somebody_buys_from_their_own_other_account_does_not_count():
    own = [Way(f"own{n}", frozenset([HANA]), 100, is_kept=True) for n in range(50)]
    found = [*own, *ways(CARL, kept=50), *ways(lost=100)]
    one = {"hana": "hana"} | {way.buyer: "hana" for way in own}
    assert "hana" not in minors(1_000, found, **one)
    assert "hana" in minors(1_000, found)


def test_many_orders_of_few_buyers_are_not_enough():
    few = [Way(f"b{n % 19}", frozenset([HANA]), 100, is_kept=True) for n in range(200)]
    enough = [Way(f"b{n % 20}", frozenset([HANA]), 100, is_kept=True) for n in range(200)]
    rule = PoolRule(cap_bp=10_000)
    assert minors(1_000, [*few, *ways(lost=100)], rule) == {}
    assert minors(1_000, [*enough, *ways(lost=100)], rule) == {"hana": 1_000}


def test_whoever_shares_a_mark_is_one_however_many_steps():
    marks = [("a", "phone"), ("b", "phone"), ("b", "account"), ("c", "account"), ("d", "other")]
    groups = groups_of(marks)
    assert groups["a"] == groups["b"] == groups["c"] != groups["d"]
    assert groups_of(list(reversed(marks))) == groups


def test_a_party_whose_name_is_another_s_mark_is_not_merged():
    groups = groups_of([("a", "b"), ("b", "x")])
    assert groups["a"] != groups["b"]


def test_periods_are_28_days_and_leave_no_gap():
    since_ms = 1_700_000_000_123
    from_ms, to_ms = span_of_period(7, since_ms)
    assert to_ms - from_ms == PERIOD_MS
    numbers = [period_of(at_ms, since_ms) for at_ms in (from_ms - 1, from_ms, to_ms - 1, to_ms, since_ms, 0)]
    assert numbers == [6, 7, 7, 8, 0, 0]


@pytest.mark.parametrize("wrong", [{"cap_bp": 0}, {"cap_bp": 10_001}, {"buyers_min": 0}, {"appeal_days": 28}])
def test_an_impossible_rule_is_refused(wrong):
    with pytest.raises(Invalid, match="out_of_range"):
        require_sound_pool(PoolRule(**wrong))


def test_without_evidence_all_of_it_stays():
    assert allot(1_000, Evidence([], {}, 0, 0), OPEN) == []


parties = st.sampled_from(["a", "b", "c", "d", "e", "f"])
met = st.frozensets(st.tuples(st.sampled_from(["host", "creator"]), parties), max_size=4)
any_ways = st.lists(st.builds(Way, st.sampled_from("uvwxyz"), met, st.integers(0, 500), st.booleans()), max_size=60)


@given(st.integers(0, 10**9), any_ways, st.integers(1, 10_000), st.booleans())
def test_never_more_than_there_is_and_never_more_than_the_cap(minor, found, cap_bp, merge):
    groups = {"a": "a", "b": "a"} if merge else {}
    evidence = weigh(found, groups)
    parts = allot(minor, evidence, PoolRule(cap_bp=cap_bp, buyers_min=1))
    by_group = {}
    for part in parts:
        assert part.minor > 0
        group = groups.get(part.party, part.party)
        by_group[group] = by_group.get(group, 0) + part.minor
    assert sum(by_group.values()) <= minor
    assert all(got <= minor * cap_bp // 10_000 for got in by_group.values())
