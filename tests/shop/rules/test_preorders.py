import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import Invalid
from livefair.shop.rules.preorders import Draft, by_deposit, check_draft

GOOD = Draft(9_000, 1_500)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"price_minor": 1, "deposit_minor": 1}, "out_of_range"),
        ({"deposit_minor": 0}, "out_of_range"),
        ({"deposit_minor": 9_000}, "out_of_range"),
        ({"ahead_ms": 1}, "out_of_range"),
        ({"balance_ms": 1}, "out_of_range"),
        ({"limit_per_buyer": 0}, "out_of_range"),
        ({"deposit_minor": 1_801, "keeps_deposit": True}, "deposit_too_high"),
    ],
)
def test_an_offer_that_is_none_is_refused(change, code):
    check_draft(GOOD)
    with pytest.raises(Invalid, match=code):
        check_draft(GOOD._replace(**change))


@given(st.integers(1, 500), st.integers(1, 500), st.lists(st.integers(1, 400), max_size=9))
def test_refunds_in_any_parts_never_send_more_by_a_way_than_came_by_it(balance, deposit, wanted):
    left, by_balance, by_the_other = balance + deposit, 0, 0
    for each in wanted:
        refund = min(each, left)
        part = by_deposit(refund, balance_left_minor=balance - by_balance)
        by_balance, by_the_other, left = by_balance + refund - part, by_the_other + part, left - refund
    assert by_balance <= balance
    assert by_the_other <= deposit
    assert by_balance + by_the_other == balance + deposit - left
