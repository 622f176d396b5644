from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.content.rules.topics import (
    CROWD_PART,
    DEEDS,
    PROVEN_MIN,
    WINDOW_HOURS,
    Deed,
    heat,
    key_of,
    name_of,
    names_typed,
    stage_of,
)
from livefair.kernel import HOUR_MS

NOW_MS = 20_000 * 24 * HOUR_MS
ago = st.integers(0, WINDOW_HOURS * HOUR_MS - 1)
kinds = st.sampled_from(sorted(DEEDS))


def of_buyers(name):
    """What proven accounts did: each may have done several things."""
    return st.lists(
        st.builds(
            Deed,
            account=st.integers(0, 60).map(lambda number: f"{name}{number}"),
            at_ms=ago.map(lambda before: NOW_MS - before),
            kind=kinds,
            is_proven=st.just(True),
        ),
        max_size=60,
    )


@st.composite
def bots(draw):
    """A planted crowd: any number, in one hour or spread, by whatever deed counts most."""
    number, width = draw(st.sampled_from([0, 1, 50, 400, 3_000])), draw(st.sampled_from([1, HOUR_MS, 40 * HOUR_MS]))
    last, kind = draw(st.integers(0, 7 * HOUR_MS)), draw(kinds)
    return [
        Deed(f"bot{number}", NOW_MS - last - (number * 7_919 % width), kind, is_proven=False)
        for number in range(number)
    ]


@given(of_buyers("a"), bots())
def test_a_crowd_of_any_size_adds_at_most_half_of_what_proven_accounts_make(organic, planted):
    without, with_bots = heat(organic, NOW_MS).score, heat([*organic, *planted], NOW_MS).score
    assert without <= with_bots <= (1 + CROWD_PART) * without + 1e-9


@given(bots(), of_buyers("a").filter(lambda deeds: len({deed.account for deed in deeds}) < PROVEN_MIN))
def test_bots_alone_or_with_two_buyers_make_no_trend(planted, few):
    assert heat([*planted, *few], NOW_MS).score == 0


@given(st.lists(of_buyers("a"), min_size=2, max_size=6), bots(), st.data())
def test_a_burst_of_bots_overtakes_no_topic_that_is_half_again_as_hot(topics, planted, data):
    scores = [heat(deeds, NOW_MS).score for deeds in topics]
    pushed = data.draw(st.integers(0, len(topics) - 1))
    now = heat([*topics[pushed], *planted], NOW_MS).score
    for other, score in enumerate(scores):
        if other != pushed and score > (1 + CROWD_PART) * scores[pushed] + 1e-9:
            assert now < score


@given(of_buyers("a"), st.randoms())
def test_the_order_of_what_was_done_and_doing_it_again_change_nothing(deeds, chance):
    shuffled = [*deeds, *deeds]
    chance.shuffle(shuffled)
    assert heat(shuffled, NOW_MS) == heat(deeds, NOW_MS)


def test_an_hour_s_burst_of_buyers_counts_less_than_the_same_spread_over_a_day():
    burst = [Deed(f"a{n}", NOW_MS - HOUR_MS // 2, "like", is_proven=True) for n in range(96)]
    spread = [deed._replace(at_ms=NOW_MS - n * HOUR_MS // 4) for n, deed in enumerate(burst)]
    assert heat(burst, NOW_MS).score < heat(spread, NOW_MS).score / 3


def test_what_is_older_counts_less_and_after_two_days_nothing():
    by_age = defaultdict(float)
    for hours in (1, 24, 49):
        deeds = [Deed(f"a{n}", NOW_MS - hours * HOUR_MS - n * HOUR_MS // 9, "like", is_proven=True) for n in range(5)]
        by_age[hours] = heat(deeds, NOW_MS).score
    assert by_age[1] > 2 * by_age[24] > by_age[49] == 0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("#夏天 的茶", "夏天 的茶"),
        ("＃Slow  Mornings", "Slow Mornings"),
        ("24h", "24h"),
        ("A&B", "A&B"),
        ("#", ""),
        ("a_b!", ""),
    ],
)
def test_a_name_is_words_without_the_sign(typed, name):
    assert name_of(typed) == name


def test_the_same_words_in_another_writing_are_the_same_topic():
    assert key_of("Slow Mornings") == key_of("slowmornings") == key_of(name_of("ＳＬＯＷ mornings"))
    assert names_typed("#茶, #杯子 #Slow mornings，a") == ["茶", "杯子", "Slow mornings", "a"]


def test_a_challenge_comes_runs_and_is_over():
    assert [stage_of(10, 20, now) for now in (9, 10, 19, 20)] == ["coming", "running", "running", "over"]
