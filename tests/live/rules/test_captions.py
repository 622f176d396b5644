import itertools

from hypothesis import given
from hypothesis import strategies as st

from livefair.live.rules.captions import CaptionLine, Cue, cues, reading_ms, web_vtt


def test_a_cue_lasts_until_it_is_read_or_the_next_one_comes():
    lines = [CaptionLine(1_000, "一"), CaptionLine(1_800, "b" * 60), CaptionLine(20_000, "c" * 160)]
    assert cues(lines, from_at_ms=0, lasts_ms=22_000) == [
        Cue(1_000, 1_800, "一"),
        Cue(1_800, 5_700, "b" * 60),
        Cue(20_000, 22_000, "c" * 160),
    ]


def test_what_the_recording_does_not_cover_has_no_cue():
    lines = [CaptionLine(0, "before"), CaptionLine(9_500, "across"), CaptionLine(99_000, "after")]
    assert cues(lines, from_at_ms=10_000, lasts_ms=5_000) == [Cue(0, 1_000, "across")]


def test_nothing_in_a_file_of_captions_is_markup_or_a_time():
    text = web_vtt([Cue(3_723_004, 3_724_000, "<b>1 --> 2</b>\n\n00:00 & so on")])
    assert text == ("WEBVTT\n\n01:02:03.004 --> 01:02:04.000\n&lt;b&gt;1 --&gt; 2&lt;/b&gt; 00:00 &amp; so on\n")


@given(st.lists(st.tuples(st.integers(0, 10**6), st.text(max_size=160)), max_size=30), st.integers(0, 10**6))
def test_cues_follow_each_other_within_the_recording(said, lasts_ms):
    lines = sorted(CaptionLine(at, text) for at, text in said)
    found = cues(lines, from_at_ms=0, lasts_ms=lasts_ms)
    assert all(0 <= cue.from_ms < cue.to_ms <= lasts_ms for cue in found)
    assert all(one.to_ms <= after.from_ms for one, after in itertools.pairwise(found))
    assert all(1_500 <= reading_ms(line.text) <= 7_000 for line in lines)
