from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel.ids import id_source

MOMENTS = st.integers(0, (1 << 48) - 1)


@given(MOMENTS)
def test_an_id_is_a_uuid_of_version_7_that_tells_its_moment(now_ms):
    made = UUID(id_source()(now_ms))
    assert (made.version, made.variant, made.int >> 80) == (7, "specified in RFC 4122", now_ms)
    assert str(made) == str(UUID(str(made)))


@given(MOMENTS, MOMENTS)
def test_ids_sort_by_their_moments(one_ms, other_ms):
    make = id_source()
    if one_ms < other_ms:
        assert make(one_ms) < make(other_ms)


def test_a_seed_makes_the_same_ids_again_and_none_twice():
    one, again = id_source(Random(3)), id_source(Random(3))
    made = [one(5) for _ in range(1000)]
    assert made == [again(5) for _ in range(1000)]
    assert len(set(made)) == 1000
