from hypothesis import given
from hypothesis import strategies as st

from livefair.community.rules import DISCLOSURES
from livefair.community.rules.licences import FEE_MINOR_MAX, earned_minor, may_be_licensed

FEES = st.integers(1, FEE_MINOR_MAX)
TIMES = st.integers(0, 10**12)


@given(FEES, TIMES, st.integers(1, 10**11), TIMES, TIMES)
def test_what_is_earned_grows_with_time_and_never_passes_the_fee(fee, start, length, one, other):
    def earned(at):
        return earned_minor(fee, from_ms=start, until_ms=start + length, ended_at_ms=at)

    sooner, later = sorted((one, other))
    assert 0 <= earned(sooner) <= earned(later) <= fee


@given(FEES, TIMES, st.integers(1, 10**11))
def test_all_is_earned_at_the_end_and_nothing_at_the_beginning(fee, start, length):
    at = {"from_ms": start, "until_ms": start + length}
    assert earned_minor(fee, **at, ended_at_ms=start + length) == fee
    assert earned_minor(fee, **at, ended_at_ms=start) == 0
    assert earned_minor(fee, **at, ended_at_ms=start - 1) == 0


def test_only_the_praise_of_those_who_work_for_the_brand_cannot_be_licensed():
    assert {word for word in DISCLOSURES if not may_be_licensed(word, works_for_brand=False)} == {"employed"}
    assert not any(may_be_licensed(word, works_for_brand=True) for word in DISCLOSURES)
