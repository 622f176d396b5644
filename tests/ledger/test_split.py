import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair import ledger
from livefair.kernel import Conflict
from livefair.ledger import Demand, Leg, Part, Supply, split_legs, split_refund

weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=9).filter(lambda w: sum(w) > 0)


@given(st.integers(0, 10**12), weights)
def test_a_split_loses_nothing_and_is_within_a_unit_of_each_share(minor, weights):
    legs = split_legs(minor, [Part(f"payable:{n}", weight) for n, weight in enumerate(weights)])
    assert sum(leg.minor for leg in legs) == minor
    for leg, weight in zip(legs, weights, strict=True):
        assert abs(leg.minor * sum(weights) - minor * weight) < sum(weights)


@given(st.integers(1, 10**6), weights, st.lists(st.integers(1, 10**6), max_size=12))
def test_no_refund_ever_lets_a_party_gain_or_give_more_than_it_has_and_a_full_one_leaves_nothing(minor, weights, steps):
    parts = [Part(f"payable:{n}", weight) for n, weight in enumerate(weights)]
    outstanding = {leg.account: leg.minor for leg in split_legs(minor, parts)}
    for step in [*steps, minor]:
        refund = min(step, sum(outstanding.values()))
        borne = split_refund(refund, outstanding)
        assert sum(borne.values()) == refund
        assert all(0 <= borne[account] <= outstanding[account] for account in outstanding)
        outstanding = {account: left - borne[account] for account, left in outstanding.items()}
    assert set(outstanding.values()) == {0}


def test_the_trap_of_dividing_the_rest_anew_is_not_fallen_into():
    """With weights 6:6:2 the third party's share of 10 is 2 but of 11 it is 1: it would gain by a refund of 1."""
    parts = [Part("payable:a", 6), Part("payable:b", 6), Part("payable:c", 2)]
    of_11, of_10 = ({leg.account: leg.minor for leg in split_legs(minor, parts)} for minor in (11, 10))
    assert of_10["payable:c"] > of_11["payable:c"]
    assert all(borne >= 0 for borne in split_refund(1, of_11).values())


def test_no_more_is_refunded_than_was_paid():
    with pytest.raises(Conflict, match="refund_over_paid"):
        split_refund(11, {"a": 4, "b": 6})


def test_a_refund_of_nothing_asks_for_nothing():
    assert split_refund(0, {"a": 0}) == {"a": 0}


def test_ties_go_to_the_earlier_part():
    assert [leg.minor for leg in split_legs(5, [Part("bank", 1), Part("bank", 1)])] == [3, 2]


def paid(db, *legs):
    db.write_now(lambda tx: ledger.post(tx, key=str(legs), reason="start", legs=legs))


@pytest.mark.parametrize(
    ("minor", "expected"),
    [
        (5, {"payable:p": -5}),
        (12, {"payable:p": -10, "reserve:p": -2}),
        (20, {"payable:p": -10, "reserve:p": -4, "receivable:p": -6}),
    ],
)
def test_clawing_back_takes_each_source_in_turn_and_the_last_one_bears_the_rest(db, minor, expected):
    paid(db, Leg("bank", -14), Leg("payable:p", 10), Leg("reserve:p", 4))
    legs = db.read_now(ledger.draw_legs, [Demand(minor, ledger.accounts_of("p"))])
    assert {leg.account: leg.minor for leg in legs} == expected


def test_clawing_back_leaves_alone_what_is_held_for_a_payout(db):
    paid(db, Leg("bank", -10), Leg("payable:p", 10))
    of = ledger.Reservation("payable:p", "bank", 8)
    db.write_now(lambda tx: ledger.hold(tx, key="h", reason="payout", of=of))
    legs = db.read_now(ledger.draw_legs, [Demand(5, ledger.accounts_of("p"))])
    assert {leg.account: leg.minor for leg in legs} == {"payable:p": -2, "receivable:p": -3}


@pytest.mark.parametrize(
    ("minor", "expected"), [(4, {"receivable:p": 4}), (9, {"receivable:p": 6, "payable:p": 3}), (0, {})]
)
def test_income_pays_the_party_s_own_debt_first(db, minor, expected):
    paid(db, Leg("receivable:p", -6), Leg("bank", 6))
    legs = db.read_now(ledger.fill_legs, [Supply(minor, "receivable:p", "payable:p")])
    assert {leg.account: leg.minor for leg in legs} == expected


def test_two_demands_on_one_party_do_not_take_the_same_unit_twice(db):
    paid(db, Leg("bank", -10), Leg("payable:p", 10))
    mine = ledger.accounts_of("p")
    legs = db.read_now(ledger.draw_legs, [Demand(7, mine, {"as": "host"}), Demand(7, mine, {"as": "reviewer"})])
    assert [(leg.account, leg.minor) for leg in legs] == [("payable:p", -7), ("payable:p", -3), ("receivable:p", -4)]


def test_two_incomes_of_one_party_do_not_pay_the_same_debt_twice(db):
    paid(db, Leg("receivable:p", -6), Leg("bank", 6))
    legs = db.read_now(ledger.fill_legs, [Supply(4, "receivable:p", "payable:p")] * 2)
    assert [(leg.account, leg.minor) for leg in legs] == [("receivable:p", 4), ("receivable:p", 2), ("payable:p", 2)]
