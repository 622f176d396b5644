import pytest

from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.live import end_show, hide_line
from livefair.live.chat import check_line, last_lines, line_called, restore_line
from livefair.live.events import ChatLineHidden, ChatLineRestored
from livefair.live.journal import Batch, journal
from livefair.live.rooms import name_moderator
from livefair.people import block


def say(db, actor, stage, text, line_id="line-1", **more):
    line = db.read_now(check_line, actor, stage.room_id, line_id=line_id, text=text, **more)
    db.write_now(journal, SYSTEM, Batch(f"batch-{line_id}", lines=(line,)))
    return line


def test_a_line_is_cleaned_and_carries_who_says_it(db, join, stage):
    line = say(db, join("zoe"), stage, "  好\u202e看   吗 ")
    assert (line.text, line.by.name, line.is_host) == ("好看 吗", "zoe", False)
    assert say(db, stage.host, stage, "yes", "line-2").is_host
    assert [said.text for said in db.read_now(last_lines, stage.show_id, most=20)] == ["好看 吗", "yes"]


def test_viewers_answer_each_other(db, join, stage):
    zoe, yan = join("zoe"), join("yan")
    first = say(db, zoe, stage, "is it warm?")
    assert say(db, yan, stage, "very", "line-2", reply_to=first.id).reply_to == first.id
    with pytest.raises(NotFound):
        say(db, yan, stage, "very", "line-3", reply_to="x" * 41)


def test_guests_mutes_silence_and_long_speeches_are_refused(db, join, stage):
    zoe = join("zoe")
    with pytest.raises(NotAllowed, match="sign_in_first"):
        say(db, GUEST, stage, "hello")
    for text in ("", "\u200b \n", "x" * 201):
        with pytest.raises(Invalid):
            say(db, zoe, stage, text)
    db.write_now(block, stage.host, zoe.id)
    with pytest.raises(NotFound):
        say(db, zoe, stage, "hello")
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(Conflict, match="not_on_air"):
        say(db, join("yan"), stage, "hello")


def test_its_author_and_moderators_take_a_line_away(db, join, stage, facts):
    zoe, mo = join("zoe"), join("mo")
    db.write_now(name_moderator, stage.host, stage.room_id, mo.id)
    for number, actor in enumerate((zoe, mo, stage.host, join("olga", "moderator"))):
        line = say(db, zoe, stage, "buy at mine", f"line-{number}")
        for _ in range(2):
            db.write_now(hide_line, actor, line.id)
    assert [type(fact) for fact in facts if isinstance(fact, ChatLineHidden)] == [ChatLineHidden] * 4
    assert db.read_now(last_lines, stage.show_id, most=20) == []


def test_others_do_not(db, join, stage):
    line = say(db, join("zoe"), stage, "hello")
    for actor in (GUEST, join("yan"), join("otto", "host")):
        with pytest.raises(NotAllowed, match="moderators_only"):
            db.write_now(hide_line, actor, line.id)


def test_a_hidden_line_comes_back_once(db, join, stage, facts):
    zoe = join("zoe")
    line = say(db, zoe, stage, "hello")
    with pytest.raises(Conflict, match="not_hidden"):
        db.write_now(restore_line, stage.host, line.id)
    db.write_now(hide_line, stage.host, line.id)
    with pytest.raises(NotAllowed):
        db.write_now(restore_line, zoe, line.id)
    db.write_now(restore_line, stage.host, line.id)
    assert isinstance(facts[-1], ChatLineRestored)
    assert db.read_now(line_called, line.id).hidden_at_ms is None
