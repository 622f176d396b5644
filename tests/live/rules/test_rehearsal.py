from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import MINUTE_MS, SECOND_MS
from livefair.live.explaining import shipped_points
from livefair.live.rules.crowd import CUES_MAX, FIRST_MS, Cue, Past, crowd
from livefair.live.rules.picture_and_sound import Measure, longest_silence_ms, warnings_of
from livefair.live.rules.rehearsal import Deed, Planned, Sold, grade

PAST = Past(6.0, 1.0, ("来了", "Hello"), ("多重？", "Which size?", "退货吗？"))
POINTS = [point for point in shipped_points("kitchen") if point.id in {"price", "size"}]
BLOCKS = [
    Planned("hello", MINUTE_MS, "", None, []),
    Planned("mug", 2 * MINUTE_MS, "价格九十九。", "mug", POINTS),
]
FINE = Measure(0, 120, -20, -6, 15)


def parts(*args, **kwargs):
    return {part.code: part for part in grade(*args, **kwargs).parts}


def test_the_same_past_and_seed_bring_the_same_crowd_and_another_seed_another():
    assert crowd(PAST, seed=7, lasts_ms=20 * MINUTE_MS) == crowd(PAST, seed=7, lasts_ms=20 * MINUTE_MS)
    assert crowd(PAST, seed=7, lasts_ms=20 * MINUTE_MS) != crowd(PAST, seed=8, lasts_ms=20 * MINUTE_MS)


@given(st.integers(0, 2**31), st.floats(0, 1e6), st.integers(0, 180 * MINUTE_MS))
def test_a_crowd_is_bounded_in_order_and_within_the_show(seed, rate, lasts_ms):
    cues = crowd(PAST._replace(lines_a_minute=rate), seed=seed, lasts_ms=lasts_ms)
    assert len(cues) <= CUES_MAX
    assert cues == sorted(cues)
    assert all(0 < cue.at_ms <= lasts_ms for cue in cues)
    asked = [cue.text for cue in cues if cue.kind == "question"]
    assert len(asked) == len(set(asked))


def test_even_the_quietest_crowd_speaks_at_once():
    quiet = PAST._replace(lines_a_minute=0)
    assert all(crowd(quiet, seed=seed, lasts_ms=MINUTE_MS)[0].at_ms == FIRST_MS for seed in range(50))
    assert crowd(quiet._replace(lines=()), seed=1, lasts_ms=FIRST_MS) == []


def test_a_busy_past_makes_a_busy_crowd():
    quiet, busy = (
        sum(cue.kind == "line" for cue in crowd(PAST._replace(lines_a_minute=rate), seed=1, lasts_ms=15 * MINUTE_MS))
        for rate in (2.0, 20.0)
    )
    assert busy > 4 * quiet > 0


def test_a_host_who_keeps_time_explains_and_answers_gets_an_a():
    cues = [Cue(30_000, "question", "多大？", 1)]
    deeds = [
        Deed(0, "block", "hello"),
        Deed(40_000, "answer", "0"),
        Deed(MINUTE_MS, "block", "mug"),
        Deed(MINUTE_MS, "point", "mug/size"),
    ]
    given_ = grade(BLOCKS, cues, deeds, [FINE], ended_ms=3 * MINUTE_MS)
    assert (given_.letter, given_.score) == ("A", 100)


def test_a_host_who_does_nothing_gets_an_e():
    cues = [Cue(30_000, "question", "多大？", 1)]
    silence = [Measure(n * 2_000, 10, -90, -80, 0) for n in range(30)]
    given_ = grade(BLOCKS, cues, [], silence, ended_ms=3 * MINUTE_MS)
    assert (given_.letter, given_.score) == ("E", 0)


def test_a_question_after_the_end_and_what_was_not_measured_do_not_count():
    found = parts(BLOCKS, [Cue(10 * MINUTE_MS, "question", "?", 1)], [], [], ended_ms=MINUTE_MS)
    assert [found[code].score for code in ("answers", "dead_air", "picture_and_sound")] == [None, None, None]


def test_the_middle_wait_counts_and_what_was_left_waits_two_minutes_at_least():
    cues = [Cue(n * SECOND_MS, "question", str(n), 1) for n in range(3)]
    deeds = [Deed(30 * SECOND_MS, "answer", "0"), Deed(40 * SECOND_MS, "answer", "1")]
    assert parts(BLOCKS, cues, deeds, [], ended_ms=MINUTE_MS)["answers"][1:] == (81, 39, 3)


def test_warnings_follow_the_numbers():
    assert warnings_of([FINE] * 3) == []
    assert warnings_of([FINE._replace(luma=20)]) == ["too_dark"]
    assert warnings_of([FINE._replace(luma=250)]) == ["too_bright"]
    assert warnings_of([FINE._replace(peak_db=0)]) == ["too_loud"]
    assert warnings_of([FINE._replace(change=0)] * 2) == []
    assert warnings_of([FINE._replace(change=0)] * 3) == ["frozen"]
    assert warnings_of([FINE._replace(loudness_db=-70)] * 3) == ["silent"]
    assert warnings_of([Measure(0, None, None, None, None)] * 3) == ["silent"]


def test_the_longest_silence_is_found():
    loud, still = FINE, FINE._replace(loudness_db=-80)
    row = [still, still, loud, still, still, still, still, loud]
    measures = [each._replace(at_ms=n * 2_000) for n, each in enumerate(row)]
    assert longest_silence_ms(measures) == 6_000


def test_a_crowd_buys_as_often_as_the_hosts_viewers_did_and_the_stock_is_graded():
    few, many = (
        sum(cue.kind == "order" for cue in crowd(PAST._replace(orders_a_minute=rate), seed=1, lasts_ms=30 * MINUTE_MS))
        for rate in (0.2, 4.0)
    )
    assert many > 4 * few > 0
    graded = {wanted: parts(BLOCKS, [], [], [], ended_ms=MINUTE_MS, sold=Sold(wanted, 3))["stock"] for wanted in (3, 4)}
    assert [graded[3].score, graded[4].score] == [100, 75]
    assert parts(BLOCKS, [], [], [], ended_ms=MINUTE_MS, sold=Sold(0, 0))["stock"].score is None
    assert "stock" not in parts(BLOCKS, [], [], [], ended_ms=MINUTE_MS)
