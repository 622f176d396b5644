from hypothesis import given
from hypothesis import strategies as st

from livefair.supply.rules.resources import FREE_CANCEL_MS, SLOT_MS, SLOTS_MAX, returned_minor, slots_of

STARTS = st.integers(0, 10**8).map(lambda number: number * SLOT_MS)
LENGTHS = st.integers(1, SLOTS_MAX)


@given(STARTS, LENGTHS, STARTS, LENGTHS)
def test_two_times_share_a_half_hour_exactly_when_they_overlap(one, long, other, wide):
    overlap = one < other + wide * SLOT_MS and other < one + long * SLOT_MS
    assert bool(set(slots_of(one, long)) & set(slots_of(other, wide))) == overlap


@given(st.integers(0, 10**9), STARTS, st.integers(0, 10**12), st.booleans())
def test_a_cancelled_booking_costs_all_or_nothing(fee, start, before, by_owner):
    back = returned_minor(fee, from_ms=start, now_ms=start - before, by_owner=by_owner)
    assert back == (fee if by_owner or before >= FREE_CANCEL_MS else 0)
