import pytest

from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound, TooMany
from livefair.live import check, end_show
from livefair.live.caption_care import withdraw_caption
from livefair.live.captions import CaptionDraft, caption, caption_languages, captions_file, captions_of
from livefair.live.models.captioning import CAPTION
from livefair.live.replays import Recording, hide_replay, publish_replay
from livefair.live.room_search import search_show
from livefair.live.violations import violations_of

KEY = "01a2b3c4-0000-7000-8000-000000000001"


def test_what_a_host_says_in_writing_stays_with_the_replay_at_its_moment(db, stage, clock):
    begin = db.clock()
    clock.advance(5_000)
    db.write_now(caption, stage.host, stage.room_id, CaptionDraft("大家好", source="spoken", ago_ms=2_000))
    clock.advance(10_000)
    db.write_now(caption, stage.host, stage.room_id, CaptionDraft("Hello & <welcome>", lang="en"))
    db.write_now(end_show, stage.host, stage.show_id)
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording("rec", begin + 1_000, 60_000))
    assert db.read_now(caption_languages, stage.show_id) == ["en", "zh"]
    chinese = db.read_now(captions_file, GUEST, stage.show_id, lang="zh")
    assert chinese == "WEBVTT\n\n00:00:02.000 --> 00:00:03.500\n大家好\n"
    assert "00:00:14.000 --> 00:00:15.500\nHello &amp; &lt;welcome&gt;\n" in db.read_now(
        captions_file, GUEST, stage.show_id, lang="en"
    )
    db.write_now(hide_replay, stage.host, stage.show_id)
    with pytest.raises(NotFound):
        db.read_now(captions_file, GUEST, stage.show_id, lang="zh")


def test_a_caption_that_is_sent_twice_is_one(db, stage, clock):
    sent = [db.write_now(caption, stage.host, stage.room_id, CaptionDraft("一"), key=key_now(db)) for _ in range(2)]
    assert sent[0] == sent[1]
    assert len(db.read_now(captions_of, stage.show_id)) == 1


def test_a_caption_that_was_taken_back_is_not_shown_again_by_who_sends_it_once_more(db, stage):
    key = key_now(db)
    line = db.write_now(caption, stage.host, stage.room_id, CaptionDraft("电话 138"), key=key)
    db.write_now(withdraw_caption, stage.host, line.id)
    with pytest.raises(Conflict, match="caption_withdrawn"):
        db.write_now(caption, stage.host, stage.room_id, CaptionDraft("电话 138"), key=key)


def key_now(db) -> str:
    time = f"{db.clock():012x}"
    return f"{time[:8]}-{time[8:]}{KEY[13:]}"


def test_only_who_runs_the_room_captions_it_while_it_is_on_air(db, stage, join):
    with pytest.raises(NotAllowed):
        db.write_now(caption, join("eve", "host"), stage.room_id, CaptionDraft("hi"))
    with pytest.raises(NotAllowed):
        db.write_now(caption, GUEST, stage.room_id, CaptionDraft("hi"))
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(Conflict) as refused:
        db.write_now(caption, stage.host, stage.room_id, CaptionDraft("hi"))
    assert refused.value.code == "not_on_air"


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (CaptionDraft("  "), "empty"),
        (CaptionDraft("字" * 161), "too_long"),
        (CaptionDraft("hi", lang="fr"), "unknown_kind"),
        (CaptionDraft("hi", source="sung"), "unknown_kind"),
        (CaptionDraft("hi", ago_ms=10_001), "out_of_range"),
        (CaptionDraft("hi", ago_ms=-1), "out_of_range"),
    ],
)
def test_what_no_caption_can_be_is_refused(db, stage, draft, code):
    with pytest.raises(Invalid) as refused:
        db.write_now(caption, stage.host, stage.room_id, draft)
    assert refused.value.code == code


def test_nobody_captions_faster_than_anybody_reads(db, stage, clock):
    for number in range(10):
        db.write_now(caption, stage.host, stage.room_id, CaptionDraft(f"{number}"))
    with pytest.raises(TooMany):
        db.write_now(caption, stage.host, stage.room_id, CaptionDraft("one more"))
    clock.advance(10_001)
    db.write_now(caption, stage.host, stage.room_id, CaptionDraft("one more"))


def test_a_caption_is_found_in_its_show_and_its_claims_are_noticed(db, stage):
    db.write_now(caption, stage.host, stage.room_id, CaptionDraft("全网最好的杯子"))
    found = db.read_now(search_show, GUEST, stage.show_id, words="杯子")
    assert [each.text for each in found.captions] == ["全网最好的杯子"]
    assert [each.place for each in db.read_now(violations_of, stage.show_id)] == ["caption"]


def test_a_caption_of_a_moment_off_the_air_is_found_out(db, stage, clock):
    said = db.write_now(caption, stage.host, stage.room_id, CaptionDraft("hi"))
    assert db.read_now(check) == []
    early = {**said._asdict(), "id": KEY, "at_ms": said.at_ms - 1, "said_by": stage.host.id, "kept_at_ms": said.at_ms}
    with pytest.raises(RuntimeError, match="stop here"):
        db.write_now(_plant_and_look, SYSTEM, early)


def _plant_and_look(tx, actor, row) -> None:
    tx.insert(CAPTION, **row)
    assert check(tx) == [f"caption {KEY} was not said on air"]
    raise RuntimeError("stop here")


def test_who_says_that_it_was_long_ago_may_not_say_more(db, stage, clock):
    clock.advance(60_000)
    for number in range(10):
        db.write_now(caption, stage.host, stage.room_id, CaptionDraft(f"line {number}", ago_ms=10_000))
    with pytest.raises(TooMany, match="too_often"):
        db.write_now(caption, stage.host, stage.room_id, CaptionDraft("one more", ago_ms=10_000))
