import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import Invalid
from livefair.value.rules.payouts import OUTCOMES, STATES, clean_number, next_state, pay_day_before

MONDAY_MS = 1_764_547_200_000  # 2025-12-01 00:00 UTC


@pytest.mark.parametrize("number", ["GB82 WEST 1234 5698 7654 32", "6222 0212-3456.7890", "TESTCLOSED1"])
def test_numbers_lose_what_people_put_between(number):
    assert clean_number(number.lower()).isalnum()


@given(st.integers(4, 21), st.integers(0, 9))
def test_an_iban_with_one_wrong_digit_is_refused(place, digit):
    right = "DE89370400440532013000"
    wrong = right[:place] + str(digit) + right[place + 1 :]
    if wrong != right:
        with pytest.raises(Invalid, match="bad_account_number"):
            clean_number(wrong)


def test_the_last_pay_day_is_today_or_before():
    day = 86_400_000
    assert pay_day_before(MONDAY_MS, "monday") == "2025-12-01"
    assert pay_day_before(MONDAY_MS - 1, "monday") == "2025-11-24"
    assert pay_day_before(MONDAY_MS + 6 * day, "monday") == "2025-12-01"
    assert pay_day_before(MONDAY_MS + 6 * day, "daily") == "2025-12-07"
    assert pay_day_before(MONDAY_MS, "never") is None


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("outcome", sorted(OUTCOMES))
def test_a_word_said_twice_is_a_word_said_once(state, outcome):
    once = next_state(state, outcome)
    assert next_state(once, outcome) == once
    assert state == "sending" or once != "sending"
