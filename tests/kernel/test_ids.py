from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel.ids import COUNT_MAX, KEY_SKEW_MS_MAX, id_for_key, id_source

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


@given(MOMENTS, st.integers(2, 40))
def test_ids_of_one_moment_sort_in_the_order_of_their_making(now_ms, many):
    make = id_source()
    made = [make(now_ms) for _ in range(many)]
    assert made == sorted(made)


def test_more_ids_than_a_moment_counts_are_still_ids_of_that_moment():
    make = id_source()
    made = [make(7) for _ in range(COUNT_MAX + 10)]
    assert len(set(made)) == len(made)
    assert {UUID(one).int >> 80 for one in made} == {7}
    assert make(8) > max(made)


def test_a_seed_makes_the_same_ids_again_and_none_twice():
    one, again = id_source(Random(3)), id_source(Random(3))
    made = [one(5) for _ in range(1000)]
    assert made == [again(5) for _ in range(1000)]
    assert len(set(made)) == 1000


@given(st.integers(KEY_SKEW_MS_MAX, (1 << 47)), st.integers(-KEY_SKEW_MS_MAX, KEY_SKEW_MS_MAX), st.text(), st.text())
def test_a_key_is_one_id_for_its_owner_and_another_for_anybody_else(now_ms, skew_ms, owner, other):
    key = id_source()(now_ms + skew_ms)
    made = id_for_key(key, owner, now_ms)
    assert made is not None
    assert made == id_for_key(key, owner, now_ms)
    assert (UUID(made).version, UUID(made).variant, UUID(made).int >> 80) == (
        7,
        "specified in RFC 4122",
        now_ms + skew_ms,
    )
    assert (id_for_key(key, other, now_ms) == made) == (owner == other)


def test_what_is_no_fresh_uuid_of_version_7_is_no_key():
    now_ms = 1_790_000_000_000
    for key in (
        "",
        "x" * 64,
        "0" * 32,
        str(UUID(int=0x4 << 76 | now_ms << 80)),
        id_source()(now_ms + KEY_SKEW_MS_MAX + 1),
    ):
        assert id_for_key(key, "zoe", now_ms) is None
