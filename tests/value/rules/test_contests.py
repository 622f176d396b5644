import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import DAY_MS
from livefair.value.rules.contests import counterpart_of, may_answer, may_contest, to_hold, to_take_back

ORDER = [("psp", None), ("platform", None), ("host", "h"), ("mcn", "m"), ("brand", "b")]
minor = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("shares", "party", "other"),
    [
        (ORDER, "h", "b"),
        (ORDER, "m", "b"),
        (ORDER, "b", "h"),
        ([("brand", "b"), ("platform", None)], "b", None),
        ([("host", "h"), ("platform", None)], "h", None),
        ([("host", "b"), ("brand", "b")], "b", None),
    ],
)
def test_it_would_come_out_of_the_brands_share_or_the_hosts_else_out_of_the_houses(shares, party, other):
    assert counterpart_of(shares, party) == other


@given(asked=minor, share=minor, free=minor)
def test_never_more_is_set_apart_than_asked_for_had_of_the_line_and_ready(asked, share, free):
    held = to_hold(asked_minor=asked, share_minor=share, free_minor=free)
    assert 0 <= held <= min(asked, share, free)
    assert held in {asked, share, free}


@given(granted=minor, parts=st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_refunds_take_back_all_of_a_grant_with_the_last_part_of_the_share_and_never_more(granted, parts):
    left, share = granted, sum(parts)
    for part in parts:
        back = to_take_back(left_minor=left, share_minor=share, refunded_minor=part)
        assert 0 <= back <= left
        left, share = left - back, share - part
        assert left * sum(parts) <= granted * share
    assert left == 0


def test_an_operator_on_a_side_does_not_answer_and_after_half_a_year_nothing_is_contested():
    assert may_answer(is_operator=True, person_id="o", organisation_id=None, sides=("h", None))
    assert not may_answer(is_operator=True, person_id="o", organisation_id="b", sides=("h", "b"))
    assert not may_answer(is_operator=False, person_id="o", organisation_id=None, sides=("h", "b"))
    assert may_contest(planned_at_ms=0, now_ms=180 * DAY_MS)
    assert not may_contest(planned_at_ms=0, now_ms=180 * DAY_MS + 1)
