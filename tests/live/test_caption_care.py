import pytest

from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.live import end_show
from livefair.live.caption_care import captions_to_mend, correct_caption, latest_begun, withdraw_caption
from livefair.live.captions import CaptionDraft, caption, caption_languages, captions_file
from livefair.live.events_of_hosting import CaptionCorrected, CaptionWithdrawn
from livefair.live.replays import Recording, publish_replay
from livefair.live.room_events import events_of
from livefair.live.room_search import search_show
from livefair.live.rooms import name_moderator
from livefair.live.violations import violations_of


def said(db, stage, text, lang="zh"):
    return db.write_now(caption, stage.host, stage.room_id, CaptionDraft(text, lang)).id


def replayed(db, stage, began_ms):
    db.write_now(end_show, stage.host, stage.show_id)
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording("rec", began_ms, 60_000))


def test_a_corrected_line_is_what_viewers_and_the_replay_read_and_what_stood_there_is_kept(db, stage, facts, clock):
    began_ms = db.clock()
    clock.advance(1_000)
    line = said(db, stage, "杯改能放进洗完机")
    db.write_now(correct_caption, stage.host, line, text="杯盖能放进洗碗机")
    db.write_now(correct_caption, stage.host, line, text="杯盖可以放进洗碗机")
    db.write_now(correct_caption, stage.host, line, text="杯盖可以放进洗碗机")
    told = [fact for fact in facts if isinstance(fact, CaptionCorrected)]
    assert len(told) == 2, "the same words again change nothing"
    [to_room] = db.read_now(events_of, told[1])
    assert (to_room.room_id, to_room.event.id, to_room.event.text) == (stage.room_id, line, "杯盖可以放进洗碗机")
    [row] = db.read_now(captions_to_mend, stage.host, stage.show_id)
    assert (row.first_text, row.text, row.corrected_by) == ("杯改能放进洗完机", "杯盖可以放进洗碗机", stage.host.id)
    replayed(db, stage, began_ms)
    db.write_now(correct_caption, stage.host, line, text="杯盖不能放进洗碗机")
    assert "杯盖不能放进洗碗机" in db.read_now(captions_file, GUEST, stage.show_id, lang="zh")


def test_a_line_that_was_taken_back_is_in_no_replay_and_no_search(db, stage, facts, clock):
    began_ms = db.clock()
    clock.advance(1_000)
    gone, stays = said(db, stage, "电话 138", "en"), said(db, stage, "杯子")
    for _ in range(2):
        db.write_now(withdraw_caption, stage.host, gone)
    [fact] = [fact for fact in facts if isinstance(fact, CaptionWithdrawn)]
    [to_room] = db.read_now(events_of, fact)
    assert (to_room.event.id, to_room.event.text) == (gone, "")
    with pytest.raises(Conflict, match="caption_withdrawn"):
        db.write_now(correct_caption, stage.host, gone, text="别的")
    replayed(db, stage, began_ms)
    assert db.read_now(caption_languages, stage.show_id) == ["zh"]
    assert db.read_now(search_show, GUEST, stage.show_id, words="138").captions == []
    assert "杯子" in db.read_now(captions_file, GUEST, stage.show_id, lang="zh")
    kept = {row.id: row.withdrawn_by for row in db.read_now(captions_to_mend, stage.host, stage.show_id)}
    assert kept == {gone: stage.host.id, stays: None}


def test_whoever_keeps_order_may_mend_and_nobody_else(db, stage, join):
    line, helper, moderator = said(db, stage, "一"), join("theo"), join("mo", "moderator")
    for who in (join("eve", "host"), helper, GUEST):
        with pytest.raises(NotAllowed):
            db.write_now(correct_caption, who, line, text="二")
        with pytest.raises(NotAllowed):
            db.write_now(withdraw_caption, who, line)
        with pytest.raises(NotAllowed):
            db.read_now(captions_to_mend, who, stage.show_id)
    db.write_now(name_moderator, stage.host, stage.room_id, helper.id)
    db.write_now(correct_caption, helper, line, text="二")
    db.write_now(withdraw_caption, moderator, line)
    [row] = db.read_now(captions_to_mend, helper, stage.show_id)
    assert (row.corrected_by, row.withdrawn_by) == (helper.id, moderator.id)


@pytest.mark.parametrize(("text", "code"), [("  ", "empty"), ("字" * 161, "too_long")])
def test_words_that_no_caption_can_be_are_refused(db, stage, text, code):
    with pytest.raises(Invalid, match=code):
        db.write_now(correct_caption, stage.host, said(db, stage, "一"), text=text)
    with pytest.raises(NotFound):
        db.write_now(withdraw_caption, stage.host, "nothing")


def test_what_a_correction_promises_is_noticed_as_what_was_said_first(db, stage, clock):
    line = said(db, stage, "全网第一")
    clock.advance(1_000)
    db.write_now(correct_caption, stage.host, line, text="绝对不会碎")
    assert {each.said for each in db.read_now(violations_of, stage.show_id)} == {"全网第一", "绝对"}


def test_the_newest_lines_come_first_page_by_page(db, stage, clock):
    lines = []
    for number in range(5):
        clock.advance(2_000)
        lines.append(said(db, stage, f"{number}"))
    pages = [db.read_now(captions_to_mend, stage.host, stage.show_id, page=page, most=2) for page in (1, 2, 3, 4)]
    assert [[row.id for row in page] for page in pages] == [lines[:2:-1], lines[2:0:-1], lines[:1], []]
    assert db.read_now(latest_begun, stage.room_id) == stage.show_id
