import pytest

from livefair.governance import decide, publish_shipped_rules, report
from livefair.kernel import MINUTE_MS, SECOND_MS, SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import Recording, answer, ask, end_show, open_room, plan_show, publish_replay, start_show
from livefair.live.captions import CaptionDraft, caption
from livefair.live.chat import check_line
from livefair.live.events_of_hosting import ViolationCleared, ViolationCorrected, ViolationNoticed
from livefair.live.journal import Batch, journal
from livefair.live.room_events import events_of
from livefair.live.run_of_show import BlockDraft, add_block, begin_block
from livefair.live.shown import shown
from livefair.live.violations import (
    attach_evidence,
    correct,
    corrections_of,
    moment_of_violation,
    open_claims_on_air,
    violations_of,
)


def say(db, who, room_id, text, line_id="line-1"):
    line = db.read_now(check_line, who, room_id, line_id=line_id, text=text)
    db.write_now(journal, SYSTEM, Batch(line_id, (line,)))


def test_what_the_host_writes_and_says_is_checked_and_what_viewers_say_is_not(db, join, clock):
    db.write_now(publish_shipped_rules, SYSTEM)
    host, ana = join("hana", "host"), join("ana")
    room_id = db.write_now(open_room, host, title="Hana's corner")
    show_id = db.write_now(plan_show, host, room_id, title="全网第一的杯子")
    block_id = db.write_now(add_block, host, show_id, BlockDraft("greeting", MINUTE_MS, "", None, "The best of all."))
    db.write_now(start_show, host, show_id)
    clock.advance(5 * SECOND_MS)
    db.write_now(begin_block, host, block_id)
    say(db, host, room_id, "绝对不会碎")
    say(db, ana, room_id, "最好看了！", "line-2")
    question = db.write_now(ask, ana, room_id, text="How long does it last?")
    db.write_now(answer, host, question.id, text="永久")
    run_due_now(db)
    found = {each.place: (each.said, each.rule_code, each.rule_version) for each in db.read_now(violations_of, show_id)}
    assert found == {
        "title": ("全网第一", "false_claim", 1),
        "script": ("the best", "false_claim", 1),
        "chat": ("绝对", "false_claim", 1),
        "answer": ("永久", "false_claim", 1),
    }


def test_the_same_words_are_noticed_once_and_nothing_off_air(db, stage, facts):
    for _ in range(2):
        say(db, stage.host, stage.room_id, "最好")
    db.write_now(end_show, stage.host, stage.show_id)
    run_due_now(db)
    assert len([fact for fact in facts if isinstance(fact, ViolationNoticed)]) == 1


def test_evidence_clears_a_claim_once(db, stage, facts, join):
    say(db, stage.host, stage.room_id, "最轻的一款")
    [claim] = db.read_now(violations_of, stage.show_id)
    with pytest.raises(NotAllowed):
        db.write_now(attach_evidence, join("eve", "host"), claim.id, evidence="trust me")
    with pytest.raises(Invalid):
        db.write_now(attach_evidence, stage.host, claim.id, evidence=" ")
    with pytest.raises(NotFound):
        db.write_now(attach_evidence, stage.host, "nothing", evidence="SGS 118")
    db.write_now(attach_evidence, stage.host, claim.id, evidence="SGS 118, 238 g")
    with pytest.raises(Conflict, match="settled_already"):
        db.write_now(attach_evidence, stage.host, claim.id, evidence="SGS 119")
    [cleared] = db.read_now(violations_of, stage.show_id)
    assert (cleared.is_open, cleared.evidence) == (False, "SGS 118, 238 g")
    assert sum(isinstance(fact, ViolationCleared) for fact in facts) == 1


def test_one_tap_corrects_before_all_viewers_and_in_the_replay(db, stage, facts, clock, join):
    say(db, stage.host, stage.room_id, "最轻的一款")
    [claim] = db.read_now(violations_of, stage.show_id)
    clock.advance(MINUTE_MS)
    with pytest.raises(NotAllowed):
        db.write_now(correct, join("eve", "host"), claim.id)
    for _ in range(2):
        db.write_now(correct, stage.host, claim.id)
    [fact] = [fact for fact in facts if isinstance(fact, ViolationCorrected)]
    assert fact.offset_ms == MINUTE_MS
    [told] = db.read_now(events_of, fact)
    assert (told.room_id, told.event.said, told.event.text) == (stage.room_id, claim.said, "")
    assert [each.id for each in db.read_now(corrections_of, stage.show_id)] == [claim.id]


def test_a_moderators_decision_is_told_to_the_host_on_air(db, stage, join):
    db.write_now(publish_shipped_rules, SYSTEM)
    say(db, stage.host, stage.room_id, "Only today")
    moderator, ana = join("mo", "moderator"), join("ana")
    seen = db.read_now(shown, ana, "chat_line", "line-1")
    case_id = db.write_now(report, ana, seen, reason="price_trick", note="", key="r-1").case_id
    db.write_now(decide, moderator, case_id, outcome="remove", rule_code="price_trick", reason="It is not true.")
    run_due_now(db)
    [told] = db.read_now(violations_of, stage.show_id)
    assert (told.kind, told.place, told.subject, told.said) == ("decision", "chat_line", case_id, "remove")
    assert (told.rule_code, told.rule_version) == ("price_trick", 1)
    with pytest.raises(NotAllowed, match="appeal_instead"):
        db.write_now(attach_evidence, stage.host, told.id, evidence="No")
    db.write_now(correct, stage.host, told.id, text="The price is that of every day.")
    assert not db.read_now(violations_of, stage.show_id)[0].is_open


def test_the_moment_can_be_looked_at_while_it_is_on_air_and_afterwards(db, join, clock, stage):
    began_ms = clock()
    clock.advance(MINUTE_MS)
    say(db, stage.host, stage.room_id, "绝对")
    [found] = db.read_now(violations_of, stage.show_id)
    clock.advance(5 * SECOND_MS)
    _, _, moment = db.read_now(moment_of_violation, stage.host, found.id)
    assert (moment.from_at_ms - began_ms, moment.to_at_ms - began_ms) == (40_000, 65_000)
    assert moment.recording == f"{stage.room_id}/{stage.show_id}"
    for actor, refusal in ((join("zoe"), NotAllowed), (join("mo", "moderator"), None)):
        if refusal is not None:
            with pytest.raises(refusal):
                db.read_now(moment_of_violation, actor, found.id)
        else:
            assert db.read_now(moment_of_violation, actor, found.id)[0].said == "绝对"
    clock.advance(MINUTE_MS)
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(NotFound):
        db.read_now(moment_of_violation, stage.host, found.id)
    recording = Recording("kept", began_ms + 50_000, 15_000)
    db.write_now(publish_replay, SYSTEM, stage.show_id, recording)
    _, _, moment = db.read_now(moment_of_violation, stage.host, found.id)
    assert (moment.recording, moment.from_at_ms - began_ms, moment.to_at_ms - began_ms) == ("kept", 50_000, 65_000)


def test_moderators_see_what_is_open_in_all_rooms_on_air_until_it_is_answered(db, stage, join):
    moderator = join("mo", "moderator")
    db.write_now(caption, stage.host, stage.room_id, CaptionDraft("全网第一"))
    say(db, stage.host, stage.room_id, "绝对不碎")
    open_ones = db.read_now(open_claims_on_air, moderator)
    assert {each.place for each in open_ones} == {"caption", "chat"}
    for who in (stage.host, join("ana")):
        with pytest.raises(NotAllowed, match="moderators_only"):
            db.read_now(open_claims_on_air, who)
    places = {each.place: each.id for each in open_ones}
    db.write_now(attach_evidence, stage.host, places["chat"], evidence="SGS 118")
    assert [each.place for each in db.read_now(open_claims_on_air, moderator)] == ["caption"]
    db.write_now(end_show, stage.host, stage.show_id)
    assert db.read_now(open_claims_on_air, moderator) == []
